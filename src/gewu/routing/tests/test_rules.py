"""Rules in their order: what fits, which counts, and what a dry run says of one that never does."""

from datetime import time
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gewu.routing.rules import Matter, Past, Rule, Verdict, covers, dry_run, first, fits, in_hours

NORTH, SOUTH = uuid4(), uuid4()
CLEANING, REPAIRS = uuid4(), uuid4()


def a_rule(office: UUID = CLEANING, **asks: Any) -> Rule:
    return Rule(id=uuid4(), office=office, **asks)


def a_matter(**changes: Any) -> Matter:
    plain: dict[str, Any] = {
        "category": "010305",
        "places": frozenset({NORTH}),
        "source": "hotline",
        "at": time(9, 0),
        "text": "垃圾桶盖坏了",
    }
    return Matter(**(plain | changes))


@pytest.mark.parametrize(
    ("asks", "fitting"),
    [
        ({}, True),
        ({"categories": ("010305",)}, True),
        ({"categories": ("0103",)}, True),
        ({"categories": ("0201", "010306")}, False),
        ({"areas": frozenset({NORTH})}, True),
        ({"areas": frozenset({SOUTH})}, False),
        ({"sources": frozenset({"hotline", "window"})}, True),
        ({"sources": frozenset({"patrol"})}, False),
        ({"words": ("桶盖", "路灯")}, True),
        ({"words": ("路灯",)}, False),
        ({"start": time(8), "end": time(18)}, True),
        ({"start": time(18), "end": time(8)}, False),
        ({"categories": ("0103",), "words": ("路灯",)}, False),
    ],
)
def test_every_condition_must_fit(asks: dict[str, Any], fitting: bool) -> None:
    assert fits(a_rule(**asks), a_matter()) is fitting


@pytest.mark.parametrize(
    ("at", "start", "end", "inside"),
    [
        (time(18), time(18), time(8), True),
        (time(7, 59), time(18), time(8), True),
        (time(8), time(18), time(8), False),
        (time(8), time(8), time(18), True),
        (time(18), time(8), time(18), False),
        (time(3), None, None, True),
        (time(3), time(5), time(5), True),
    ],
)
def test_hours_hold_their_start_and_not_their_end(
    at: time, start: time | None, end: time | None, inside: bool
) -> None:
    assert in_hours(at, start, end) is inside


def test_the_first_that_fits_counts() -> None:
    off = a_rule(active=False)
    narrow, wide = a_rule(REPAIRS, words=("桶盖",)), a_rule()
    assert first([off, narrow, wide], a_matter()) is narrow
    assert first([off, narrow, wide], a_matter(text="别的")) is wide
    assert first([off], a_matter()) is None


def test_a_rule_that_never_matches_is_said_so() -> None:
    (tally,) = dry_run([a_rule(words=("恐龙",))], [Past(uuid4(), a_matter(), CLEANING)])
    assert (tally.verdict, tally.hits) == (Verdict.NEVER, 0)


def test_a_rule_behind_a_wider_one_is_shadowed() -> None:
    wide, narrow = a_rule(categories=("0103",)), a_rule(REPAIRS, categories=("010305",), words=("桶盖",))
    _wide, tally = dry_run([wide, narrow], [Past(uuid4(), a_matter(), CLEANING)])
    assert (tally.verdict, tally.shadowed_by, tally.fits) == (Verdict.SHADOWED, wide, 1)


def test_a_rule_whose_cases_are_all_taken_is_shadowed_even_where_it_asks_something_else() -> None:
    early, late = a_rule(words=("垃圾",)), a_rule(sources=frozenset({"hotline"}))
    past = [Past(uuid4(), a_matter(), CLEANING)]
    assert dry_run([early, late], past)[1].shadowed_by == early
    past.append(Past(uuid4(), a_matter(text="别的"), CLEANING))
    assert dry_run([early, late], past)[1].verdict == Verdict.WORKS


def test_agreement_counts_where_cases_really_went() -> None:
    past = [Past(uuid4(), a_matter(), office) for office in (CLEANING, CLEANING, REPAIRS)]
    (tally,) = dry_run([a_rule(CLEANING)], past)
    assert (tally.hits, tally.agreed, [one.id for one in tally.elsewhere]) == (3, 2, [past[2].id])


def test_what_is_switched_off_takes_no_part() -> None:
    assert dry_run([a_rule(active=False)], []) == ()


asked = st.builds(
    a_rule,
    categories=st.lists(st.sampled_from(["01", "0103", "010305", "02"]), max_size=2).map(tuple),
    areas=st.frozensets(st.sampled_from([NORTH, SOUTH])),
    sources=st.frozensets(st.sampled_from(["hotline", "patrol"])),
    words=st.lists(st.sampled_from(["桶", "桶盖", "灯"]), max_size=2).map(tuple),
    start=st.just(time(8)) | st.none(),
    end=st.sampled_from([time(6), time(12), time(20)]),
)
matters = st.builds(
    a_matter,
    category=st.sampled_from(["010305", "010306", "020101"]),
    places=st.frozensets(st.sampled_from([NORTH, SOUTH])),
    source=st.sampled_from(["hotline", "patrol", "visit"]),
    at=st.times(),
    text=st.sampled_from(["桶盖坏了", "桶满了", "灯不亮", "吵"]),
)


# On a busy machine the first drawing alone is called slow.
unhurried = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)


@unhurried
@given(earlier=asked, later=asked, matter=matters)
def test_what_covers_another_takes_everything_it_fits(earlier: Rule, later: Rule, matter: Matter) -> None:
    if covers(earlier, later) and fits(later, matter):
        assert fits(earlier, matter)


@unhurried
@given(rules=st.lists(asked, max_size=5), past=st.lists(matters, max_size=12))
def test_every_case_is_counted_for_one_rule_at_most(rules: list[Rule], past: list[Matter]) -> None:
    cases = [Past(uuid4(), matter, CLEANING) for matter in past]
    tallies = dry_run(rules, cases)
    assert sum(tally.hits for tally in tallies) == sum(any(fits(rule, one) for rule in rules) for one in past)
    for tally in tallies:
        assert tally.hits == tally.agreed + len(tally.elsewhere)
        assert tally.verdict is not Verdict.SHADOWED or tally.hits == 0
