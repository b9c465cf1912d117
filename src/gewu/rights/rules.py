"""What may be asked, how it is answered, and by which rules look-ups are unusual. Pure."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

# Of what somebody asks, answers or judges in words.
LONGEST_WORDS = 1000


class Kind(StrEnum):
    """What a person asks for."""

    FILE = "file"
    LOOKS = "looks"
    CORRECTION = "correction"
    DELETION = "deletion"
    WITHDRAWAL = "withdrawal"


class Proof(StrEnum):
    """How they proved who they are."""

    CARD = "card"
    GUARDIAN = "guardian"
    MANDATE = "mandate"
    ACCOUNT = "account"


class State(StrEnum):
    """How an ask stands."""

    OPEN = "open"
    GRANTED = "granted"
    REFUSED = "refused"


class Ground(StrEnum):
    """Why something is refused. Each is explained in words beside it."""

    LAW = "law"
    OTHERS = "others"
    UNPROVED = "unproved"
    RIGHT_AS_IT_IS = "right_as_it_is"
    NOT_HELD = "not_held"


class Erasing(StrEnum):
    """How an erasure stands."""

    DUE = "due"
    DONE = "done"
    KEPT = "kept"


class Because(StrEnum):
    """Why something is to be erased (PIPL 47)."""

    RETENTION = "retention"
    REQUEST = "request"


class Judgement(StrEnum):
    """What somebody makes of unusual look-ups."""

    OPEN = "open"
    JUSTIFIED = "justified"
    NOT_JUSTIFIED = "not_justified"


@dataclass(frozen=True, slots=True)
class Seen:
    """One look as the rules see it."""

    user: UUID
    role: str
    at: datetime
    hour: int
    subject: UUID
    grid: UUID | None
    full: bool
    purpose: str
    surname: str = ""
    household: UUID | None = None


@dataclass(frozen=True, slots=True)
class About:
    """What the rules know of a user: places of their own posts, surname, their own record and household."""

    places: frozenset[UUID] = frozenset()
    surname: str = ""
    person: UUID | None = None
    household: UUID | None = None
    worked_on: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class Limits:
    """The thresholds of one rule."""

    least: int = 1
    minutes: int = 60
    from_hour: int = 0
    to_hour: int = 0
    days: int = 0


@dataclass(frozen=True, slots=True)
class Unusual:
    """A pattern in the look-ups of one user, on the day it was seen."""

    rule: str
    user: UUID
    first: datetime
    last: datetime
    count: int
    subjects: frozenset[UUID] = field(default_factory=frozenset)


# Roles whose posts are at grids: others look after a whole place.
AT_GRIDS = frozenset({"gridworker", "assistant", "gridlead"})
Looks = Sequence[Seen]


def unusual(
    looks: Iterable[Seen], about: Mapping[UUID, About], limits: Mapping[str, Limits]
) -> Iterator[Unusual]:
    """What the rules find in some look-ups, user by user."""
    by_user: dict[UUID, list[Seen]] = defaultdict(list)
    for one in sorted(looks, key=lambda one: one.at):
        by_user[one.user].append(one)
    for user, mine in by_user.items():
        for rule, limit in limits.items():
            found = RULES[rule](mine, about.get(user, About()), limit)
            if len({one.subject for one in found}) >= limit.least:
                yield _told(rule, user, found)


def many_persons(looks: Looks, _about: About, limits: Limits) -> Looks:
    """The most looks at different people that fall into one stretch of time."""
    best: Looks = ()
    for at, first in enumerate(looks):
        end = first.at + timedelta(minutes=limits.minutes)
        stretch = [one for one in looks[at:] if one.at < end]
        if len({one.subject for one in stretch}) > len({one.subject for one in best}):
            best = stretch
    return best


def outside_grids(looks: Looks, about: About, _limits: Limits) -> Looks:
    """Looks into grids other than one's own, by those who have grids of their own."""
    return [one for one in looks if one.role in AT_GRIDS and one.grid and one.grid not in about.places]


def at_night(looks: Looks, _about: About, limits: Limits) -> Looks:
    """Looks between two hours, over midnight if the second is earlier; an emergency is no night."""

    def late(hour: int) -> bool:
        if limits.from_hour <= limits.to_hour:
            return limits.from_hour <= hour < limits.to_hour
        return hour >= limits.from_hour or hour < limits.to_hour

    return [one for one in looks if late(one.hour) and one.purpose != "emergency"]


def same_surname(looks: Looks, about: About, _limits: Limits) -> Looks:
    """People of one's own surname, opened in full."""
    return [one for one in looks if one.full and one.surname and one.surname == about.surname]


def own_household(looks: Looks, about: About, _limits: Limits) -> Looks:
    """Oneself, and whoever lives in the same household."""
    return [one for one in looks if one.subject == about.person or _same(one.household, about.household)]


def without_work(looks: Looks, about: About, _limits: Limits) -> Looks:
    """Opened in full, and nothing followed."""
    return [one for one in looks if one.full and one.subject not in about.worked_on]


def _same(one: UUID | None, other: UUID | None) -> bool:
    return one is not None and one == other


def _told(rule: str, user: UUID, found: Collection[Seen]) -> Unusual:
    moments = [one.at for one in found]
    subjects = frozenset(one.subject for one in found)
    return Unusual(rule, user, min(moments), max(moments), len(subjects), subjects)


Rule = Callable[[Looks, About, Limits], Looks]
RULES: Mapping[str, Rule] = {
    "many_persons": many_persons,
    "outside_grids": outside_grids,
    "at_night": at_night,
    "same_surname": same_surname,
    "own_household": own_household,
    "without_work": without_work,
}
