"""Decisions of finding on plain values."""

from collections.abc import Iterable, Iterator

from gewu.kernel.access import AccessClass, Actor

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 14
# Beyond so many rows a list leaves the house only after whoever takes it has shown again who they are.
CONFIRM_ABOVE = 300
MOST_ROWS = {"xlsx": 50_000, "csv": 100_000}
MOST_FOUND = 2_000
MOST_IN_BATCH = 200
_LOOKING = frozenset({"clerk", "dispatcher", "supervisor", "auditor"})


def may_look_for_people(actor: Actor) -> bool:
    """Whoever answers the phone or looks into a complaint, and reads protected rows anyway."""
    return any(post.role in _LOOKING and post.access_class >= AccessClass.PROTECTED for post in actor.posts)


def slips(typed: str) -> Iterator[str]:
    """What may have been meant: a character wrong, missing or too many, or two of them swapped."""
    if len(typed) == LENGTH:
        yield from (typed[:at] + letter + typed[at + 1 :] for at in range(LENGTH) for letter in LETTERS)
        yield from (_swapped(typed, one, other) for one in range(LENGTH) for other in range(one + 1, LENGTH))
    elif len(typed) == LENGTH - 1:
        yield from (typed[:at] + letter + typed[at:] for at in range(LENGTH) for letter in LETTERS)
    elif len(typed) == LENGTH + 1:
        yield from (typed[:at] + typed[at + 1 :] for at in range(LENGTH + 1))


def folded(outcomes: Iterable[str]) -> dict[str, int]:
    """How many rows of a batch came out how."""
    counts: dict[str, int] = {}
    for outcome in outcomes:
        counts[outcome] = counts.get(outcome, 0) + 1
    return counts


def _swapped(typed: str, one: int, other: int) -> str:
    letters = list(typed)
    letters[one], letters[other] = letters[other], letters[one]
    return "".join(letters)


# By how much a longer time may hold more than its share; from so many weeks on none is left out.
SLACK, YEAR = 2, 52


def promises(looked: int, weeks: int, *, found: int, wanted: int) -> bool:
    """Whether a time of so many weeks may hold as many cases as are wanted, by what `looked` weeks held.

    Each question has its price, and for a rare word none of the shorter times holds enough. A year and more
    is never passed over: what is rare today, such as snow, may fill all the winters before.
    """
    return not looked or weeks >= YEAR or found * weeks * SLACK >= wanted * looked
