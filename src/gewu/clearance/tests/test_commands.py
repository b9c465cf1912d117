"""Ledgers from the journal: counted, signed, frozen, corrected; the sandbox left out."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from gewu.cases.commands import Merging, merge, place_case, unmerge
from gewu.cases.tests.builders import Cast, a_case, a_cast, again, bend, move_on
from gewu.clearance import commands, queries
from gewu.clearance.commands import Signing, digest_of, take_in
from gewu.clearance.models import CaseStay, Correction, Ledger
from gewu.clearance.rules import Period
from gewu.kernel import clock, journal
from gewu.kernel.access import Actor
from gewu.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, RuleBroken
from gewu.kernel.sandbox import sandbox_of
from gewu.places.testing import TOWNSHIP

pytestmark = pytest.mark.django_db
MONDAY, NEXT = date(2026, 3, 2), date(2026, 3, 3)
MORNING = datetime(2026, 3, 2, 1, tzinfo=UTC)
NIGHT = MORNING + timedelta(days=1)


@pytest.fixture
def cast(db: None) -> Iterator[Cast]:
    with clock.hold(MORNING):
        yield a_cast()


def a_sheet(actor: Actor, area: UUID, first: date = MONDAY, period: Period = Period.DAY) -> queries.Sheet:
    take_in(TOWNSHIP)
    return queries.sheet(actor, area, period, first)


def signed(actor: Actor, area: UUID, reasons: dict[UUID, str] | None = None, first: date = MONDAY) -> Ledger:
    signing = Signing(area, Period.DAY, first, reasons or {})
    return Ledger.objects.one(commands.sign(signing=signing, actor=actor))


def wanted_of_monday(actor: Actor) -> set[tuple[UUID, bool]]:
    wanted = queries.unsigned(actor)
    return {(one.place.id, one.mine) for one in wanted if (one.period, one.first) == (Period.DAY, MONDAY)}


def test_a_day_is_counted_from_the_journal(cast: Cast) -> None:
    a_case(cast, "closed")
    a_case(cast, "filed")
    with clock.hold(NIGHT):
        found = a_sheet(cast.gridlead, cast.town.grid_a)
    figures = found.figures
    assert (figures.opened, figures.closed, figures.carried, figures.before) == (2, 1, 1, 0)
    assert figures.balances
    assert figures.solved == {"township": 1}
    with clock.hold(NIGHT):
        next_day = a_sheet(cast.gridlead, cast.town.grid_a, NEXT)
    assert next_day.figures.before == 1


def test_what_became_part_of_an_earlier_case_is_carried_once(cast: Cast) -> None:
    lead, later = a_case(cast, "filed"), a_case(cast, "filed")
    merging = Merging(lead.id, "duplicate")
    merge(case_id=later.id, merging=merging, seen_version=later.version, actor=cast.clerk)
    with clock.hold(NIGHT):
        joined = a_sheet(cast.gridlead, cast.town.grid_a).figures
    assert (joined.opened, joined.closed, joined.carried) == (2, 1, 1)
    assert joined.balances
    with clock.hold(NIGHT):
        unmerge(case_id=later.id, seen_version=again(later.id).version, actor=cast.clerk)
    with clock.hold(NIGHT + timedelta(days=1)):
        parted = a_sheet(cast.gridlead, cast.town.grid_a, NEXT).figures
    assert (parted.before, parted.opened, parted.carried) == (1, 1, 2)
    assert parted.balances


def test_it_is_the_journal_that_counts_and_not_the_present_columns(cast: Cast) -> None:
    case = a_case(cast, "filed")
    bend(case, closed_at=clock.now(), awaits="", stage="closed")
    with clock.hold(NIGHT):
        assert a_sheet(cast.gridlead, cast.town.grid_a).figures.carried == 1


def test_taking_in_again_gives_the_same_rows(cast: Cast) -> None:
    case = a_case(cast, "handled")
    take_in(TOWNSHIP)
    columns = ("case_id", "number", "since", "until", "begins", "ends", "place", "due", "level")
    rows = list(CaseStay.objects.filter(township=TOWNSHIP).order_by("number").values_list(*columns))
    take_in(TOWNSHIP)
    again = CaseStay.objects.filter(township=TOWNSHIP).order_by("number").values_list(*columns)
    assert list(again) == rows
    move_on(case, "check", cast.checker)
    move_on(case, "close", cast.clerk, standard="mended", reply="桶盖换好了，谢谢您")
    take_in(TOWNSHIP)
    last = CaseStay.objects.filter(township=TOWNSHIP, case_id=case.id).order_by("-number").first()
    assert last is not None
    assert last.ends == "closed"


def test_a_case_given_to_another_grid_leaves_one_ledger_and_enters_the_other(cast: Cast) -> None:
    case = a_case(cast)
    place_case(case_id=case.id, area=cast.town.b1, seen_version=1, actor=cast.clerk)
    with clock.hold(NIGHT):
        mine = a_sheet(cast.supervisor, cast.town.grid_a).figures
        theirs = a_sheet(cast.supervisor, cast.town.grid_b).figures
        town = a_sheet(cast.supervisor, cast.town.street).figures
    assert (mine.opened, mine.given_away, mine.carried) == (1, 1, 0)
    assert (theirs.taken_in, theirs.carried) == (1, 1)
    assert (town.opened, town.taken_in, town.given_away, town.carried) == (1, 0, 0, 1)


def test_signing_freezes_and_recounting_gives_the_same(cast: Cast) -> None:
    case = a_case(cast, "filed")
    with clock.hold(NIGHT):
        row = signed(cast.gridlead, cast.town.grid_a)
        move_on(case, "dispatch", cast.dispatcher, organisation=str(cast.office))
        found = a_sheet(cast.gridlead, cast.town.grid_a)
        recounted = queries.count(found.place, Period.DAY, MONDAY)
    assert row.figures == queries.written_figures(recounted.figures)
    assert row.digest == digest_of(row)
    assert [one.reason for one in found.carried] == ["not_due"]
    assert [entry.kind for entry in journal.entries_of(row.id)] == ["clearance.signed"]
    assert not list(journal.verify(townships=[TOWNSHIP]))


def test_a_late_case_needs_a_reason_before_the_ledger_is_signed(cast: Cast) -> None:
    case = a_case(cast, "filed")
    late = MORNING + timedelta(days=31)
    day = (late - timedelta(days=1)).date()
    with clock.hold(late):
        with pytest.raises(Invalid) as refused:
            signed(cast.gridlead, cast.town.grid_a, first=day)
        assert refused.value.fields.keys() == {f"reason-{case.id}"}
        row = signed(cast.gridlead, cast.town.grid_a, {case.id: "parts"}, first=day)
    assert [one["reason"] for one in row.carried] == ["parts"]
    assert row.figures["late"] == 1


def test_nobody_signs_twice_too_early_or_for_another(cast: Cast) -> None:
    with pytest.raises(RuleBroken):
        signed(cast.gridlead, cast.town.grid_a)
    with clock.hold(NIGHT):
        for stranger in (cast.chief, cast.gridworker, cast.supervisor):
            with pytest.raises((NotAllowed, NotFound)):
                signed(stranger, cast.town.grid_a)
        with pytest.raises(NotFound):
            signed(cast.other_chief, cast.town.grid_a)
        signed(cast.gridlead, cast.town.grid_a)
        with pytest.raises(Conflict):
            signed(cast.gridlead, cast.town.grid_a)
        with pytest.raises(Invalid):
            queries.sheet(cast.gridlead, cast.town.grid_a, Period.WEEK, NEXT)


def test_the_level_above_sees_what_is_not_signed(cast: Cast) -> None:
    with clock.hold(NIGHT):
        days = [
            one for one in queries.unsigned(cast.chief) if one.period == Period.DAY and one.first == MONDAY
        ]
        assert {(one.place.id, one.mine) for one in days} == {
            (cast.town.north, True),
            (cast.town.grid_a, False),
        }
        signed(cast.gridlead, cast.town.grid_a)
        days = [
            one for one in queries.unsigned(cast.chief) if one.period == Period.DAY and one.first == MONDAY
        ]
        assert [one.place.id for one in days] == [cast.town.north]
        assert {one.place.id for one in queries.unsigned(cast.supervisor)} >= {
            cast.town.north,
            cast.town.south,
        }


def test_a_correction_is_a_new_entry_and_the_ledger_stays(cast: Cast) -> None:
    a_case(cast)
    with clock.hold(NIGHT):
        row = signed(cast.gridlead, cast.town.grid_a)
        commands.correct(
            ledger=row.id, figure="opened", should_be=2, why="一件报在隔壁网格", actor=cast.gridlead
        )
        found = a_sheet(cast.gridlead, cast.town.grid_a)
    assert found.figures.opened == 1
    assert [(one.row.was, one.row.should_be) for one in found.corrections] == [(1, 2)]
    assert Ledger.objects.one(row.id).digest == row.digest
    kinds = [entry.kind for entry in journal.entries_of(row.id)]
    assert kinds == ["clearance.signed", "clearance.corrected"]
    with pytest.raises(NotAllowed):
        commands.correct(ledger=row.id, figure="opened", should_be=2, why="x", actor=cast.supervisor)
    with pytest.raises(Invalid):
        commands.correct(ledger=row.id, figure="opened", should_be=2, why=" ", actor=cast.gridlead)
    assert Correction.objects.filter(township=TOWNSHIP).count() == 1


def test_what_programs_try_out_in_the_sandbox_is_in_no_ledger(cast: Cast) -> None:
    a_case(cast, taken_by=sandbox_of(TOWNSHIP))
    with clock.hold(NIGHT):
        assert a_sheet(cast.supervisor, cast.town.street).figures.opened == 0


def test_of_a_sealed_case_the_ledger_says_no_number(cast: Cast) -> None:
    case = a_case(cast)
    bend(case, access_class=3)
    with clock.hold(NIGHT):
        found = a_sheet(cast.gridlead, cast.town.grid_a)
        assert [(one.number, one.seen) for one in found.carried] == [("", False)]
        assert signed(cast.gridlead, cast.town.grid_a).carried[0]["number"] == ""
