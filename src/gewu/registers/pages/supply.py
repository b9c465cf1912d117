"""What other offices supply, on a form: shown with where it comes from, and never asked for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from gewu.registers import queries
from gewu.registers.definition import FieldOf, WithFields
from gewu.registers.pages import shell
from gewu.registers.queries import Shown


@dataclass(frozen=True, slots=True)
class Supplied:
    """A field that no form asks for. `text` is what is known of it, as its reader reads it, if anything."""

    key: str
    label: str
    office: str
    instead: str
    text: str = ""


def supplied(
    of: WithFields, township: int, shown: Iterable[Shown] = (), *, change: Iterable[str] = ()
) -> tuple[Supplied, ...]:
    """The fields of a register or a programme that come from other offices in a township.

    A value that came and is wrong may still be corrected: `change` names what somebody wants to.
    """
    told: Mapping[str, Shown] = {one.key: one for one in shown}
    held, language = queries.supplied(of, township), shell.language()
    wanted = {key for key in change if key in told and told[key].how != "missing"}
    return tuple(
        Supplied(
            key=one.key,
            label=one.said(language),
            office=held[one.key].supplier.name(language),
            instead=held[one.key].instead.name(language),
            text=told[one.key].text if one.key in told else "",
        )
        for one in of.fields
        if one.key in held and one.key not in wanted
    )


def asked(of: WithFields, given: Iterable[Supplied]) -> tuple[FieldOf, ...]:
    """The fields that a form may ask for."""
    gone = {one.key for one in given}
    return tuple(one for one in of.fields if one.key not in gone)
