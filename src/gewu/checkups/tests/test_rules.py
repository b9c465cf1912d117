"""What a look means for what is kept, in any order of looks."""

from hypothesis import given
from hypothesis import strategies as st

from gewu.checkups.rules import SET_ASIDE, Held, Seen, State, Step, next_state, seen, steps_from

STATES = st.sampled_from(list(State))
DIGESTS = st.sampled_from("ab")


@given(STATES, DIGESTS, DIGESTS)
def test_the_same_mistake_is_never_found_twice_and_a_new_one_never_rests(
    state: State, held: str, now: str
) -> None:
    means = seen(Held(state, held), now)
    if state == State.MENDED:
        assert means == Seen.AGAIN
    elif held == now:
        assert means == Seen.SAME
    else:
        assert means == (Seen.AGAIN if state in SET_ASIDE else Seen.CHANGED)


def test_what_nobody_has_seen_is_new() -> None:
    assert seen(None, "a") == Seen.NEW


@given(STATES, st.sampled_from(list(Step)))
def test_only_people_set_aside_and_nobody_calls_a_finding_mended(state: State, step: Step) -> None:
    after = next_state(state, step)
    assert after != State.MENDED
    assert (after is not None) == (step in steps_from(state))
