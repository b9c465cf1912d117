"""The rules of the demo town: some that work, one that is never fitted, one that another leaves nothing.

They only suggest. What the town's closed cases teach is learned at once, so that suggestions are there.
"""

from datetime import time
from typing import Any

from gewu.people import queries as people
from gewu.routing import commands, queries
from gewu.routing.asked import Asked

# The key of the office, and what is asked. An office that a place does not have makes no rule there.
RULES: tuple[tuple[str, dict[str, Any]], ...] = (
    ("gas", {"name": "闻到煤气味先派燃气站", "words": ("煤气味", "燃气味", "天然气味")}),
    ("works", {"name": "井盖、雨水箅子归市政", "categories": ("010102", "010103", "010104", "010123")}),
    (
        "urban",
        {
            "name": "夜里吵的归城管",
            "categories": ("020128", "020129", "030204"),
            "start": time(20, 0),
            "end": time(6, 0),
        },
    ),
    (
        "sanitation",
        {
            "name": "热线和居民报的垃圾归环卫",
            "categories": ("010305", "020110", "020112"),
            "sources": ("hotline", "resident"),
        },
    ),
    ("water", {"name": "污水井盖归供排水", "categories": ("010102",)}),
    ("urban", {"name": "共享滑板车归城管", "words": ("滑板车",)}),
)


def write_rules(township: int) -> None:
    """As the town's dispatcher wrote them, once."""
    logins = {role: name for name, role, home in people.demo_logins() if home == township}
    if "dispatcher" not in logins:
        return
    actor = people.actor_of(people.user_named(logins["dispatcher"]), door="desk")
    offices = {office.key: office.id for office in people.organisations_of(township)}
    if not queries.rule_rows(actor, township):
        for key, asks in RULES:
            if key in offices:
                commands.make_rule(township=township, asked=Asked(office=offices[key], **asks), actor=actor)
    commands.learn(township)
