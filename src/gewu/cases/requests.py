"""What moves do to a clock: stopping it, letting it go on, asking for more time, and deciding about that.

An extension 延期 and an appeal against lateness 超时申诉 go the same way: the handling office asks, a first
level reviews, a second decides, and nobody decides what they asked for or reviewed themselves.
"""

from dataclasses import replace
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from gewu.cases.deeds import Deed
    from gewu.cases.standing import Standing

EXTENSION: Final = "extension"
APPEAL: Final = "appeal"
# What `asks` says once the first level has agreed.
REVIEWED = {EXTENSION: "extension_reviewed", APPEAL: "appeal_reviewed"}
GRANTED, DECLINED = "granted", "declined"
AGREES = "agree"


def parse_day(value: object) -> date:
    """A day as it comes in answers."""
    return date.fromisoformat(str(value))


def waits(standing: "Standing", deed: "Deed") -> "Standing":
    """挂账: until its review day. What waits already is only given another day."""
    day = parse_day(deed.data["review_on"])
    new = _stands_still(standing, deed, until=day)
    return replace(new, review_on=day, stage_since=deed.moment, put_offs=standing.put_offs + 1)


def pauses(standing: "Standing", deed: "Deed") -> "Standing":
    """Until the day on which it goes on."""
    new = _stands_still(standing, deed, until=parse_day(deed.data["resume_on"]))
    return replace(new, pauses=standing.pauses + 1)


def resumes(standing: "Standing", deed: "Deed") -> "Standing":
    """Before its day, by somebody's hand."""
    return goes_on(standing, deed.moment, seen=deed.moment)


def goes_on(standing: "Standing", moment: datetime, *, seen: datetime) -> "Standing":
    """The clock runs again since a moment, which somebody saw now or later.

    A server whose clock was set back meanwhile gives no time away: stops stay in order.
    """
    if standing.resumes_at is None:
        return standing
    since = seen if standing.review_on is not None else standing.stage_since
    stops = (*standing.stops, max(moment, standing.stops[-1]))
    return replace(standing, stops=stops, resumes_at=None, review_on=None, stage_since=since)


def asks_extension(standing: "Standing", deed: "Deed") -> "Standing":
    return _asks(standing, deed, EXTENSION)


def appeals(standing: "Standing", deed: "Deed") -> "Standing":
    return _asks(standing, deed, APPEAL)


def reviews(standing: "Standing", deed: "Deed") -> "Standing":
    """The first level: on to the second, or no."""
    if deed.data["decision"] != AGREES:
        return _declined(standing)
    reviewers = (deed.user,) if deed.user else ()
    return replace(standing, asks=REVIEWED[standing.asks], asked_by=(*standing.asked_by, *reviewers))


def decides(standing: "Standing", deed: "Deed") -> "Standing":
    """The second level: granted, or no."""
    if deed.data["decision"] != AGREES:
        return _declined(standing)
    if standing.asks == REVIEWED[APPEAL]:
        return replace(standing, asks="", asked_by=(), appeal=GRANTED)
    return replace(standing, asks="", asked_by=(), extended_at=(*standing.extended_at, deed.moment))


def lapsed(standing: "Standing") -> "Standing":
    """An extension nobody decided about ends with the stage it was asked for; an appeal does not."""
    if standing.asks in {EXTENSION, REVIEWED[EXTENSION]}:
        return replace(standing, asks="", asked_by=())
    return standing


def _declined(standing: "Standing") -> "Standing":
    """A refused extension does not count; a refused appeal was the one there is."""
    verdict = DECLINED if standing.asks in {APPEAL, REVIEWED[APPEAL]} else standing.appeal
    return replace(standing, asks="", asked_by=(), appeal=verdict)


def _asks(standing: "Standing", deed: "Deed", what: Literal["extension", "appeal"]) -> "Standing":
    return replace(standing, asks=what, asked_by=(deed.user,) if deed.user else ())


def _stands_still(standing: "Standing", deed: "Deed", *, until: date) -> "Standing":
    resumes_at = datetime.combine(until, time.min, deed.moment.tzinfo)
    if standing.stands_still:
        return replace(standing, resumes_at=resumes_at)
    since = max((deed.moment, *standing.stops[-1:]))
    return replace(standing, stops=(*standing.stops, since), resumes_at=resumes_at)
