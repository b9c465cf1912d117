"""How a moment and a deadline read: always relative and absolute. Values in, words out."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, npgettext, pgettext

SOON = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a clock shows: a tone (running, soon, late), how much, and until when."""

    tone: str
    figure: str
    moment: str


def read(due: datetime, now: datetime) -> Reading:
    """How a deadline stands at a moment."""
    left = due - now
    if left < timedelta(0):
        return Reading("late", pgettext("time", "{} late").replace("{}", span(-left)), moment(due, now))
    tone = "soon" if left <= SOON else "running"
    return Reading(tone, pgettext("time", "{} left").replace("{}", span(left)), moment(due, now))


def span(length: timedelta) -> str:
    """A length of time in its two largest units: 2 小时 10 分."""
    minutes = int(length.total_seconds() // 60)
    days, hours = minutes // 1440, minutes % 1440 // 60
    parts = [
        (days, npgettext("length of time", "{} d", "{} d", days)),
        (hours, npgettext("length of time", "{} h", "{} h", hours)),
        (minutes % 60, npgettext("length of time", "{} min", "{} min", minutes % 60)),
    ]
    first = next((index for index, (amount, _) in enumerate(parts) if amount), 2)
    shown = parts[first : first + 2]
    return " ".join(word.replace("{}", str(amount)) for amount, word in shown if amount or first == 2)


def moment(value: datetime, now: datetime) -> str:
    """A moment as people say it: 今天 17:00, 3月5日 17:00, 2024年3月5日."""
    local, today = timezone.localtime(value), timezone.localtime(now).date()
    clock = f"{local:%H:%M}"
    near = {
        -1: pgettext("day", "yesterday"),
        0: pgettext("day", "today"),
        1: pgettext("day", "tomorrow"),
    }.get((local.date() - today).days)
    if near:
        return f"{near} {clock}"
    if local.year == today.year:
        return date_format(local, pgettext("date format", "j M H:i"))
    return date_format(local, pgettext("date format", "j M Y"))


def full(value: datetime) -> str:
    """The whole moment, for the hover text and for paper."""
    return date_format(timezone.localtime(value), pgettext("date format", "l, j F Y, H:i"))


def ago(value: datetime, now: datetime) -> str:
    """How long ago something happened; nobody counts the hours of what is days old."""
    length = now.astimezone(UTC) - value.astimezone(UTC)
    if length < timedelta(minutes=1):
        return gettext("just now")
    if length >= timedelta(days=1):
        length = timedelta(days=length.days)
    return pgettext("time", "{} ago").replace("{}", span(length))
