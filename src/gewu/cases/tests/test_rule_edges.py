"""Rules at their edges: the last moment that is allowed, the first that is not, and what a refusal names."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from gewu.cases import refusals, rules, words
from gewu.cases.guards import LONGEST_WAIT
from gewu.cases.rules import CLOCK_SKEW, LONGEST_OFFLINE, NEARNESS
from gewu.cases.tests.test_rules import EVENT, NINE, OFFICE, OTHER, WORKER, a_standing, asks
from gewu.kernel.errors import DomainError, Invalid, NotAllowed, RuleBroken

STRANGER = uuid4()


def refused(
    name: str, standing: Any, *roles: str, data: dict[str, Any] | None = None, **who: Any
) -> DomainError:
    with pytest.raises(DomainError) as refusal:
        rules.next_move(EVENT, name=name, facts=asks(standing, *roles, **who), data=data or {})
    return refusal.value


def test_a_refusal_names_the_move_and_where_the_case_stands() -> None:
    error = refused("archive", a_standing("reported"), "clerk")
    assert isinstance(error, RuleBroken)
    assert (error.facts["move"], error.facts["stage"]) == ("archive", "reported")


def test_a_refusal_says_whose_turn_it_is() -> None:
    error = refused("file", a_standing("reported"), "checker")
    assert isinstance(error, NotAllowed)
    assert (error.facts["move"], error.facts["by"]) == ("file", ["clerk"])


def test_a_case_that_waits_or_does_not_says_which_move_was_meant() -> None:
    waiting = a_standing("filed", review_on=date(2026, 3, 9), resumes_at=NINE)
    assert refused("dispatch", waiting, "dispatcher").facts["move"] == "dispatch"
    assert refused("resume", a_standing("filed"), "dispatcher").facts["move"] == "resume"


@pytest.mark.parametrize(("held", "right"), [(WORKER, True), (STRANGER, False)])
def test_a_case_in_ones_own_hands_is_ones_own_unless_an_office_has_it(held: Any, right: bool) -> None:
    mine = a_standing("handling", holder_user=held)
    said = {"report": "换了新桶盖"}
    if right:
        rules.next_move(EVENT, name="handle", facts=asks(mine, "gridworker"), data=said)
        in_office = replace(mine, holder_org=OFFICE)
        assert refused("handle", in_office, "gridworker", data=said).facts["guard"] == "theirs"
    else:
        assert refused("handle", mine, "gridworker", data=said).facts["guard"] == "theirs"


def test_what_nobody_holds_is_nobody_s_and_no_office_is_not_everybody_s() -> None:
    free = a_standing("handling")
    for who in ({"user": None}, {"user": WORKER}, {"user": WORKER, "offices": frozenset({OTHER})}):
        assert refused("handle", free, "handler", data={"report": "换了"}, **who).facts["guard"] == "theirs"


@pytest.mark.parametrize(("days", "allowed"), [(0, False), (1, True), (366, True), (367, False)])
def test_a_case_waits_from_tomorrow_for_a_year_at_most(days: int, allowed: bool) -> None:
    assert timedelta(days=366) == LONGEST_WAIT
    day = (date(2026, 3, 2) + timedelta(days=days)).isoformat()
    said = {"reason": "等新桶到货", "reply": "新桶下周到货", "review_on": day}
    asking = asks(a_standing("filed"), "dispatcher")
    if allowed:
        assert rules.next_move(EVENT, name="wait", facts=asking, data=said).name == "wait"
    else:
        with pytest.raises(Invalid) as refusal:
            rules.next_move(EVENT, name="wait", facts=asking, data=said)
        assert refusal.value.fields.keys() == {"review_on"}


MOMENT = timedelta(microseconds=1)


@pytest.mark.parametrize(
    "claimed", [NINE + CLOCK_SKEW, NINE - LONGEST_OFFLINE, NINE - timedelta(hours=1) - CLOCK_SKEW]
)
def test_the_last_plausible_moments_are_plausible(claimed: datetime) -> None:
    since = NINE - timedelta(hours=1) if claimed > NINE - timedelta(days=1) else None
    rules.require_plausible(claimed, now=NINE, not_before=since)


@pytest.mark.parametrize(
    ("claimed", "born", "words_of"),
    [
        (NINE + CLOCK_SKEW + MOMENT, None, "future"),
        (NINE - LONGEST_OFFLINE - MOMENT, None, "past"),
        (NINE - CLOCK_SKEW - MOMENT, NINE, "before"),
        (NINE.replace(tzinfo=None), None, "zone"),
    ],
)
def test_a_moment_that_cannot_be_is_refused_for_its_own_reason(
    claimed: datetime, born: datetime | None, words_of: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        rules.require_plausible(claimed, now=NINE, not_before=born)
    assert refusal.value.fields == {"happened_at": _reason(words_of)}


def _reason(key: str) -> str:
    return refusals.impossible_moment(key).fields["happened_at"]


def test_a_wrong_answer_is_told_in_the_words_of_its_rule() -> None:
    asking = asks(a_standing("filed"), "dispatcher")
    with pytest.raises(Invalid) as refusal:
        rules.next_move(
            EVENT, name="wait", facts=asking, data={"reason": "x", "review_on": "soon", "colour": 1}
        )
    told = refusal.value.fields
    assert told["reply"] == words.answer_problem("required", None)
    assert told["reason"] == words.answer_problem("minLength", EVENT.answers["reason"]["minLength"])
    assert told["review_on"] == words.answer_problem("format", "date")
    assert len({*told.values()}) == len(told)


def test_filing_is_offered_only_where_the_category_has_a_standard() -> None:
    asking = asks(a_standing("reported"), "clerk")
    assert "file" in {move.name for move in rules.moves_open_to(EVENT, asking)}
    bare = EVENT.model_copy(update={"terms": {}})
    offered = {move.name for move in rules.moves_open_to(bare, asking)}
    assert "file" not in offered
    assert "send_to_verify" in offered


@pytest.mark.parametrize(
    ("roles", "source"),
    [
        ({"gridworker"}, "patrol"),
        ({"assistant", "resident"}, "patrol"),
        ({"gridlead"}, "patrol"),
        ({"chief"}, "visit"),
        ({"clerk"}, "hotline"),
        ({"dispatcher"}, "hotline"),
        ({"handler"}, "department"),
        ({"resident", "handler"}, "department"),
        ({"resident"}, "resident"),
        (set(), "resident"),
    ],
)
def test_a_report_comes_by_the_way_of_whoever_reports(roles: set[str], source: str) -> None:
    assert rules.usual_source(roles) == source


def test_only_who_reports_this_kind_reports_it() -> None:
    rules.require_may_report(EVENT, {"auditor", "clerk"})
    with pytest.raises(NotAllowed) as refusal:
        rules.require_may_report(EVENT, {"auditor", "admin"})
    assert refusal.value.facts["by"] == sorted(EVENT.report.by)


LON, LAT = 117.7005, 34.8015


def test_a_coarse_place_is_near_and_the_same_for_the_neighbours() -> None:
    near = rules.coarse(LON, LAT)
    assert rules.metres_apart(LON, LAT, *near) <= NEARNESS * 0.72
    assert rules.coarse(*near) == near
    # A millionth of a degree is a hand's breadth: more digits would pretend to know.
    for lon in (LON, LON + 0.01, LON + 0.02, LON + 0.03):
        assert all(value == round(value, 6) for value in rules.coarse(lon, LAT + lon - LON))
    step = 1e-6
    steps = {rules.coarse(LON + step * n, LAT + step * n) for n in range(-200, 200)}
    assert 1 < len(steps) < 5


def test_coarse_places_stand_as_far_apart_as_promised_each_way() -> None:
    lon, lat = rules.coarse(LON, LAT)
    east = {rules.coarse(lon + 1e-5 * n, lat)[0] for n in range(150)}
    north = {rules.coarse(lon, lat + 1e-5 * n)[1] for n in range(150)}
    for first, second in zip(sorted(east), sorted(east)[1:], strict=False):
        assert rules.metres_apart(first, lat, second, lat) == pytest.approx(NEARNESS, rel=0.01)
    for first, second in zip(sorted(north), sorted(north)[1:], strict=False):
        assert rules.metres_apart(lon, first, lon, second) == pytest.approx(NEARNESS, rel=0.01)
    assert len(east) > 2
    assert len(north) > 2


@pytest.mark.parametrize(("lon", "lat"), [(-117.7, -34.8), (0.0, 0.0), (179.9999, 89.9), (-179.9999, -89.9)])
def test_a_coarse_place_is_found_on_every_side_of_the_earth(lon: float, lat: float) -> None:
    near = rules.coarse(lon, lat)
    assert abs(near[1] - lat) < 0.001
    assert near == rules.coarse(lon, lat)


def test_metres_are_metres_in_both_directions() -> None:
    assert rules.metres_apart(LON, LAT, LON, LAT + 0.001) == pytest.approx(111.2, rel=0.003)
    assert rules.metres_apart(LON, LAT, LON + 0.001, LAT) == pytest.approx(91.3, rel=0.003)
    assert rules.metres_apart(LON, LAT, LON, LAT) == 0
    assert rules.metres_apart(10, 20, 10.003, 20.004) == pytest.approx(544.6, rel=0.005)
