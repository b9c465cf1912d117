"""Real values for the operations of registers, provenance and paper: one household of A1, known and on paper.

Whoever asks here is the clerk, who reads and writes registers; everybody else is refused at once.
"""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django.utils.timezone import localdate

from gewu.kernel.access import Actor
from gewu.places.testing import TinyTown
from gewu.registers.commands import record
from gewu.registers.models import Person
from gewu.registers.queries.claims import disputes
from gewu.registers.sources import Origin, Source
from gewu.sheets.commands import collect, print_sheets, type_in
from gewu.sheets.models import Sheet
from tests.access import registering
from tests.machines.world import Asking

Choices = Callable[[Asking], Iterable[Any]]
SAID, OTHERWISE = "木工", "瓦工"
SHEET = "/api/v1/sheets/{sheet_id}"


def a_sheet(asking: Asking, state: str) -> Sheet:
    """One of the household in A1 in this state, made once. The clerk has typed none of them."""
    found = Sheet.objects.filter(township=TinyTown.township, state=state).first()
    if found:
        return found
    cast = asking.world.cast
    home = registering.a_household_in(TinyTown())
    batch = print_sheets(actor=cast.clerk, subject=home)
    row = Sheet.objects.get(township=TinyTown.township, printed_with=batch)
    if state != "printed":
        collect(row.id, on=localdate(row.printed_at), actor=cast.clerk, seen=1)
    if state == "differing":
        _typed(row, SAID, cast.gridworker, seen=2)
        _typed(row, OTHERWISE, cast.chief, seen=3)
    return Sheet.objects.get(township=TinyTown.township, id=row.id)


def occupation(row: Sheet) -> str:
    """The line that asks what somebody works as."""
    return next(str(line) for line, (_kind, _subject, key) in enumerate(row.lines) if key == "occupation")


def _typed(row: Sheet, said: str, actor: Actor, *, seen: int) -> None:
    type_in(row.id, values={occupation(row): said}, actor=actor, seen=seen)


def a_claim(asking: Asking) -> UUID:
    """A trade that somebody told at the door, beside the one an office sent."""
    clerk = asking.world.cast.clerk
    if not disputes(clerk).items:
        person = registering.a_person_in(TinyTown())
        for origin, said in (
            (Origin(Source.EXCHANGED, office="police"), SAID),
            (Origin(Source.DOOR), OTHERWISE),
        ):
            values = {"occupation": said}
            record(
                "person",
                township=TinyTown.township,
                subject=person,
                values=values,
                origin=origin,
                actor=clerk,
            )
    return disputes(clerk).items[0].offers[0].claim


def _person() -> Person:
    return Person.objects.one(registering.a_person_in(TinyTown()))


def _in(state: str) -> Choices:
    return lambda asking: [str(a_sheet(asking, state).id)]


def _seen(state: str) -> Choices:
    return lambda asking: [a_sheet(asking, state).version]


# Which state a sheet is in before each step.
STEPS = {"collect": "printed", "lose": "printed", "type": "collected", "settle": "differing"}
PATHS_OF: dict[tuple[str, str], Choices] = {
    (SHEET, "sheet_id"): _in("differing"),
    **{(f"{SHEET}/{step}", "sheet_id"): _in(state) for step, state in STEPS.items()},
    ("/api/v1/sheets/prints/{batch_id}", "batch_id"): lambda asking: [
        str(a_sheet(asking, "printed").printed_with)
    ],
    ("/api/v1/provenance/rates/{kind}/{what}", "kind"): lambda asking: ["person", "household"],
}
BODIES_OF: dict[tuple[str, str], Choices] = {
    **{(f"{SHEET}/{step}", "seen_version"): _seen(state) for step, state in STEPS.items()},
    (f"{SHEET}/collect", "on"): lambda asking: [localdate(a_sheet(asking, "printed").printed_at).isoformat()],
    (f"{SHEET}/type", "values"): lambda asking: [{}, {occupation(a_sheet(asking, "collected")): SAID}],
    (f"{SHEET}/settle", "chosen"): lambda asking: [
        {occupation(a_sheet(asking, "differing")): which} for which in ("first", "second", "neither")
    ],
    ("/api/v1/sheets", "subject"): lambda asking: [str(registering.a_household_in(TinyTown()))],
    ("/api/v1/sheets", "building"): lambda asking: [None],
    ("/api/v1/sheets", "area"): lambda asking: [None],
    ("/api/v1/provenance/decisions", "claims"): lambda asking: [[str(a_claim(asking))]],
    ("/api/v1/registers/{kind}/{row_id}", "seen_version"): lambda asking: [_person().version],
    ("/api/v1/registers/visits", "values"): lambda asking: [{}, {str(_person().id): {"occupation": SAID}}],
    ("/api/v1/registers/enrolments", "values"): lambda asking: [{}],
    ("/api/v1/registers/enrolments", "programme"): lambda asking: ["veteran"],
    ("/api/v1/registers/{kind}/{row_id}/open", "purpose"): lambda asking: ["visit"],
    **{
        (f"/api/v1/registers/{of}", "source"): lambda asking: ["door", "window", "phone"]
        for of in ("{kind}", "{kind}/{row_id}", "enrolments")
    },
}
