"""Every write of data health: figures of reports, what becomes of findings, looks, and switches."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from gewu.checkups.definition import checks
from gewu.checkups.keeping import Kept, keep
from gewu.checkups.looking import active, look, look_at_figures
from gewu.checkups.models import (
    SETTLING,
    STATING,
    SWITCHING,
    Finding,
    Run,
    RunState,
    Statement,
    Switch,
    Words,
)
from gewu.checkups.published import Published, items
from gewu.checkups.queries import can_mend
from gewu.checkups.rules import State, Step, next_state
from gewu.kernel import clock, journal, receipts, text
from gewu.kernel.access import SYSTEM, Actor
from gewu.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, RuleBroken
from gewu.kernel.ids import new_id
from gewu.kernel.jobs import job

LONGEST, LONGEST_TEXT = 500, 300
MOST_DIGITS = Decimal(10) ** 14
TOLD = {
    Step.ACCEPT: "checkup.accepted",
    Step.WRONG_ALARM: "checkup.wrong_alarm",
    Step.REOPEN: "checkup.reopened",
}


@dataclass(frozen=True, slots=True)
class Told:
    """A figure as somebody writes it down: `value` and `listed` as they were typed."""

    item: str
    place: str
    period: str
    value: str
    text: str
    source: str = ""
    listed: str = ""


@transaction.atomic
def take_in(report: Published, *, township: int) -> int:
    """Keep what a place published, as an example; how many figures are new here."""
    there = set(
        Statement.objects.filter(township=township, place=report.place, period=report.period).values_list(
            "item", "mark"
        )
    )
    new = 0
    for at, one in enumerate(report.figures):
        if (one.item, str(at)) in there:
            continue
        row = _statement(township, report.place, report.period, one.item, str(at))
        row.value, row.unit, row.text = one.value, one.unit or items()[one.item].unit, one.text
        row.listed, row.source = list(one.listed), report.source
        journal.record("checkup.stated", subject=row, actor=SYSTEM, **_of(row))
        new += 1
    return new


def state_figure(*, told: Told, actor: Actor, receipt: str | None = None) -> UUID:
    """Write down a figure of a report; everything is looked at anew."""

    def do() -> str:
        return str(_state(told, actor).id)

    request = {name: getattr(told, name) for name in told.__slots__}
    return UUID(str(receipts.once(actor=actor, key=receipt, request=request, do=do)))


@transaction.atomic
def correct_figure(*, statement: UUID, value: str, said: str, listed: str, why: str, actor: Actor) -> None:
    """Mend a figure of a report, saying why; findings that it made go by themselves."""
    row = _mine(statement, actor)
    number, sentence = _number(value), text.clean_required(said, field="text", limit=LONGEST_TEXT)
    reason = text.clean_required(why, field="why", limit=LONGEST)
    row.value, row.text, row.listed = number, sentence, _names(listed)
    facts: dict[str, Any] = {"words": {"why": journal.say(Words, row, "why", reason, actor)}}
    columns = ("value", "text", "listed")
    journal.record("checkup.corrected", subject=row, actor=actor, write=columns, **_of(row), **facts)
    look_at_figures(row.township)


@transaction.atomic
def withdraw_figure(*, statement: UUID, why: str, actor: Actor) -> None:
    """Take a figure back, saying why."""
    row = _mine(statement, actor)
    reason = text.clean_required(why, field="why", limit=LONGEST)
    row.withdrawn_at = clock.now()
    facts: dict[str, Any] = {"words": {"why": journal.say(Words, row, "why", reason, actor)}}
    journal.record("checkup.withdrawn", subject=row, actor=actor, write=("withdrawn_at",), **facts)
    look_at_figures(row.township)


@transaction.atomic
def settle(*, finding: UUID, step: Step, words: str, seen_state: str, actor: Actor) -> None:
    """Accept what is found with a reason, call it a wrong alarm, or take it up again."""
    row = Finding.objects.visible_to(actor).select_for_update().one(finding)
    if actor.roles.isdisjoint(SETTLING):
        raise NotAllowed(_("Setting a finding aside is for those who answer for the data."))
    if row.state != seen_state:
        raise Conflict(_("Somebody else was faster: it stands elsewhere by now."), state=row.state)
    state = next_state(row.state, step)
    if state is None:
        raise RuleBroken(_("This step cannot be taken now."), state=row.state)
    said = text.clean_required(words, field="words", limit=LONGEST)
    aside = state != State.OPEN
    row.state = state
    row.closed_at, row.closed_by = (clock.now(), actor.user) if aside else (None, None)
    facts: dict[str, Any] = {
        "check": row.check_key,
        "words": {step: journal.say(Words, row, step, said, actor)},
    }
    columns = ("state", "closed_at", "closed_by")
    journal.record(TOLD[step], subject=row, actor=actor, write=columns, **facts)


@transaction.atomic
def give(*, finding: UUID, to: UUID | None, actor: Actor) -> None:
    """Give a finding to somebody who can mend it, take it oneself, or take it back (nobody)."""
    row = Finding.objects.visible_to(actor).select_for_update().one(finding)
    if row.state != State.OPEN:
        raise RuleBroken(_("This step cannot be taken now."), state=row.state)
    own = actor.user is not None and actor.user in {to, row.given_to} and (to is None or to == actor.user)
    if not own and actor.roles.isdisjoint(SETTLING):
        raise NotAllowed(_("You may take it yourself; others are asked by those who answer for the data."))
    if to is not None and to != actor.user and to not in can_mend(row):
        raise _not_an_answer("to")
    row.given_to, row.given_at = to, clock.now() if to else None
    facts: dict[str, Any] = {"check": row.check_key, "to": str(to or "")}
    journal.record("checkup.given", subject=row, actor=actor, write=("given_to", "given_at"), **facts)


@transaction.atomic
def switch(*, township: int, check_key: str, on: bool, why: str, actor: Actor) -> None:
    """Switch a check on or off for a place. What it found goes when it is off, and comes when it is on."""
    if not any(
        post.role in SWITCHING and post.scope.low <= township <= post.scope.high for post in actor.posts
    ):
        raise NotAllowed(_("Checks are switched by the administrators of the place."))
    if check_key not in checks():
        raise NotFound(_("There is nothing here, or it is not yours to see."))
    reason = text.clean_required(why, field="why", limit=LONGEST)
    row = Switch.objects.select_for_update().filter(township=township, check_key=check_key).first()
    fresh = row or Switch(id=new_id(township), township=township, check_key=check_key)
    fresh.on, fresh.switched_by, fresh.switched_at = on, actor.user, clock.now()
    facts: dict[str, Any] = {
        "check": check_key,
        "on": on,
        "words": {"why": journal.say(Words, fresh, "why", reason, actor)},
    }
    columns = ("on", "switched_by", "switched_at") if row else ()
    journal.record("checkup.switched", subject=fresh, actor=actor, write=columns, **facts)
    look_through.defer(township=township)


@transaction.atomic
def ask_look(*, township: int, actor: Actor) -> UUID:
    """Have everything looked through; the page of the run says how far it is. One at a time."""
    if not actor.at_home_in(township):
        raise NotFound(_("There is nothing here, or it is not yours to see."))
    waiting = Run.objects.filter(township=township).exclude(state=RunState.DONE).order_by("-asked_at").first()
    if waiting:
        return waiting.id
    run = Run.objects.create(
        id=new_id(township),
        township=township,
        asked_by=actor.user,
        asked_at=clock.now(),
        of=len(active(township)),
    )
    work_off.defer(run=run.id, lock=run.id)
    return run.id


@job("checkups.work_off")
def work_off(run: UUID) -> None:
    """Look through a place check by check, saying how far it is. Done again after an interruption."""
    row = Run.objects.one(run)
    if row.state == RunState.DONE:
        return
    _write(row, state=RunState.RUNNING, done=0, found=0, mended=0)

    def after(kept: Kept) -> None:
        _write(row, done=row.done + 1, found=row.found + kept.found, mended=row.mended + kept.mended)

    look(row.township, after=after)
    # What is switched off since it was counted: nothing is left over.
    _clear(row.township)
    _write(row, state=RunState.DONE, finished_at=clock.now())


@job("checkups.look_through")
def look_through(township: int) -> None:
    """Look through a place without anybody waiting for it: after an import, at night, after a switch."""
    look(township)
    _clear(township)


def _clear(township: int) -> None:
    """Findings of checks that are off or no more: nobody has to mend them."""
    on = {one.key for one in active(township)}
    left = Finding.objects.filter(township=township).exclude(check_key__in=on).exclude(state=State.MENDED)
    for key in sorted(set(left.values_list("check_key", flat=True))):
        keep(township, key, ())


def _state(told: Told, actor: Actor) -> Statement:
    if actor.roles.isdisjoint(STATING) or not actor.posts:
        raise NotAllowed(_("Figures of reports are kept by the office of the place."))
    if told.item not in items():
        raise _not_an_answer("item")
    township = next(post.scope.low for post in actor.posts if post.role in STATING)
    place = text.clean_required(told.place, field="place", limit=40, lines=False)
    period = text.clean_required(told.period, field="period", limit=20, lines=False)
    row = _statement(township, place, period, told.item, new_id(township).hex[-12:])
    row.value, row.unit = _number(told.value), items()[told.item].unit
    row.text = text.clean_required(told.text, field="text", limit=LONGEST_TEXT)
    row.source = text.clean(told.source, field="source", limit=120, lines=False)
    row.listed, row.stated_by = _names(told.listed), actor.user
    journal.record("checkup.stated", subject=row, actor=actor, **_of(row))
    look_at_figures(township)
    return row


def _statement(township: int, place: str, period: str, item: str, mark: str) -> Statement:
    identifier = new_id(township)
    return Statement(
        id=identifier,
        township=township,
        place=place,
        period=period,
        item=item,
        mark=mark,
        stated_at=clock.now(),
    )


def _mine(statement: UUID, actor: Actor) -> Statement:
    row = Statement.objects.visible_to(actor).select_for_update().one(statement)
    if actor.roles.isdisjoint(STATING):
        raise NotAllowed(_("Figures of reports are kept by the office of the place."))
    if row.withdrawn_at:
        raise RuleBroken(_("This figure has been taken back."))
    return row


def _of(row: Statement) -> Mapping[str, Any]:
    return {"item": row.item}


def _number(typed: str) -> Decimal | None:
    plain = typed.strip().replace(",", "").replace("，", "").removesuffix("%")
    if not plain:
        return None
    try:
        value = Decimal(plain)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or abs(value) >= MOST_DIGITS:
        message = _("This is not a number.")
        raise Invalid(message, fields={"value": message})
    return value


def _names(typed: str) -> list[str]:
    plain = text.clean(typed, field="listed", limit=2000)
    return [line.strip() for line in plain.splitlines() if line.strip()]


def _write(row: Run, **values: object) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.write(*values)


def _not_an_answer(field: str) -> Invalid:
    message = _("Choose one of the given answers.")
    return Invalid(message, fields={field: message})
