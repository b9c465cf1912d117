"""A copied case is a case: whole, found, chained, and due when the rules say so."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from pytest_django import Settings

from gewu.cases import queries
from gewu.cases.models import Case, CaseReporter, CaseText
from gewu.cases.queries.replaying import differences
from gewu.cases.tests.builders import NAME, PHONE, Cast, a_case, a_cast, a_photo
from gewu.kernel import clock, journal, seals
from gewu.kernel.models import Entry
from gewu.simulator.copying import copy_cases

pytestmark = pytest.mark.django_db

HERE = ZoneInfo("Asia/Shanghai")
TUESDAY = datetime(2026, 6, 9, 10, tzinfo=HERE)
STAGES = ("reported", "dispatched", "handling", "closed", "archived")


@pytest.fixture
def cast(settings: Settings, tmp_path: Path) -> Cast:
    # Seals of other tests' days lie in the folder of the run.
    settings.DATA = tmp_path
    return a_cast()


@pytest.fixture
def played(cast: Cast) -> list[UUID]:
    with clock.hold(TUESDAY):
        return [a_case(cast, stage, name=NAME, phone=PHONE, photos=(a_photo(),)).id for stage in STAGES]


def copies_of(cast: Cast, played: list[UUID], *, count: int = 40) -> list[Case]:
    copy_cases(count, locality="tiny", since=date(2026, 3, 2), found=played)
    found = Case.objects.filter(township=cast.town.township).exclude(id__in=played)
    return list(found.order_by("recorded_at"))


def test_there_are_as_many_as_were_asked_for_each_with_its_own_number(cast: Cast, played: list[UUID]) -> None:
    copies = copies_of(cast, played)
    numbers = {case.number for case in Case.objects.filter(township=cast.town.township)}
    assert len(copies) == 40
    assert len(numbers) == 45


def test_every_copy_lies_whole_weeks_before_what_it_is_a_copy_of(cast: Cast, played: list[UUID]) -> None:
    for copy in copies_of(cast, played):
        apart = TUESDAY - copy.recorded_at
        assert apart % timedelta(weeks=1) == timedelta(0)
        assert apart > timedelta(0)
        assert copy.recorded_at.date() >= date(2026, 3, 2)


def test_the_journal_is_whole(cast: Cast, played: list[UUID]) -> None:
    copies_of(cast, played)
    seals.take(everything=True)
    assert journal.verify(townships=[cast.town.township]) == []


def test_an_entry_names_nothing_of_the_first_case(cast: Cast, played: list[UUID]) -> None:
    copies = copies_of(cast, played, count=5)
    theirs = {str(entry.id) for entry in Entry.objects.filter(subject_id__in=played)} | set(map(str, played))
    for entry in Entry.objects.filter(subject_id__in=[copy.id for copy in copies]):
        assert not any(old in str(entry.facts) for old in theirs)


def test_what_people_wrote_left_and_showed_comes_along(cast: Cast, played: list[UUID]) -> None:
    copy = copies_of(cast, played, count=1)[0]
    file = queries.case_file(cast.clerk, copy.id)
    assert CaseText.objects.filter(township=copy.township, case_id=copy.id).exists()
    reporter = CaseReporter.objects.get(township=copy.township, case_id=copy.id)
    assert reporter.phone is not None
    assert reporter.phone.open() == PHONE
    assert file.story[0].photos


def test_open_copies_are_due_when_the_calendar_says_so(cast: Cast, played: list[UUID]) -> None:
    first = Case.objects.one(played[0])
    assert first.stage == "reported"
    for copy in copies_of(cast, played):
        if copy.stage == "reported":
            with clock.hold(copy.recorded_at.astimezone(UTC)):
                again = a_case(cast, "reported")
            assert (copy.due_at, copy.case_due_at) == (again.due_at, again.case_due_at)


def test_what_lies_too_early_cannot_be_moved(cast: Cast, played: list[UUID]) -> None:
    with pytest.raises(ValueError, match="earlier week"):
        copy_cases(1, locality="tiny", since=date(2026, 6, 8), found=played)


def test_a_copy_stands_as_its_journal_says(cast: Cast, played: list[UUID]) -> None:
    copies = copies_of(cast, played)
    assert differences(cast.town.township, [copy.id for copy in copies]) == {}


def test_a_copy_lands_only_in_weeks_that_are_worked_alike(cast: Cast) -> None:
    # 2026-05-01 to 05 are a holiday: over it a deadline would lie elsewhere.
    with clock.hold(datetime(2026, 5, 19, 10, tzinfo=HERE)):
        case = a_case(cast, "archived")
    days = {copy.recorded_at.astimezone(HERE).date() for copy in copies_of(cast, [case.id], count=60)}
    assert date(2026, 4, 28) not in days
    assert date(2026, 4, 14) in days
