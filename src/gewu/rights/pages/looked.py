"""The access log as pages and files show it: what is chosen, the rules in words, lines for a table."""

from collections.abc import Sequence

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from gewu.kernel.access import Actor
from gewu.kernel.filters import Chosen
from gewu.kernel.secrets import mask_name
from gewu.people import queries as people
from gewu.registers.queries import looks as traces
from gewu.registers.queries.looks import Look
from gewu.rights import words
from gewu.rights.definition import limits_of, own_rules, shipped
from gewu.rights.models import JUDGING, Oddity
from gewu.rights.pages.shown import LookRow

# Filters that have chips of their own on the page.
DRAWN = {"subject_kind", "access_class", "purpose"}


def narrowed(chosen: Chosen, rows: Sequence[Look]) -> list[dict[str, str]]:
    """The filters in force that have no chips of their own: names instead of ids."""
    users = people.name_of({row.user for row in rows})
    known = {str(key): name for key, name in (*users.items(), *traces.names_of(rows).items())}
    return [
        {
            "label": str(chip.label),
            "words": known.get(str(chip.words), "" if chip.name in {"user", "subject"} else str(chip.words)),
            "without": chip.without,
        }
        for chip in chosen.chips
        if chip.name not in DRAWN
    ]


def role_options(on: str) -> list[dict[str, object]]:
    """The posts somebody may have looked from."""
    named = people.held_roles(words.language())
    return [{"key": key, "name": name, "on": key == on} for key, name in named.items()]


def heads() -> list[str]:
    return [_("When"), _("Who"), _("Post"), _("What was opened"), _("Whom"), _("How deep"), _("Purpose")]


def line_of(row: LookRow) -> list[str]:
    """One look for a table that leaves the house: who was looked at is masked, who looked is not."""
    deep = row.deep + _(": ") + row.opened if row.opened else row.deep
    when = localtime(row.of.at).strftime("%Y-%m-%d %H:%M")
    return [when, row.who, row.role, row.kind, mask_name(row.whom), deep, row.purpose]


def rule_rows(actor: Actor) -> list[dict[str, object]]:
    """Every rule with the thresholds that are in force where the actor audits."""
    home = next((post.scope.low for post in actor.posts if post.role in JUDGING), 0)
    acting, own = limits_of(home), own_rules(home)
    return [
        {
            "name": str(words.RULES[rule]),
            "sentence": words.rule_sentence(rule, acting.get(rule, one.limits)),
            "off": rule not in acting,
            "own": rule in own,
        }
        for rule, one in shipped().looks.items()
    ]


def rule_of(row: Oddity) -> str:
    """Why this was picked out; by the thresholds of today."""
    limits = limits_of(row.township).get(row.rule)
    return words.rule_sentence(row.rule, limits) if limits else ""
