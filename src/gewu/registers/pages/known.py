"""What the registers bring to forms: a row to its own form, a person to the report about their matter.

A phone is offered in part, and `phone_meant` puts it back when the form comes: in full it needs a purpose.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from gewu.kernel.access import ActorRequest
from gewu.kernel.secrets import mask_phone
from gewu.places import queries as places
from gewu.registers import tellings
from gewu.registers.queries import RegisterFile, known, register, row
from gewu.registers.values import Known as KnownRow
from gewu.ui.forms import Choice, Field, Known


@dataclass(frozen=True, slots=True)
class Offered:
    """Answers that a page found out before it asks. `areas`: ids of places, the closest first."""

    answers: Mapping[str, Known] = field(default_factory=dict)
    areas: tuple[str, ...] = ()

    def less(self, names: Iterable[str]) -> "Offered":
        """Without what somebody took away."""
        gone = set(names)
        return replace(self, answers={name: one for name, one in self.answers.items() if name not in gone})


def of_page(_request: ActorRequest, fields: tuple[Field, ...], about: object) -> Mapping[str, Known]:
    """What the page itself has found out, the closest place among those that the form lists."""
    if not isinstance(about, Offered):
        return {}
    area = next((_listed(one, about.areas) for one in fields if one.name == "area"), "")
    found = Known(area, _("By the address")) if area else None
    return {**about.answers, **({"area": found} if found else {})}


def of_row(request: ActorRequest, fields: tuple[Field, ...], about: object) -> Mapping[str, Known]:
    """What a row holds and its reader is shown in full anyway, with where it came from."""
    if not isinstance(about, RegisterFile):
        return {}
    of = register(about.kind)
    asked = {one.name for one in fields}
    open_ = [one for one in about.fields if one.key in asked and one.how == "full"]
    held = known(row(about.kind, about.id, request.actor), of) if open_ else None
    return {one.key: Known(_sent(held.get(one.key)), tellings.mark(one.mark, {})) for one in open_ if held}


def of_person(person: KnownRow | None, *, placed: bool = False) -> Offered:
    """What a report need not ask somebody who is known. `placed`: where it is has been said already."""
    if person is None:
        return Offered()
    found = {
        key: Known(value, tellings.mark(person.values[key].mark, {}))
        for key, value in (("name", person.get("name")), ("phone", shown_phone(person)))
        if value
    }
    if placed or person.address is None:
        return Offered(found)
    home = places.address(person.address)
    found["address"] = Known(home.label, _("Where they live, by the register"))
    up = reversed(places.path(home.area)) if home.area else ()
    return Offered(found, tuple(str(one.id) for one in up))


def shown_phone(person: KnownRow) -> str:
    """The phone of somebody known, in part."""
    held = person.get("phone")
    return mask_phone(str(held)) if held else ""


def phone_meant(person: KnownRow | None, typed: str) -> str:
    """The phone that a form means: what was offered in part and came back as it stood is the one held."""
    if person is not None and typed and typed == shown_phone(person):
        return str(person.get("phone"))
    return typed


def _listed(asked: Field, areas: tuple[str, ...]) -> str:
    listed = {one.value if isinstance(one, Choice) else one[0] for one in asked.choices}
    return next((one for one in areas if one in listed), "")


def _sent(value: object) -> object:
    """As a form sends it."""
    return ("true" if value else "false") if isinstance(value, bool) else value
