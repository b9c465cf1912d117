"""What people of a demo town have made their own: filters they look at every morning."""

from gewu.finding.commands import save
from gewu.finding.queries import saved_filters
from gewu.people import queries as people

# Role, name, list, how it is narrowed, whether colleagues see it.
FILTERS = (
    ("clerk", "居民热线来的", "open", "source=resident&source=hotline", False),
    ("clerk", "路灯", "all", "category=010137", True),
    ("dispatcher", "超时的", "open", "late=1", True),
    ("supervisor", "超时的", "open", "late=1", True),
    ("chief", "居民报的", "open", "source=resident", False),
    ("handler", "快超时的", "open", "late=1", False),
)


def form_habits(township: int) -> None:
    """Save the filters of the demo logins of a township, once."""
    here = {role: name for name, role, home in people.demo_logins() if home == township}
    for role, name, list_key, query, shared in FILTERS:
        if role not in here:
            continue
        actor = people.actor_of(people.user_named(here[role]), door="desk")
        if name not in {one.name for one in saved_filters(actor)}:
            save(name=name, list_key=list_key, query=query, shared=shared, actor=actor)
