"""What becomes of a finding: found, gone by itself, set aside with a word, taken up again. Pure."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How a finding stands."""

    OPEN = "open"
    MENDED = "mended"
    ACCEPTED = "accepted"
    WRONG_ALARM = "wrong_alarm"


class Step(StrEnum):
    """What a person does with one. Mending is done in the data: then it closes by itself."""

    ACCEPT = "accept"
    WRONG_ALARM = "wrong_alarm"
    REOPEN = "reopen"


class Seen(StrEnum):
    """What a look means for what is kept."""

    NEW = "new"
    AGAIN = "again"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Held:
    """What is kept of a finding: how it stands, and the digest of what was wrong."""

    state: State
    digest: str


SET_ASIDE = frozenset({State.ACCEPTED, State.WRONG_ALARM})
_STEPS = {
    (State.OPEN, Step.ACCEPT): State.ACCEPTED,
    (State.OPEN, Step.WRONG_ALARM): State.WRONG_ALARM,
    (State.ACCEPTED, Step.REOPEN): State.OPEN,
    (State.WRONG_ALARM, Step.REOPEN): State.OPEN,
}


def seen(held: Held | None, digest: str) -> Seen:
    """What it means that this is wrong now. What was set aside rests until it is wrong in another way."""
    if held is None:
        return Seen.NEW
    if held.state == State.MENDED:
        return Seen.AGAIN
    if held.digest == digest:
        return Seen.SAME
    return Seen.AGAIN if held.state in SET_ASIDE else Seen.CHANGED


def gone(held: Held) -> bool:
    """Whether a finding closes when a look does not find it any more."""
    return held.state != State.MENDED


def next_state(state: str, step: Step) -> State | None:
    """Where a step leads, or None if it cannot be taken."""
    return _STEPS.get((State(state), step))


def steps_from(state: str) -> tuple[Step, ...]:
    return tuple(step for (before, step) in _STEPS if before == state)
