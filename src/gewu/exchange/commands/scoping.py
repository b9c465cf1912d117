"""Who should stand in another system's file: everybody here, those of a programme, those of a place."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from gewu.kernel.access import AccessClass, Actor, Tier
from gewu.kernel.errors import DomainError, Invalid
from gewu.places import queries as places
from gewu.places.values import Place
from gewu.registers import queries as registers
from gewu.registers.definition import Programme

COLUMNS = {Tier.COMMUNITY: "in_community", Tier.GRID: "in_grid"}


@dataclass(frozen=True, slots=True)
class Scope:
    """The persons of our registers that are meant."""

    programme: str
    area: str
    persons: Any


def programmes_for(township: int, actor: Actor) -> list[Programme]:
    """The programmes of persons that run here and that the actor's post reads."""
    depth = max((post.access_class for post in actor.posts), default=AccessClass.OPEN)
    return [
        one for one in registers.programmes(township) if one.of == "person" and int(one.depth) <= int(depth)
    ]


def areas_of(township: int) -> list[Place]:
    """The communities of a township, each with its grids after it."""
    communities = places.under(places.area_by_code(str(township)).id, Tier.COMMUNITY)
    return [one for community in communities for one in (community, *places.under(community.id, Tier.GRID))]


def scope_of(township: int, *, programme: str, area: str, actor: Actor) -> Scope:
    """The persons of a programme and a place, or Invalid."""
    persons: Any = registers.rows("person", actor)
    persons = persons.filter(township=township, went_to="", merged_into=None, state__in=("here", "away"))
    if programme:
        if programme not in {one.key for one in programmes_for(township, actor)}:
            raise _wrong("programme")
        persons = persons.filter(registers.in_programme(programme))
    if area:
        place = next((one for one in areas_of(township) if str(one.id) == area), None)
        if place is None:
            raise _wrong("area")
        persons = persons.filter(**{COLUMNS[place.tier]: place.id})
    return Scope(programme, area, persons)


def _wrong(name: str) -> DomainError:
    message = _("Choose one of the given answers.")
    return Invalid(message, fields={name: message})


def name_of_scope(facts: dict[str, Any], language: str) -> tuple[str, str]:
    """The programme and the place a file was compared for, in words; blank for all."""
    programme, area = str(facts.get("programme", "")), str(facts.get("area", ""))
    said = registers.programme(programme).said(language) if programme else ""
    return said, places.area(UUID(area)).in_language(language) if area else ""
