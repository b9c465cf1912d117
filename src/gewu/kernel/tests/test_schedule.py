from datetime import UTC, datetime, time, timedelta
from uuid import UUID

import pytest
from procrastinate.contrib.django import app
from pytest_django import Settings

from gewu.kernel import jobs
from gewu.kernel.jobs.worker import _register_schedule
from gewu.kernel.tests.parcels import a_parcel

DAWN = datetime(2026, 3, 2, 0, tzinfo=UTC)
done: list[UUID | int] = []


@jobs.job("parcels.count_all")
def count_all() -> None:
    done.append(1)


@jobs.job("parcels.look_at")
def look_at(parcel: UUID, shelf: int) -> None:
    done.extend([parcel, shelf])


SCHEDULE = (
    jobs.daily(count_all, at=time(0, 10)),
    jobs.hourly(count_all, minute=5),
    jobs.every(count_all, minutes=30),
)


@pytest.fixture(autouse=True)
def _scheduled(settings: Settings) -> None:
    settings.SCHEDULE = "gewu.kernel.tests.test_schedule.SCHEDULE"
    done.clear()


def test_times_of_day_are_local_and_crons_are_in_utc() -> None:
    assert [item.cron for item in SCHEDULE] == ["10 16 * * *", "5 * * * *", "*/30 * * * *"]


def test_a_simulation_learns_in_order_what_the_clock_brings() -> None:
    told = [
        tick.strftime("%H:%M")
        for tick, _ in jobs.ticks(DAWN.replace(hour=15, minute=30), DAWN.replace(hour=17))
    ]
    assert told == ["16:00", "16:05", "16:10", "16:30", "17:00"]


def test_nothing_comes_twice_when_a_simulation_goes_on() -> None:
    noon, evening = DAWN + timedelta(hours=12), DAWN + timedelta(days=1)
    once = list(jobs.ticks(DAWN, evening))
    assert once == [*jobs.ticks(DAWN, noon), *jobs.ticks(noon, evening)]


def test_a_rhythm_that_does_not_divide_the_hour_is_refused() -> None:
    with pytest.raises(ValueError, match="divide"):
        jobs.every(count_all, minutes=7)


def test_the_worker_knows_the_schedule_and_can_be_told_twice() -> None:
    _register_schedule(SCHEDULE)
    _register_schedule(SCHEDULE)
    mine = [key for key in app.periodic_registry.periodic_tasks if key[0] == "parcels.count_all"]
    assert len(mine) == 3
    app.tasks["parcels.count_all"](timestamp=1)
    assert done == [1]


def test_two_jobs_may_not_have_one_name() -> None:
    with pytest.raises(ValueError, match=r"parcels\.count_all"):
        jobs.job("parcels.count_all")(print)


@pytest.mark.django_db
def test_identifiers_come_back_from_the_queue_as_they_went_in() -> None:
    parcel = a_parcel()
    look_at.defer(lock=parcel.id, parcel=parcel.id, shelf=7)
    assert jobs.run_due() == 1
    assert done == [parcel.id, 7]
