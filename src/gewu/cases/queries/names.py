"""Names of people, offices, places and codes in the language of whoever reads."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gewu.catalogue import queries as catalogue
from gewu.catalogue.definition import CaseType
from gewu.catalogue.words import Told
from gewu.kernel.access import Tier
from gewu.kernel.errors import NotFound
from gewu.people import queries as people
from gewu.places import queries as places
from gewu.places.values import AreaName

if TYPE_CHECKING:
    from gewu.cases.models import Case
    from gewu.people.models import Organisation


def language() -> str:
    """The language of this request."""
    return get_language() or "zh-hans"


def merged_title() -> str:
    """What is said in place of the stage of a case that is part of another."""
    return _("Part of another case")


def answered_elsewhere() -> str:
    """What everybody reads of a case that is part of another."""
    return _("It is about the same matter as an earlier report: both are answered together.")


def office_names(township: int, wanted: Iterable[UUID | None]) -> dict[UUID, str]:
    """Names of offices: one statement for those of the township, one more for each from elsewhere."""
    ids = {office for office in wanted if office is not None}
    if not ids:
        return {}
    known = {office.id: _name(office) for office in people.organisations_of(township)}
    return {office: known.get(office) or _office_elsewhere(office) for office in ids}


def open_inboxes(township: int) -> dict[UUID, str]:
    """Offices of a township that take cases, with their names."""
    return {office.id: _name(office) for office in people.organisations_of(township) if office.inbox_open}


def _name(office: "Organisation") -> str:
    return office.name_en if language().startswith("en") else office.name_zh


def place_path(identifier: UUID | None) -> tuple[AreaName, ...]:
    """The way down to a place; nothing for a case in no grid."""
    return places.path(identifier) if identifier is not None else ()


def place_name(identifier: UUID | None, spoken: str) -> str:
    """A place as a list shows it, in a language: as many of its deepest steps as tell it from others."""
    steps = place_path(identifier)
    if spoken.startswith("en"):
        deep = 3 if steps and steps[-1].tier == Tier.CELL else 2
        return " ".join(step.name_en for step in steps[-deep:])
    *above, last = [step.short for step in steps[-2:]] or [""]
    # 龙头2-3 says 龙头2 already.
    return last if not above or last.startswith(above[0]) else f"{above[0]} {last}"


def words_of(case: "Case") -> Told:
    """What a case is told in: today's words, or for one that is over those of the day it ended."""
    if case.kept_words is not None:
        return catalogue.words_kept(case.kept_words, language())
    return catalogue.words_now(case.definition_id, case.category, language())


def spoken_answer(
    definition: CaseType, said: Told, key: str, value: object, *, category: str, offices: Mapping[UUID, str]
) -> str:
    """A coded answer as people say it."""
    if key in definition.answers and definition.takes_office(key):
        return offices.get(UUID(str(value)), "")
    match key:
        case "category":
            return catalogue.category_name(str(value), language())
        case "standard":
            known = said.standards.get(str(value))
            return known or catalogue.category(category, definition).standard_name(str(value), language())
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, str) and "enum" in definition.answers.get(key, {}):
        return said.choice(key, value)
    return str(value)


def _office_elsewhere(office: UUID) -> str:
    try:
        return _name(people.organisation(office))
    except NotFound:
        return ""
