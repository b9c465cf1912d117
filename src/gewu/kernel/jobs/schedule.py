"""Schedules: a job and its rhythm. Times of day are those of the installation's time zone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from gewu.kernel import clock
from gewu.kernel.jobs.declared import Job

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A job that comes round: at `offset` after every multiple of `rhythm` since the epoch (UTC)."""

    job: Job
    rhythm: timedelta
    offset: timedelta

    @property
    def cron(self) -> str:
        """The same in five fields, in UTC."""
        minute, hour = self.offset // MINUTE % 60, self.offset // HOUR
        if self.rhythm == DAY:
            return f"{minute} {hour} * * *"
        if self.rhythm == HOUR:
            return f"{minute} * * * *"
        return f"*/{self.rhythm // MINUTE} * * * *"

    def between(self, since: datetime, until: datetime) -> Iterator[datetime]:
        """The moments after `since`, up to and including `until`."""
        tick = EPOCH + ((since - EPOCH - self.offset) // self.rhythm + 1) * self.rhythm + self.offset
        while tick <= until:
            yield tick
            tick += self.rhythm


def daily(job: Job, *, at: time) -> Scheduled:
    local = datetime.combine(clock.now().date(), at, tzinfo=ZoneInfo(settings.TIME_ZONE))
    return Scheduled(job, DAY, (local - EPOCH) % DAY)


def hourly(job: Job, *, minute: int) -> Scheduled:
    return Scheduled(job, HOUR, timedelta(minutes=minute))


def every(job: Job, *, minutes: int) -> Scheduled:
    """Every so many minutes; their number divides the hour."""
    if minutes not in {1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30}:
        raise ValueError("the rhythm must divide the hour")
    return Scheduled(job, timedelta(minutes=minutes), timedelta())
