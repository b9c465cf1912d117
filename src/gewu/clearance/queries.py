"""Every shared read of ledgers: the sheet of a place and a period, what is not signed, what was signed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from gewu.cases.queries.evidence import numbers_of
from gewu.clearance.counting import LEVELS, carried_of, figures_of
from gewu.clearance.models import READERS, CaseStay, Correction, Ledger, TakenIn
from gewu.clearance.rules import (
    SIGNERS,
    Figures,
    Period,
    Stay,
    around,
    before,
    reason_by_itself,
    span,
)
from gewu.kernel import clock
from gewu.kernel.access import Actor, Post, Tier
from gewu.kernel.errors import Invalid, NotFound
from gewu.people import queries as people
from gewu.places import queries as places
from gewu.places.values import Place

# Why a late case is carried over, when a person has to say.
REASONS = ("weather", "parts", "other_office", "talks", "nobody_there", "more_work", "not_ours")
# How many ended periods are asked for; older ones can still be signed.
ASKED: Mapping[Period, int] = {Period.DAY: 3, Period.WEEK: 2, Period.MONTH: 1}
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Carried:
    """A case that goes over into the next period. `needs`: a person has to say why."""

    case: UUID
    number: str
    due: datetime | None
    reason: str
    needs: bool
    seen: bool


@dataclass(frozen=True, slots=True)
class Amended:
    """A correction, with who says so."""

    row: Correction
    who: str


@dataclass(frozen=True, slots=True)
class Below:
    """A place below, and whether its ledger of the same period is signed."""

    place: Place
    signed: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """The ledger of a place and a period: as it stands, or as it was signed."""

    place: Place
    period: Period
    first: date
    last: date
    figures: Figures
    carried: tuple[Carried, ...]
    ledger: Ledger | None
    signed_by: str
    corrections: tuple[Amended, ...]
    below: tuple[Below, ...]
    ended: bool
    may_sign: bool
    may_correct: bool
    as_of: datetime | None

    @property
    def missing(self) -> tuple[Carried, ...]:
        return tuple(one for one in self.carried if one.needs and not one.reason)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A ledger that somebody is to sign."""

    place: Place
    period: Period
    first: date
    last: date
    mine: bool


@dataclass(frozen=True, slots=True)
class Counted:
    """What a period of a place comes to, from the stays."""

    figures: Figures
    carried: tuple[tuple[UUID, Stay, str], ...] = field(default=())


def sheet(actor: Actor, area: UUID, period: Period, first: date) -> Sheet:
    """The ledger for an actor who looks after the place or one above it, or NotFound."""
    place, last = _place(actor, area), last_of(period, first)
    found = Ledger.objects.filter(township=place.home, area=area, period=period, first=first).first()
    counted = None if found else count(place, period, first)
    until = moments(period, first)[1]
    ended = until <= clock.now()
    taken = TakenIn.objects.filter(township=place.home).first()
    return Sheet(
        place=place,
        period=period,
        first=first,
        last=last,
        figures=read_figures(found.figures) if found else _figures_of(counted),
        carried=_shown(actor, place, _frozen(found) if found else _due_reasons(counted, place, until)),
        ledger=found,
        signed_by=_name(found.signed_by) if found else "",
        corrections=_corrections(found) if found else (),
        below=tuple(_below(place, period, first)),
        ended=ended,
        may_sign=found is None and ended and signs(actor, place),
        may_correct=found is not None and signs(actor, place),
        as_of=taken.until if taken else None,
    )


def count(place: Place, period: Period, first: date) -> Counted:
    """Figures and carried cases of a period, from the stays told from the journal."""
    since, until = moments(period, first)
    over = tuple((row.case_id, _stay(row), row.case_number) for row in carried_of(place, until))
    return Counted(figures_of(place, since, until), over)


def unsigned(actor: Actor) -> tuple[Wanted, ...]:
    """Ledgers of ended periods that nobody signed: one's own, and those of the level below."""
    wanted = [one for post in actor.posts for one in _wanted(post)]
    signed = _signed(wanted)
    return tuple(
        sorted(
            (one for one in dict.fromkeys(wanted) if _key(one) not in signed),
            key=lambda one: (not one.mine, -one.first.toordinal(), one.period, one.place.code),
        )
    )


def ledgers(actor: Actor, area: UUID, period: Period, size: int = 60) -> list[Ledger]:
    """The signed ledgers of a place, newest first."""
    place = _place(actor, area)
    rows = Ledger.objects.filter(township=place.home, area=area, period=period)
    return list(rows.order_by("-first")[:size])


def own_places(actor: Actor) -> tuple[Place, ...]:
    """The places whose ledgers an actor opens with: those of the posts, the ones to be signed first."""
    areas = [post.scope.area for post in actor.posts if post.role in READERS and _has_ledgers(post)]
    found = [places.area(area) for area in dict.fromkeys(areas)]
    towns = [
        places.area_by_code(str(one.township))
        for one in places.localities()
        for post in actor.posts
        if post.role in READERS
        and not _has_ledgers(post)
        and post.scope.low <= one.township <= post.scope.high
    ]
    return tuple(dict.fromkeys([*found, *towns]))


def signs(actor: Actor, place: Place) -> bool:
    """Whether the actor leads the place."""
    role = SIGNERS.get(place.tier)
    return any(post.role == role and post.scope.area == place.id for post in actor.posts)


def last_of(period: Period, first: date) -> date:
    """The last day of a period, or Invalid where none begins on that day."""
    try:
        return span(period, first)[1]
    except ValueError:
        message = _("A week begins on a Monday and a month on its first day.")
        raise Invalid(message, fields={"first": message}) from None


def moments(period: Period, first: date) -> tuple[datetime, datetime]:
    """The first moment of a period, and the one after its last."""
    return _midnight(first), _midnight(last_of(period, first) + ONE_DAY)


def today_in(period: Period) -> date:
    """The first day of the period that runs now."""
    return around(period, timezone.localdate(clock.now()))


def read_figures(kept: Mapping[str, object]) -> Figures:
    names = Figures.__dataclass_fields__
    return Figures(**{name: value for name, value in kept.items() if name in names})  # type: ignore[arg-type] # as written


def written_figures(one: Figures) -> dict[str, object]:
    """As a ledger and its entry keep them."""
    return asdict(one) | {"rate": one.rate}


def needed_reason(stay: Stay, place: Place, until: datetime) -> str:
    return reason_by_itself(stay, level=place.tier, until=until)


def _place(actor: Actor, area: UUID) -> Place:
    place = places.area(area)
    inside = any(_reads(post, place) for post in actor.posts)
    if not inside or place.tier not in SIGNERS:
        raise NotFound(_("There is nothing here, or it is not yours to see."))
    return place


def _reads(post: Post, place: Place) -> bool:
    if post.role not in READERS or not post.scope.low <= place.home <= post.scope.high:
        return False
    return post.scope.tier not in LEVELS or post.scope.area in place.path


def _has_ledgers(post: Post) -> bool:
    return post.scope.tier in SIGNERS


def _stay(row: CaseStay) -> Stay:
    return Stay(
        number=row.number,
        since=row.since,
        begins=row.begins,  # type: ignore[arg-type] # as written: a value of Begins
        place=row.place,
        due=row.due,
        until=row.until,
        ends=row.ends or None,  # type: ignore[arg-type] # likewise of Ends
        waits=row.waits,
        level=row.level,
        solved_at=row.solved_at,
        came_from=row.came_from,
        went_to=row.went_to,
    )


def _figures_of(counted: Counted | None) -> Figures:
    return counted.figures if counted else Figures()


def _due_reasons(counted: Counted | None, place: Place, until: datetime) -> list[Carried]:
    found = []
    for case, stay, number in counted.carried if counted else ():
        reason = needed_reason(stay, place, until)
        found.append(Carried(case, number, stay.due, reason, needs=not reason, seen=True))
    return found


def _frozen(row: Ledger) -> list[Carried]:
    return [
        Carried(
            case=UUID(one["case"]),
            number=one["number"],
            due=datetime.fromisoformat(one["due"]) if one["due"] else None,
            reason=one["reason"],
            needs=one["reason"] in REASONS,
            seen=True,
        )
        for one in row.carried
    ]


def _shown(actor: Actor, place: Place, listed: Sequence[Carried]) -> tuple[Carried, ...]:
    """Late ones first. Of a case that the reader may not see, nothing but that it is there."""
    seen = numbers_of(actor, place.home, [one.case for one in listed])
    shown = [
        one
        if one.case in seen
        else Carried(one.case, "", one.due, one.reason or "held_closely", needs=False, seen=False)
        for one in listed
    ]
    return tuple(sorted(shown, key=lambda one: (not one.needs, one.number)))


def _below(place: Place, period: Period, first: date) -> Iterator[Below]:
    tier = {Tier.TOWNSHIP: Tier.COMMUNITY, Tier.COMMUNITY: Tier.GRID}.get(place.tier)
    if tier is None:
        return
    lower = places.under(place.id, tier)
    rows = Ledger.objects.filter(
        township=place.home, period=period, first=first, area__in=[one.id for one in lower]
    )
    signed = set(rows.values_list("area", flat=True))
    yield from (Below(one, one.id in signed) for one in lower)


def _corrections(row: Ledger) -> tuple[Amended, ...]:
    rows = Correction.objects.filter(township=row.township, ledger_id=row.id).order_by("entry", "id")
    listed = list(rows)
    names = people.name_of({one.author for one in listed})
    return tuple(Amended(one, names.get(one.author, "") if one.author else "") for one in listed)


def _wanted(post: Post) -> Iterator[Wanted]:
    if SIGNERS.get(post.scope.tier) != post.role:
        return
    own = places.area(post.scope.area)
    below = {Tier.TOWNSHIP: Tier.COMMUNITY, Tier.COMMUNITY: Tier.GRID}.get(own.tier)
    lower = places.under(own.id, below) if below else ()
    for period, many in ASKED.items():
        first = today_in(period)
        for _one in range(many):
            first = before(period, first)
            last = last_of(period, first)
            yield Wanted(own, period, first, last, mine=True)
            yield from (Wanted(place, period, first, last, mine=False) for place in lower)


def _signed(wanted: Sequence[Wanted]) -> set[tuple[UUID, str, date]]:
    if not wanted:
        return set()
    towns = {one.place.home for one in wanted}
    since = min(one.first for one in wanted)
    rows = Ledger.objects.filter(township__in=towns, first__gte=since)
    return set(rows.values_list("area", "period", "first"))


def _key(one: Wanted) -> tuple[UUID, str, date]:
    return one.place.id, str(one.period), one.first


def _name(user: UUID) -> str:
    return people.name_of([user]).get(user, "")


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def ledger(actor: Actor, identifier: UUID) -> Ledger:
    """A signed ledger, or NotFound."""
    return Ledger.objects.visible_to(actor).one(identifier)
