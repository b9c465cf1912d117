"""Bringing a calendar year in."""

from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gewu.deadlines import almanac
from gewu.deadlines.models import CalendarEdition
from gewu.deadlines.queries import YearOfDays, year_of
from gewu.deadlines.sheet import SpecialDay, read
from gewu.kernel import clock, ids, journal
from gewu.kernel.access import SYSTEM, Actor
from gewu.kernel.errors import Conflict, Invalid, NotAllowed, RuleBroken
from gewu.kernel.text import clean_required

FIRST_YEAR, YEARS_AHEAD = 2004, 3
PUBLISHERS = frozenset({"admin"})


@transaction.atomic
def publish_year(*, home: int, year: int, document: str, sheet: str, actor: Actor) -> YearOfDays:
    """The days off and worked weekend days of a year, for everything below `home` (nine digits).

    `sheet` is the text that `sheet.read` takes. Refusals: NotAllowed unless the actor administers all of
    `home`; Invalid naming `year`, `document` or `days` (with every bad line); RuleBroken when nothing would
    change; Conflict when somebody else brought the same year in at this moment.
    """
    require_publisher(actor, home)
    _check_year(year)
    notice = clean_required(document, field="document", limit=80, lines=False)
    days = read(sheet, year)
    newest = CalendarEdition.objects.filter(township=home, year=year).order_by("-number").first()
    if newest is not None and newest.days == _stored(days):
        raise RuleBroken(_("This is what the calendar of that year says already."))
    edition = CalendarEdition(
        id=ids.new_id(home),
        township=home,
        year=year,
        number=newest.number + 1 if newest else 1,
        document=notice,
        days=_stored(days),
        recorded_at=clock.now(),
        by_user=actor.user,
    )
    _insert(edition)
    almanac.forget()
    journal.record("calendar.published", subject=edition, actor=actor, year=year, number=edition.number)
    return year_of(home, year)


def record_recount(*, edition: UUID, township: int, looked: int, moved: int) -> None:
    """Say on an edition how many open cases of a township were counted anew, and how many of them moved."""
    found = CalendarEdition.objects.select_for_update().one(edition)
    counts: dict[str, Any] = {"of": township, "looked": looked, "moved": moved}
    journal.record("calendar.recounted", subject=found, actor=SYSTEM, **counts)


def require_publisher(actor: Actor, home: int) -> None:
    """Only an administrator whose post covers everything below this home."""
    width = next(10**zeros for zeros in (7, 5, 3, 0) if home % 10**zeros == 0)
    covers = (
        post.scope.low <= home and home + width - 1 <= post.scope.high
        for post in actor.posts
        if post.role in PUBLISHERS
    )
    if not any(covers):
        raise NotAllowed(_("Only the administrator of this place can publish its calendar."))


def homes_of(actor: Actor) -> tuple[int, ...]:
    """The homes an actor may publish for."""
    return tuple(dict.fromkeys(post.scope.low for post in actor.posts if post.role in PUBLISHERS))


def _check_year(year: int) -> None:
    last = clock.now().year + YEARS_AHEAD
    if not FIRST_YEAR <= year <= last:
        message = _("Calendars are kept from %(first)d to %(last)d.") % {"first": FIRST_YEAR, "last": last}
        raise Invalid(message, fields={"year": message})


def _stored(days: tuple[SpecialDay, ...]) -> list[dict[str, str]]:
    return [{"day": one.day.isoformat(), "kind": one.kind.value, "name": one.name} for one in days]


def _insert(edition: CalendarEdition) -> None:
    try:
        with transaction.atomic():
            CalendarEdition.objects.bulk_create([edition])
    except IntegrityError:
        raise Conflict(_("Somebody else has just brought this year in. Look at theirs first.")) from None
