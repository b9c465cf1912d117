"""Rules of notices on plain values."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gewu.catalogue import reading
from gewu.notices import definition, rules
from gewu.notices.audiences import AUDIENCES
from gewu.notices.rules import EXPIRES, Outcome, State, after, matches, quiet_end, wrong_in

NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)


def test_what_is_shipped_has_no_fault() -> None:
    assert definition.problems() == []


def test_every_audience_that_a_rule_names_is_known() -> None:
    assert {name for rule in definition.rules() for name in rule.tell} <= AUDIENCES.keys()


def test_no_template_is_left_over() -> None:
    used = {rule.says for rule in definition.rules()} | {"address_check", "digest", "group", "masked"}
    assert set(definition.newest()) == used


@pytest.mark.parametrize(
    ("when", "facts", "met"),
    [
        ({}, {}, True),
        ({"move": "file"}, {"move": "file"}, True),
        ({"move": ["file", "refuse"]}, {"move": "refuse"}, True),
        ({"move": "file"}, {"move": "close"}, False),
        ({"answers.rating": [1, 2]}, {"answers": {"rating": 2}}, True),
        ({"answers.rating": [1, 2]}, {"answers": {}}, False),
        ({"answers.rating": [1, 2]}, {}, False),
        ({"answers.rating": 1}, {"answers": {"rating": True}}, False),
        ({"answers.danger": True}, {"answers": {"danger": True}}, True),
        ({"findings": "*"}, {"findings": 0}, False),
        ({"findings": "*"}, {"findings": 3}, True),
    ],
)
def test_a_rule_asks_for_facts(when: dict[str, object], facts: dict[str, object], met: bool) -> None:
    assert matches(when, facts) is met


@pytest.mark.parametrize(
    ("text", "about", "wrong"),
    [
        ("", "case", ("blank", "")),
        ("x" * 41, "case", ("long", "40")),
        ("{number} {secret}", "case", ("unknown", "secret")),
        ("{place}", "group", ("unknown", "place")),
        ("{office}", "masked", ("unknown", "office")),
        ("{number", "case", ("brace", "")),
        ("{number}}", "case", ("brace", "")),
        ("{number} {category}", "case", None),
    ],
)
def test_a_template_says_what_it_can_fill_in(text: str, about: str, wrong: object) -> None:
    assert wrong_in("title", text, about=about) == wrong


def test_a_text_to_a_resident_has_a_link() -> None:
    assert wrong_in("short", "收到了", about="reporter") == ("link", "")
    assert wrong_in("short", "收到了 {link}", about="reporter") is None


def test_a_group_is_told_no_place_no_office_and_no_deadline() -> None:
    assert rules.PLACEHOLDERS["group"] == {"number", "category", "stage"}
    kept = rules.masked({"number": "1", "place": "x", "office": "y", "type": "event"}, about="group")
    assert kept == {"number": "1", "type": "event"}


@pytest.mark.parametrize(
    ("now", "begins", "ends", "until"),
    [
        (time(12), time(22), time(7), None),
        (time(23), time(22), time(7), (1, time(7))),
        (time(3), time(22), time(7), (0, time(7))),
        (time(7), time(22), time(7), None),
        (time(22), time(22), time(7), (1, time(7))),
        (time(13), time(12), time(14), (0, time(14))),
        (time(14), time(12), time(14), None),
        (time(13), None, None, None),
        (time(13), time(9), time(9), None),
    ],
)
def test_quiet_hours_end_where_they_end(
    now: time, begins: time | None, ends: time | None, until: tuple[int, time] | None
) -> None:
    local = datetime.combine(NOON.date(), now, tzinfo=UTC)
    day = NOON.date() + timedelta(days=until[0]) if until else None
    expected = datetime.combine(day, until[1], tzinfo=UTC) if until and day else None
    assert quiet_end(local, begins, ends) == expected


@given(st.datetimes(timezones=st.just(UTC)), st.times(), st.times())
def test_quiet_hours_end_within_a_day_and_later(moment: datetime, begins: time, ends: time) -> None:
    begins, ends = (one.replace(second=0, microsecond=0) for one in (begins, ends))
    if moment.year < 9999 and (end := quiet_end(moment, begins, ends)) is not None:
        assert timedelta(0) < end - moment <= timedelta(days=1)
        assert quiet_end(end, begins, ends) is None


@given(
    st.sampled_from(list(Outcome)),
    st.integers(1, 20),
    st.booleans(),
    st.timedeltas(timedelta(0), timedelta(days=3)),
)
def test_what_may_have_arrived_is_repeated_only_where_it_is_harmless(
    outcome: Outcome, attempts: int, repeatable: bool, waited: timedelta
) -> None:
    found = after(outcome, attempts=attempts, repeatable=repeatable, queued_at=NOON, now=NOON + waited)
    if found.state is State.QUEUED:
        assert outcome is Outcome.BUSY or (outcome is Outcome.UNCLEAR and repeatable)
        assert found.at is not None
        assert NOON + waited < found.at <= NOON + EXPIRES
    else:
        assert found.at is None
    if outcome is Outcome.UNCLEAR:
        assert found.state in {State.QUEUED, State.UNCLEAR}


def test_a_gateway_rests_longer_each_time_and_never_for_ever() -> None:
    rests = [rules.rest(misses) for misses in range(12)]
    assert rests[0] == timedelta(0)
    assert rests == sorted(rests)
    assert max(rests) == rules.LONGEST_REST


@pytest.mark.parametrize(
    ("home", "reach"),
    [
        (370402004, (370402004, 370402004)),
        (370402000, (370402000, 370402999)),
        (370400000, (370400000, 370499999)),
        (370000000, (370000000, 379999999)),
    ],
)
def test_a_gateway_reaches_what_lies_below_its_place(home: int, reach: tuple[int, int]) -> None:
    assert rules.reach_of(home) == reach


def test_the_nearest_home_comes_first() -> None:
    assert rules.homes_above(370402004) == (370402004, 370402000, 370400000, 370000000)


def test_every_move_that_a_rule_asks_for_exists() -> None:
    """A rule that can never match tells nobody, and nobody would notice."""
    known = {move.name for case_type in reading.shipped().case_types for move in case_type.moves}
    asked = [rule.when.get("move", ()) for rule in definition.rules() if rule.on == "case.moved"]
    named = {name for one in asked for name in (one if isinstance(one, list) else [one])}
    assert named - known == set()
