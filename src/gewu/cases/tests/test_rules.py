"""Who may do what, and how a case stands afterwards: on plain values, without a database."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from gewu.cases import rules
from gewu.cases.guards import NAMES, Facts
from gewu.cases.standing import AFTERWARDS, EFFECTS, Deed, Standing, after, awaited, opened
from gewu.catalogue import reading
from gewu.catalogue.definition import CaseType
from gewu.catalogue.effects import Effect
from gewu.catalogue.rules import resolve
from gewu.deadlines.testing import PLAIN_WEEKS
from gewu.kernel.errors import Invalid, NotAllowed

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
BIN = "010305"
OFFICE, OTHER, WORKER, CHECKER = (uuid4() for _ in range(4))


def event() -> CaseType:
    newest = reading.shipped().newest("event")
    assert newest is not None
    return resolve(newest, reading.shipped().categories)


EVENT = event()


def a_standing(stage: str, **changes: Any) -> Standing:
    fresh = opened(EVENT, category=BIN, moment=NINE, calendar=PLAIN_WEEKS)
    return replace(fresh, stage=stage, **changes)


def asks(
    standing: Standing, *roles: str, user: UUID = WORKER, offices: frozenset[UUID] = frozenset()
) -> Facts:
    return Facts(standing, frozenset(roles), date(2026, 3, 2), user, offices)


def made(standing: Standing, name: str, facts: Facts, **data: Any) -> Standing:
    move = rules.next_move(EVENT, name=name, facts=facts, data=data)
    deed = Deed(move, facts.user, facts.offices, NINE, data)
    return after(EVENT, standing=standing, deed=deed, calendar=PLAIN_WEEKS)


def test_every_effect_and_guard_of_the_definitions_is_known() -> None:
    assert EFFECTS.keys() == set(Effect)
    assert {guard for move in EVENT.moves for guard in move.guards} <= NAMES


@pytest.mark.parametrize(
    ("stage", "awaits"),
    [
        ("reported", "file"),
        ("verifying", "verify"),
        ("filed", "dispatch"),
        ("returned", "dispatch"),
        ("coordinating", "coordinate"),
        ("dispatched", "accept"),
        ("handling", "handle"),
        ("sent_back", "handle"),
        ("handled", "check"),
        ("checked", "close"),
        ("closed", "rate"),
        ("rated", "archive"),
        ("archived", ""),
        ("refused", ""),
    ],
)
def test_a_stage_waits_for_what_its_moves_do(stage: str, awaits: str) -> None:
    assert awaited(EVENT, stage) == awaits


def test_all_wrong_answers_are_named_at_once() -> None:
    standing = a_standing("filed")
    with pytest.raises(Invalid) as refusal:
        rules.next_move(
            EVENT,
            name="wait",
            facts=asks(standing, "dispatcher"),
            data={"reason": "x", "review_on": "soon", "colour": "red"},
        )
    assert refusal.value.fields.keys() == {"reason", "reply", "review_on", "colour"}


def test_the_moves_on_offer_are_those_that_would_not_be_refused() -> None:
    offered = a_standing("dispatched", offered_org=OFFICE)
    theirs = rules.moves_open_to(EVENT, asks(offered, "handler", offices=frozenset({OFFICE})))
    others = rules.moves_open_to(EVENT, asks(offered, "handler", offices=frozenset({OTHER})))
    assert [move.name for move in theirs] == ["accept", "return", "ask_help", "wait"]
    assert [move.name for move in others] == ["wait"]


def test_a_handler_of_long_ago_does_not_check() -> None:
    handled = a_standing("handled", handlers=(CHECKER, WORKER))
    with pytest.raises(NotAllowed):
        rules.next_move(EVENT, name="check", facts=asks(handled, "checker", user=CHECKER), data={})
    assert made(handled, "check", asks(handled, "checker", user=uuid4())).stage == "checked"


def test_the_first_receiver_stays_responsible_until_the_next_accepts() -> None:
    held = a_standing("handling", holder_org=OFFICE, holder_user=WORKER)
    given = made(held, "reassign", asks(held, "dispatcher"), organisation=str(OTHER), reason="归他们")
    assert (given.holder_org, given.offered_org) == (OFFICE, OTHER)
    taken = made(given, "accept", asks(given, "handler", user=CHECKER, offices=frozenset({OTHER})))
    assert (taken.holder_org, taken.holder_user, taken.offered_org) == (OTHER, CHECKER, None)


def test_closing_ends_the_clock_and_what_follows_is_not_late() -> None:
    checked = a_standing("checked", holder_org=OFFICE, holder_user=WORKER)
    closed = made(checked, "close", asks(checked, "clerk"), standard="mended")
    assert (closed.closed_at, closed.returns) == (NINE, 0)
    assert closed.due_at == NINE + timedelta(days=AFTERWARDS.amount)


def test_a_waiting_case_is_due_at_the_end_of_its_review_day() -> None:
    filed = a_standing("filed")
    waiting = made(
        filed,
        "wait",
        asks(filed, "dispatcher"),
        reason="等材料",
        reply="材料到了就办",
        review_on="2026-03-05",
    )
    assert (waiting.awaits, waiting.stage) == ("review", "filed")
    assert waiting.due_at is not None
    assert waiting.due_at.date() == date(2026, 3, 5)


def test_changing_the_category_changes_the_standards_to_choose_from() -> None:
    reported = a_standing("reported")
    lamp = made(reported, "recategorise", asks(reported, "clerk"), category="010137")
    assert (lamp.category, lamp.stage, lamp.due_at) == ("010137", "reported", reported.due_at)
    assert made(lamp, "file", asks(lamp, "clerk"), standard="dark").stage == "filed"


@pytest.mark.parametrize("claimed", [NINE, NINE + timedelta(minutes=1), NINE - timedelta(days=13)])
def test_a_claimed_moment_is_believed_within_reason(claimed: datetime) -> None:
    rules.require_plausible(claimed, now=NINE, not_before=None)


@pytest.mark.parametrize(
    "claimed", [NINE + timedelta(minutes=5), NINE - timedelta(days=15), NINE.replace(tzinfo=None)]
)
def test_a_claimed_moment_that_cannot_be_is_refused(claimed: datetime) -> None:
    with pytest.raises(Invalid) as refusal:
        rules.require_plausible(claimed, now=NINE, not_before=None)
    assert refusal.value.fields.keys() == {"happened_at"}
