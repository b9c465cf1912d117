"""What a list is narrowed by: the parameters of the standard and of its extensions, each checked by name."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import isfinite

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from gewu.cases.queries import Asked, Near
from gewu.kernel import clock, numbers
from gewu.kernel.errors import Invalid
from gewu.open311 import rules
from gewu.open311.api.asking import given
from gewu.open311.queries import Town, known_codes

TRUE, FALSE = frozenset({"true", "1", "yes"}), frozenset({"false", "0", "no", ""})
USUAL_RADIUS, WIDEST_RADIUS = 1_000.0, 50_000.0
STATUSES = frozenset({"open", "closed"})


@dataclass(frozen=True, slots=True)
class Part:
    """Which part of a list: rows behind a request, or page by page."""

    size: int
    page: int
    after: str

    @property
    def skip(self) -> int:
        return 0 if self.after else (self.page - 1) * self.size


def asked(request: HttpRequest, town: Town) -> Asked:
    """What the list of requests is narrowed by."""
    codes = known_codes(town, rules.listed(given(request, "service_code")))
    changed_since, changed_until = _span(request, "updated_after", "updated_before", always=False)
    # Whoever asks for changes means those of old requests too.
    since, until = _span(request, "start_date", "end_date", always=changed_since is None)
    return Asked(
        township=town.home,
        codes=codes,
        since=since,
        until=until,
        changed_since=changed_since,
        changed_until=changed_until,
        is_open=_status(request),
        near=_near(request),
    )


def asked_of_updates(request: HttpRequest, town: Town) -> tuple[Asked, datetime | None]:
    """What the list of updates is narrowed by: when they happened, and where a page goes on."""
    codes = known_codes(town, rules.listed(given(request, "service_code")))
    since, until = _span(request, "start_date", "end_date", always=True)
    asked = Asked(township=town.home, codes=codes, changed_since=since, changed_until=until)
    return asked, _moment(request, "after")


def size(request: HttpRequest) -> int:
    """How many rows a page has."""
    return _whole(request, "page_size", usual=rules.MOST_ROWS, most=rules.MOST_ROWS)


def part(request: HttpRequest) -> Part:
    """Which part of the list is wanted."""
    rows, page = size(request), _whole(request, "page", usual=1, most=rules.DEEPEST_ROW)
    if page * rows > rules.DEEPEST_ROW and page > 1:
        raise _wrong("page", _("Too far in. Narrow the dates, or follow the links from page to page."))
    after = given(request, "after")
    return Part(rows, page, numbers.clean(after, field="after") if after else "")


def flag(request: HttpRequest, name: str) -> bool:
    """A parameter that is true or false."""
    value = given(request, name).lower()
    if value not in TRUE | FALSE:
        raise _wrong(name, _("Say true or false."))
    return value in TRUE


def _status(request: HttpRequest) -> bool | None:
    wanted = {one.lower() for one in rules.listed(given(request, "status"))}
    if wanted - STATUSES:
        raise _wrong("status", _("A status is open or closed."))
    return "open" in wanted if len(wanted) == 1 else None


def _span(
    request: HttpRequest, first: str, last: str, *, always: bool
) -> tuple[datetime | None, datetime | None]:
    """Two moments at most 90 days apart; what is not said follows from the other, or from now."""
    since, until = _moment(request, first), _moment(request, last, at_end=True)
    if since is None and until is None and not always:
        return None, None
    if until is None:
        until = clock.now() if since is None else min(since + rules.LONGEST_SPAN, max(clock.now(), since))
    if since is None:
        since = until - rules.LONGEST_SPAN
    if since > until:
        raise _wrong(first, _("It lies after %(name)s.") % {"name": last})
    if until - since > rules.LONGEST_SPAN:
        raise _wrong(last, _("A span has at most 90 days."))
    return since, until


def _moment(request: HttpRequest, name: str, *, at_end: bool = False) -> datetime | None:
    """A moment; without a zone it is local, and a bare day ends with its last moment."""
    text = given(request, name)
    if not text:
        return None
    # A plus in an address that nobody escaped arrives as a space.
    found = rules.moment_of(text) or rules.moment_of(text.replace(" ", "+"))
    if found is None:
        raise _wrong(name, _("Write a moment as 2026-01-31T08:00:00+08:00."))
    if at_end and len(text) == len("2026-01-31"):
        found += timedelta(days=1, microseconds=-1)
    try:
        return found if found.tzinfo else timezone.make_aware(found)
    except (OverflowError, ValueError) as strange:
        raise _wrong(name, _("Write a moment as 2026-01-31T08:00:00+08:00.")) from strange


def _near(request: HttpRequest) -> Near | None:
    lat, lon = given(request, "lat"), given(request, "long")
    if not (lat or lon or given(request, "radius")):
        return None
    return Near(
        lon=_number("long", lon, lambda value: abs(value) <= 180),
        lat=_number("lat", lat, lambda value: abs(value) <= 90),
        metres=_number(
            "radius", given(request, "radius") or str(USUAL_RADIUS), lambda value: 0 < value <= WIDEST_RADIUS
        ),
    )


def _number(name: str, text: str, fits: Callable[[float], bool]) -> float:
    try:
        value = float(text)
    except ValueError:
        raise _wrong(name, _("This is not a number.")) from None
    if not isfinite(value) or not fits(value):
        raise _wrong(name, _("This number is out of range."))
    return value


def _whole(request: HttpRequest, name: str, *, usual: int, most: int) -> int:
    text = given(request, name)
    if not text:
        return usual
    if not (text.isascii() and text.isdecimal() and len(text) < 8 and 1 <= int(text) <= most):
        raise _wrong(name, _("Between 1 and %(limit)d.") % {"limit": most})
    return int(text)


def _wrong(name: str, message: str) -> Invalid:
    return Invalid(message, fields={name: message})
