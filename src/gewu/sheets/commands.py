"""What happens to a sheet: printed, collected, typed, typed blind by another, looked at again, lost."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate, make_aware
from django.utils.translation import gettext as _

from gewu.kernel import clock, journal, numbers, receipts
from gewu.kernel.access import Actor
from gewu.kernel.canonical import JsonValue
from gewu.kernel.errors import Conflict, Invalid, NotAllowed, RuleBroken
from gewu.kernel.ids import new_id
from gewu.kernel.models import nothing_here
from gewu.kernel.secrets import Sealed
from gewu.places import queries as places
from gewu.registers import commands as registers
from gewu.registers.answers import checked
from gewu.registers.queries import file_of, rows
from gewu.registers.queries.files import RegisterFile
from gewu.registers.sources import Origin, Source
from gewu.sheets import queries
from gewu.sheets.models import Sheet
from gewu.sheets.rules import MOST, WHEN, differing, settled

ROLES = frozenset({"gridworker", "chief", "clerk"})


@transaction.atomic
def print_sheets(
    *,
    actor: Actor,
    subject: UUID | None = None,
    building: UUID | None = None,
    area: UUID | None = None,
    receipt: str | None = None,
) -> UUID:
    """A sheet for one door, or for each of a house or a grid; by what they were printed with, one id.

    `subject` is a household, a dwelling or an establishment. Of a house or a grid each household gets one,
    each dwelling without one, and each establishment. NotFound where the actor sees nothing of it; RuleBroken
    for more than a hundred at once.
    """
    require_role(actor)
    which = [subject, building, area]
    answer = receipts.once(
        actor=actor,
        key=receipt,
        request=["sheets.print", *(str(one) for one in which)],
        do=lambda: str(_printed(queries.doors(actor, subject=subject, building=building, area=area), actor)),
    )
    return UUID(str(answer))


@transaction.atomic
def collect(identifier: UUID, *, on: date, actor: Actor, seen: int) -> None:
    """It came back: on which day it was filled in."""
    row = _locked(identifier, actor, seen, "collect")
    if not localdate(row.printed_at) <= on <= localdate(clock.now()):
        message = _("It was filled in between the day it was printed and today.")
        raise Invalid(message, fields={"on": message})
    row.collected_on = on
    _go(row, "collected")
    journal.record("sheet.collected", subject=row, actor=actor, write=[*_MOVED, "collected_on"], on=str(on))


@transaction.atomic
def lose(identifier: UUID, *, actor: Actor, seen: int) -> None:
    """It is lost. What was typed from it is wiped, and it takes no values any more."""
    row = _locked(identifier, actor, seen, "lose")
    row.first = row.second = None
    _go(row, "lost")
    journal.record("sheet.lost", subject=row, actor=actor, write=[*_MOVED, "first", "second"])


@transaction.atomic
def type_in(identifier: UUID, *, values: Mapping[str, object], actor: Actor, seen: int) -> str:
    """Type the sheet, by line; the second time somebody else does it blind. The state it is in then.

    Where both agree, the registers get it; where they differ, it waits for a third look.
    """
    row = _locked(identifier, actor, seen, "type")
    if row.state == "typed" and actor.user == row.first_by:
        raise NotAllowed(_("Somebody else types this sheet the second time."))
    given = _checked(row, values)
    return _typed_first(row, given, actor) if row.state == "collected" else _typed_again(row, given, actor)


@transaction.atomic
def settle(identifier: UUID, *, chosen: Mapping[str, str], actor: Actor, seen: int) -> None:
    """A third look: for each line that differs the first, the second or neither. Not by who typed it."""
    row = _locked(identifier, actor, seen, "settle")
    if actor.user in {row.first_by, row.second_by}:
        raise NotAllowed(_("Somebody who typed this sheet neither time decides."))
    first, second = typed(row.first), typed(row.second)
    open_ = differing(first, second)
    missing = {f"l{one}": _("Choose one.") for one in open_ if chosen.get(one) not in WHICH}
    if missing:
        raise Invalid(_("Some lines are not decided."), fields=missing)
    _finish(row, settled(first, second, {one: chosen[one] for one in open_}), actor)


WHICH = ("first", "second", "neither")
_MOVED = ("state", "version", "changed_at")


def typed(sealed: Sealed | None) -> dict[str, object]:
    """What was typed, by line."""
    found: dict[str, object] = json.loads(sealed.open()) if sealed else {}
    return found


def _printed(found: Sequence[tuple[str, UUID]], actor: Actor) -> UUID:
    if len(found) > MOST:
        raise RuleBroken(_("These are more than 100 sheets. Print house by house."))
    files = [file_of(actor, kind, one) for kind, one in found]
    if any(not file.may_write for file in files):
        raise NotAllowed(_("Your post does not write into the registers of this place."))
    batch = new_id(files[0].township)
    for file in files:
        _one(file, batch, actor)
    return batch


def _one(file: RegisterFile, batch: UUID, actor: Actor) -> None:
    locality, now = places.locality_of(file.township), clock.now()
    row = Sheet(
        id=new_id(file.township),
        township=file.township,
        number=numbers.draw(
            file.township, letters=locality.letters if locality else "ZZ", day=localdate(now)
        ),
        subject_kind=file.kind,
        subject=file.id,
        printed_with=batch,
        state="printed",
        lines=list(_lines(file)),
        printed_at=now,
        printed_by=actor.user,
        changed_at=now,
    )
    for kind, one in _rows_of(file):
        registers.note_look(kind, rows(kind, actor).get(id=one), actor)
    journal.record(
        "sheet.printed", subject=row, actor=actor, about=[file.kind, str(file.id)], batch=str(batch)
    )


def _rows_of(file: RegisterFile) -> list[tuple[str, UUID]]:
    """Whom and what a sheet asks about: of a household everybody who lives in it, too."""
    people = file.members if file.kind == "household" else ()
    return [(file.kind, file.id), *(("person", one.person.id) for one in people)]


def _lines(file: RegisterFile) -> Iterator[list[str]]:
    for kind, subject in _rows_of(file):
        yield from ([kind, str(subject), one.key] for one in queries.asked_of(kind, file.township))


def require_role(actor: Actor) -> None:
    """NotAllowed for who has no paper in hand."""
    if actor.roles.isdisjoint(ROLES):
        raise NotAllowed(_("Your post has no part in paper sheets."))


def _locked(identifier: UUID, actor: Actor, seen: int, step: str) -> Sheet:
    require_role(actor)
    row: Sheet | None = (
        Sheet.objects.visible_to(actor).by_id(identifier).select_for_update(of=("self",)).first()
    )
    if row is None:
        raise nothing_here()
    if row.state == "lost":
        raise RuleBroken(_("This sheet is lost: it takes no values."))
    if row.version != seen or row.state not in WHEN[step]:
        raise Conflict(_("Somebody else had this sheet in hand since you opened it. Please look again."))
    return row


def _go(row: Sheet, state: str) -> None:
    row.state, row.changed_at = state, clock.now()
    row.version += 1


def _checked(row: Sheet, values: Mapping[str, object]) -> dict[str, JsonValue]:
    """What was typed, brought to the form in which it is kept; Invalid names every bad line as `l3`."""
    told: dict[str, JsonValue] = {}
    wrong: dict[str, str] = {}
    for (kind, _subject), lines in _by_subject(row).items():
        fields = [queries.field_of(kind, key) for key in lines]
        try:
            answers = checked(fields, {key: values[line] for key, line in lines.items() if line in values})
        except Invalid as refused:
            wrong |= {f"l{lines[key]}": message for key, message in refused.fields.items() if key in lines}
            continue
        told |= {lines[key]: value for key, value in answers.items()}
    if wrong:
        raise Invalid(_("Some answers cannot be taken as they stand."), fields=wrong)
    return told


def _by_subject(row: Sheet) -> dict[tuple[str, UUID], dict[str, str]]:
    """For each row the sheet is about, its lines by the key of the field."""
    found: dict[tuple[str, UUID], dict[str, str]] = {}
    for order, (kind, subject, key) in enumerate(row.lines):
        found.setdefault((kind, UUID(subject)), {})[key] = str(order)
    return found


def _typed_first(row: Sheet, given: Mapping[str, JsonValue], actor: Actor) -> str:
    row.first, row.first_by = json.dumps(given, ensure_ascii=False), actor.user
    _go(row, "typed")
    columns = [*_MOVED, "first", "first_by"]
    journal.record("sheet.typed", subject=row, actor=actor, write=columns, answers=len(given))
    return row.state


def _typed_again(row: Sheet, given: Mapping[str, JsonValue], actor: Actor) -> str:
    row.second_by = actor.user
    unlike = differing(typed(row.first), given)
    if not unlike:
        _finish(row, given, actor)
        return row.state
    row.second = json.dumps(given, ensure_ascii=False)
    _go(row, "differing")
    columns = [*_MOVED, "second", "second_by"]
    journal.record("sheet.differs", subject=row, actor=actor, write=columns, answers=len(unlike))
    return row.state


def _finish(row: Sheet, answers: Mapping[str, object], actor: Actor) -> None:
    """The registers get what the paper says, as of the day it was filled in."""
    origin = Origin(Source.PAPER, at=_filled_in(row), sheet=row.id)
    told = []
    for (kind, subject), lines in _by_subject(row).items():
        given = {key: answers[line] for key, line in lines.items() if line in answers}
        if given:
            told.append(
                registers.record(
                    kind, township=row.township, values=given, origin=origin, actor=actor, subject=subject
                )
            )
    row.first = row.second = None
    row.checked_by = actor.user
    _go(row, "checked")
    journal.record(
        "sheet.checked",
        subject=row,
        actor=actor,
        write=[*_MOVED, "first", "second", "second_by", "checked_by"],
        taken=sum(len(one.taken) for one in told),
        confirmed=sum(len(one.confirmed) for one in told),
        claims=sum(len(one.claims) for one in told),
    )


def _filled_in(row: Sheet) -> datetime:
    day = row.collected_on or localdate(clock.now())
    return min(make_aware(datetime.combine(day, time(12))), clock.now())
