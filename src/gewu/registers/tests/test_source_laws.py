"""Laws of which value is believed, over any run of offers. No database."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from gewu.registers.rates import Sums, together
from gewu.registers.sources import Mark, Source, confirmed, weigh

DAY = datetime(2026, 1, 1, tzinfo=UTC)
moments = st.integers(0, 1000).map(lambda hours: DAY + timedelta(hours=hours))
marks = st.builds(
    Mark,
    source=st.sampled_from(Source),
    at=moments,
    state=st.sampled_from(["given", "checked"]),
)
offers = st.lists(
    st.tuples(marks, st.sampled_from("abc")), min_size=1, max_size=4, unique_by=lambda one: one[0]
)


def played(run: list[tuple[Mark, str]]) -> tuple[Mark, str, list[str]]:
    """What is held after a run of offers, and everything beside it."""
    held: tuple[Mark, str] | None = None
    beside: list[str] = []
    for mark, value in run:
        verdict = weigh(held[0] if held else None, mark, same=bool(held and held[1] == value))
        if held is None:
            held = (mark, value)
        elif verdict == "confirm":
            held = (confirmed(held[0], mark), value)
        elif verdict == "take":
            beside.append(held[1])
            held = (mark, value)
        else:
            beside.append(value)
    assert held is not None
    return held[0], held[1], beside


@given(offers)
def test_nothing_offered_disappears(run: list[tuple[Mark, str]]) -> None:
    _mark, value, beside = played(run)
    assert {value, *beside} == {offered for _mark, offered in run}


@given(marks, marks)
def test_exchanged_never_loses_to_typed(held: Mark, offered: Mark) -> None:
    if held.source == Source.EXCHANGED and offered.source != Source.EXCHANGED:
        assert weigh(held, offered, same=False) == "claim"
    if offered.source == Source.EXCHANGED and held.source != Source.EXCHANGED:
        assert weigh(held, offered, same=False) == "take"


@given(offers)
def test_what_was_once_exchanged_is_held_until_an_office_says_otherwise(
    run: list[tuple[Mark, str]],
) -> None:
    _mark, value, _beside = played(run)
    sent = {offered for mark, offered in run if mark.source == Source.EXCHANGED}
    assert not sent or value in sent


@given(
    st.lists(
        marks, min_size=1, max_size=4, unique_by=lambda one: (one.source == "exchanged", one.state, one.at)
    )
)
def test_values_that_all_differ_end_alike_in_whatever_order_they_come(given_marks: list[Mark]) -> None:
    run = [(mark, str(number)) for number, mark in enumerate(given_marks)]
    assert len({played(list(order))[1] for order in permutations(run)}) == 1


@given(marks, marks)
def test_confirming_makes_no_mark_weaker_or_older(held: Mark, offered: Mark) -> None:
    both = confirmed(held, offered)
    assert both.at == max(held.at, offered.at)
    assert (both.state == "checked") == ("checked" in {held.state, offered.state})
    assert (both.source == Source.EXCHANGED) == (Source.EXCHANGED in {held.source, offered.source})


counts = st.builds(Sums, *[st.integers(0, 50)] * 6)


@given(st.lists(counts))
def test_rates_of_parts_add_up_to_the_whole(parts: list[Sums]) -> None:
    whole = together(parts)
    assert whole.rows == sum(one.rows for one in parts)
    assert (whole.freshness is None) == (whole.rows == 0)
