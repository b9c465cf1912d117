"""Named guards of moves: pure functions of what is known. Each refuses or lets pass."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from gewu.cases import refusals
from gewu.cases.standing import Standing, parse_day

LONGEST_WAIT = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known when somebody asks for a move: the case, and who asks."""

    standing: Standing
    roles: frozenset[str]
    today: date
    user: UUID | None = None
    offices: frozenset[UUID] = frozenset()
    is_reporter: bool = False
    # Whose posts on this case the actor holds only as a stand-in.
    for_users: frozenset[UUID] = frozenset()


def theirs(facts: Facts) -> None:
    """It was offered to an office of the actor, or is in its hands or the actor's own."""
    standing = facts.standing
    if standing.offered_org is not None:
        mine = standing.offered_org in facts.offices
    else:
        mine = standing.holder_org in facts.offices or (
            facts.user is not None and standing.holder_user == facts.user and standing.holder_org is None
        )
    if not mine:
        raise refusals.not_in_your_hands()


def not_the_handler(facts: Facts) -> None:
    """Whoever handled it, at any time, alone or with others, does not check it; nor does their stand-in."""
    if facts.user is None or ({facts.user} | facts.for_users) & set(facts.standing.handlers):
        raise refusals.checker_was_handler()


def solved_on_spot(facts: Facts) -> None:
    if not facts.standing.solved_on_spot:
        raise refusals.not_solved_on_spot()


def not_solved_on_spot(facts: Facts) -> None:
    if facts.standing.solved_on_spot:
        raise refusals.solved_on_spot()


def own_report(facts: Facts) -> None:
    """The reporter, or staff who asked the reporter 回访."""
    if not facts.is_reporter and not facts.roles - {"resident"}:
        raise refusals.not_your_report()


def unhappy(facts: Facts) -> None:
    """The reporter said that it is not solved, or is dissatisfied."""
    if not facts.standing.unhappy:
        raise refusals.not_unhappy()


def not_reopened(facts: Facts) -> None:
    """Once: what is not right after the second time needs another way."""
    if facts.standing.reopened_at is not None:
        raise refusals.was_reopened()


def review_ahead(facts: Facts, data: Mapping[str, object]) -> None:
    """A case waits until a day ahead, and not for ever."""
    day = parse_day(data["review_on"])
    if not facts.today < day <= facts.today + LONGEST_WAIT:
        raise refusals.review_behind()


GUARDS: dict[str, Callable[[Facts], None]] = {
    "theirs": theirs,
    "not_the_handler": not_the_handler,
    "solved_on_spot": solved_on_spot,
    "not_solved_on_spot": not_solved_on_spot,
    "own_report": own_report,
    "unhappy": unhappy,
    "not_reopened": not_reopened,
}

# Asked only once the answers are there: they do not decide which moves are shown.
ANSWER_GUARDS: dict[str, Callable[[Facts, Mapping[str, object]], None]] = {
    "review_ahead": review_ahead,
}

NAMES = GUARDS.keys() | ANSWER_GUARDS.keys()
