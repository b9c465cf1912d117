"""Registers and programmes as they are defined, and which programmes run in a township."""

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gewu.kernel import clock
from gewu.kernel.access import Actor
from gewu.kernel.errors import NotFound
from gewu.registers import lawful
from gewu.registers.definition import Choice, Programme, Register, WithFields
from gewu.registers.models import Switch
from gewu.registers.reading import problems as problems_shipped
from gewu.registers.reading import shipped
from gewu.sharing.queries import Item


def register(kind: str) -> Register:
    """The register of a kind, or NotFound."""
    found = shipped().registers.get(kind)
    if found is None:
        raise NotFound(_("There is no such register."))
    return found


def registers() -> tuple[Register, ...]:
    """All registers, persons first."""
    order = ("person", "household", "dwelling", "establishment", "facility")
    return tuple(shipped().registers[kind] for kind in order)


def problems() -> tuple[str, ...]:
    """Everything that is wrong with the shipped definitions; with any, they are not used."""
    return problems_shipped()


def supplied(of: WithFields, township: int) -> dict[str, Item]:
    """The fields that come from other offices in a township today: no form asks for them there."""
    return lawful.supplied(of, township, localdate(clock.now()))


def shared_list(key: str) -> tuple[Choice, ...]:
    """The choices that several fields share, such as relations to the head of a household."""
    return shipped().lists.lists[key]


def programme(key: str) -> Programme:
    """The programme with this key, or NotFound."""
    found = shipped().programmes.get(key)
    if found is None:
        raise NotFound(_("There is no such programme."))
    return found


def all_programmes() -> tuple[Programme, ...]:
    """Every programme that is defined, whether it runs or not."""
    return tuple(shipped().programmes.values())


def switch(township: int, key: str) -> Switch | None:
    """How a programme was switched in a township, if anybody ever did."""
    return Switch.objects.filter(township=township, programme=key).first()


def handled_by(actor: Actor, township: int) -> frozenset[str]:
    """The sealed programmes of a township for which somebody is named."""
    named = Switch.objects.filter(township=township, handlers__contains=[actor.user])
    return frozenset(named.values_list("programme", flat=True))


def switches(township: int) -> dict[str, Switch]:
    """How programmes were switched in a township, by their keys; of those that somebody switched."""
    return {row.programme: row for row in Switch.objects.filter(township=township)}


def programmes(township: int) -> tuple[Programme, ...]:
    """The programmes that run in a township today."""
    said = switches(township)
    return tuple(one for one in all_programmes() if runs(one, said.get(one.key)))


def runs(one: Programme, said: Switch | None) -> bool:
    """Whether a programme runs: what is off needs an approved basis that has not run out."""
    if said is None:
        return not one.off
    if said.state != "on":
        return False
    return said.until is None or said.until >= localdate(clock.now())
