"""A rule of the place to ask for."""

from uuid import UUID

from gewu.people import queries as people
from gewu.routing import commands, queries
from gewu.routing.asked import Asked
from tests.access.town import Person, Subject, Town


def a_rule(town: Town) -> UUID:
    actor, township = town.actor("dispatcher"), town.tiny.township
    if found := queries.rule_rows(actor, township):
        return found[0].id
    asked = Asked(name="桶归环卫", office=_office(town), categories=("010305",))
    return commands.make_rule(township=township, asked=asked, actor=actor)


def form(town: Town) -> dict[str, str]:
    return {"name": "桶归环卫", "categories": "010305", "office": str(_office(town)), "seen_version": "1"}


def asked(town: Town, subject: Subject | None, who: Person) -> dict[str, object]:
    """A rule over the API: made, tried, or changed."""
    return {
        "name": "桶归环卫",
        "categories": ["010305"],
        "office": str(_office(town)),
        "township": town.tiny.township,
        "rule_version": 1,
    }


def _office(town: Town) -> UUID:
    return next(office.id for office in people.organisations_of(town.tiny.township) if office.inbox_open)
