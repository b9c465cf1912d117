"""How a supervision goes on, and who may. Plain values."""

from collections.abc import Collection, Mapping
from enum import StrEnum


class State(StrEnum):
    PROPOSED = "proposed"
    DISMISSED = "dismissed"
    OPEN = "open"
    ANSWERED = "answered"
    ENDED = "ended"


# Somebody still has to do something.
RUNNING = frozenset({State.PROPOSED, State.OPEN, State.ANSWERED})


class Step(StrEnum):
    """What somebody does with one."""

    CONFIRM = "confirm"
    DISMISS = "dismiss"
    ANSWER = "answer"
    ACCEPT = "accept"
    SEND_BACK = "send_back"
    END = "end"


NEXT: Mapping[tuple[State, Step], State] = {
    (State.PROPOSED, Step.CONFIRM): State.OPEN,
    (State.PROPOSED, Step.DISMISS): State.DISMISSED,
    (State.OPEN, Step.ANSWER): State.ANSWERED,
    (State.ANSWERED, Step.ACCEPT): State.ENDED,
    (State.ANSWERED, Step.SEND_BACK): State.OPEN,
    (State.OPEN, Step.END): State.ENDED,
}
# Nobody is told that the matter is over, or is not, without a word.
SPOKEN = frozenset({Step.DISMISS, Step.ANSWER, Step.SEND_BACK, Step.END})
# Each step as the journal says it.
TOLD: Mapping[Step, str] = {
    Step.CONFIRM: "supervision.opened",
    Step.DISMISS: "supervision.dismissed",
    Step.ANSWER: "supervision.answered",
    Step.ACCEPT: "supervision.ended",
    Step.SEND_BACK: "supervision.sent_back",
    Step.END: "supervision.ended",
}


def next_state(state: str, step: Step) -> State | None:
    return NEXT.get((State(state), step))


def steps_from(state: str) -> tuple[Step, ...]:
    return tuple(step for (at, step) in NEXT if at == state)


def may_open(kind_by: Collection[str], roles: Collection[str]) -> bool:
    return not set(kind_by).isdisjoint(roles)


class Judgement(StrEnum):
    """What a person finds of an oddity."""

    OPEN = "open"
    JUSTIFIED = "justified"
    NOT_JUSTIFIED = "not_justified"
