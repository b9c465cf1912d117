"""Decisions on counters: what a form costs, and which of its questions could be dropped. Plain values."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

# A form that was left open over lunch says nothing about the form.
LONGEST = timedelta(hours=1)
# Below so many fillings nothing is proposed: a few forms prove nothing.
ENOUGH = 20
MOSTLY_KNOWN = 0.9
SELDOM = 0.02
A_YEAR = 365


class Why(StrEnum):
    """Why a question could be dropped."""

    KNOWN = "known"
    UNREAD = "unread"
    UNANSWERED = "unanswered"


@dataclass(frozen=True, slots=True)
class FieldCount:
    """A question of a form over a period. `kept`: what was known was sent on as it stood."""

    form: str
    field: str
    shown: int = 0
    known: int = 0
    kept: int = 0
    filled: int = 0
    read: int = 0
    # Something works on the answer: a rule, a limit, a list.
    works: bool = False

    @property
    def known_share(self) -> float:
        return self.known / self.shown if self.shown else 0.0

    @property
    def filled_share(self) -> float:
        return self.filled / self.shown if self.shown else 0.0


@dataclass(frozen=True, slots=True)
class FormCount:
    """A form over a period, over all roles or for one."""

    form: str
    door: str
    role: str
    sent: int
    timed: int
    seconds: int

    @property
    def mean(self) -> float | None:
        """Seconds from opened to sent, of those that could be timed."""
        return self.seconds / self.timed if self.timed else None

    @property
    def hours(self) -> float | None:
        """What all of them took, those that could not be timed reckoned at the mean."""
        mean = self.mean
        return None if mean is None else mean * self.sent / 3600


@dataclass(frozen=True, slots=True)
class Proposal:
    """A question that could be dropped, and how sure that is: `part` of `of` forms."""

    form: str
    field: str
    why: Why
    part: int
    of: int

    @property
    def percent(self) -> int:
        return round(100 * self.part / self.of)


def proposals(fields: Iterable[FieldCount], *, since: date, today: date) -> tuple[Proposal, ...]:
    """What could be dropped, the most forms first. `since`: the first day that was counted at all."""
    a_year = today - since >= timedelta(days=A_YEAR)
    found = [one for field in fields for one in _of(field, a_year=a_year)]
    return tuple(sorted(found, key=lambda one: (-one.part, one.form, one.field, one.why)))


def _of(field: FieldCount, *, a_year: bool) -> Iterator[Proposal]:
    if field.shown < ENOUGH:
        return
    if field.known_share >= MOSTLY_KNOWN:
        yield Proposal(field.form, field.field, Why.KNOWN, field.known, field.shown)
    if a_year and field.filled >= ENOUGH and not field.read and not field.works:
        yield Proposal(field.form, field.field, Why.UNREAD, field.filled, field.shown)
    if field.filled_share <= SELDOM and not field.known:
        yield Proposal(field.form, field.field, Why.UNANSWERED, field.shown - field.filled, field.shown)


def timed(seconds: float) -> int | None:
    """Whole seconds that count, or None for what was open too long or came from the future."""
    return int(seconds) if 0 <= seconds <= LONGEST.total_seconds() else None
