"""How the chains and seals of each township stand."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Q
from django.utils import timezone

from gewu.evidence.models import READS, Verification
from gewu.evidence.queries.runs import newest
from gewu.kernel import clock
from gewu.kernel.access import Actor, Scope
from gewu.kernel.errors import NotFound
from gewu.kernel.models import Entry, Seal
from gewu.kernel.seals.chain import Statement, span
from gewu.kernel.seals.check import days_of
from gewu.kernel.seals.signing import Public
from gewu.places import queries as places

# A day is sealed in the hour after it; one that is not yet is nothing to name.
PATIENCE = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class LastSeal:
    """The newest seal of a township."""

    number: int
    day: date
    taken_at: datetime
    hash: str
    key: Public
    next: Public | None


@dataclass(frozen=True, slots=True)
class State:
    """A township's journal at a glance. `missing` are days with entries after the last sealed one."""

    township: int
    name: str
    seal: LastSeal | None
    seals: int
    lost: int
    since: int
    missing: tuple[date, ...]
    last: Verification | None
    running: Verification | None

    @property
    def is_well(self) -> bool:
        return not (self.lost or self.missing or (self.last and self.last.found))


def townships(actor: Actor) -> tuple[int, ...]:
    """The townships whose journal the actor reads and that have one."""
    found = {code for scope in actor.scopes(READS) for code in _sealed_in(scope)}
    return tuple(sorted(found))


def states(actor: Actor) -> tuple[State, ...]:
    """How each of them stands."""
    return tuple(_state(actor, township) for township in townships(actor))


def name_of(township: int) -> str:
    """What people call a township; its code where no map knows it."""
    try:
        return places.area_by_code(f"{township:09}").name
    except NotFound:
        return f"{township:09}"


def _sealed_in(scope: Scope) -> set[int]:
    if scope.low == scope.high:
        return {scope.low}
    rows = Seal.objects.filter(township__gte=scope.low, township__lte=scope.high)
    return set(rows.order_by("township").values_list("township", flat=True).distinct())


def _state(actor: Actor, township: int) -> State:
    seals = Seal.objects.filter(township=township)
    last = seals.order_by("-number").defer("leaves").first()
    count = seals.aggregate(count=Count("id"))["count"]
    today = timezone.localdate(clock.now() - PATIENCE)
    after = last.day + timedelta(days=1) if last else None
    later = Entry.objects.filter(Q(recorded_at__gte=span(after)[0]) if after else Q(), township=township)
    days = days_of(township, before=today, since=after)
    last_run, running = newest(actor, township)
    return State(
        township=township,
        name=name_of(township),
        seal=_last(last) if last else None,
        seals=count,
        lost=last.number - count if last else 0,
        since=later.count(),
        missing=tuple(day for day, _ in days),
        last=last_run,
        running=running,
    )


def _last(seal: Seal) -> LastSeal:
    said = Statement.read(seal.statement)
    return LastSeal(seal.number, seal.day, seal.taken_at, bytes(seal.hash).hex(), said.key, said.next)
