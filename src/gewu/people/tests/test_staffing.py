"""The people of the five places by their files alone: nobody is loaded for this."""

import tomllib
from collections import Counter
from functools import cache

import pytest

from gewu.people import staffing, staffing_checks
from gewu.people.staffing import Duty, Everywhere, Staffing
from gewu.places import shelf
from gewu.places.locality import Locality, Plan, parse
from gewu.places.testing import tiny_locality, tiny_plan
from gewu.places.values import area_id

PLACES = ("wenhualu", "jiefangbei", "daimiao", "shiqiao", "zhengzhou")
ROLES = {
    "gridworker", "assistant", "gridlead", "chief", "clerk", "dispatcher", "supervisor", "handler", "checker",
    "overseer", "auditor", "admin",
}  # fmt: skip


@cache
def duties(key: str) -> tuple[Duty, ...]:
    found = staffing.read(key)
    assert found
    return tuple(staffing_checks.duties_of(*shelf.read(key), found[0]))


@cache
def levels(key: str) -> dict[object, str]:
    locality, plan = shelf.read(key)
    return {area_id(area.code): area.level for area in (*locality.areas, *(plan.areas if plan else ()))}


def on(key: str, level: str, *roles: str) -> list[Duty]:
    return [duty for duty in duties(key) if levels(key).get(duty.area) == level and duty.role in roles]


def test_the_people_of_every_place_fit_its_own_rules() -> None:
    assert staffing_checks.check() == []


@pytest.mark.parametrize("key", PLACES)
def test_every_role_has_a_login_of_its_own(key: str) -> None:
    logins = [duty for duty in duties(key) if duty.login]
    assert {duty.role for duty in logins} == ROLES
    assert len({duty.username for duty in logins}) == len(logins)


@pytest.mark.parametrize("key", PLACES)
def test_people_have_names_of_their_own_and_posts_are_given_once(key: str) -> None:
    names = {duty.user: duty.name for duty in duties(key)}
    assert len(set(names.values())) == len(names)
    assert len({duty.post for duty in duties(key)}) == len(duties(key))


def test_no_login_of_one_place_is_called_like_one_of_another() -> None:
    names = Counter(duty.username for key in PLACES for duty in {d.user: d for d in duties(key)}.values())
    assert set(names.values()) == {1}


def test_375_people_are_in_posts_on_the_48_grids_of_shiqiao() -> None:
    held = on("shiqiao", "grid", "gridlead", "gridworker")
    assert len({duty.user for duty in held}) == len(held) == 375
    assert set(Counter(duty.area for duty in held).values()) == {7, 8}
    assert len({duty.area for duty in held}) == 48


def test_236_people_lead_the_418_grids_of_daimiao() -> None:
    led = on("daimiao", "grid", "gridlead")
    assert (len({duty.user for duty in led}), len({duty.area for duty in led})) == (236, 418)
    assert max(Counter(duty.user for duty in led).values()) == 2


def test_every_grid_of_daimiao_has_a_contact_of_each_office_that_enforces() -> None:
    contacts = on("daimiao", "grid", "assistant")
    assert Counter(duty.seat for duty in contacts) == {"squad": 418, "police": 418}
    assert len({(duty.seat, duty.organisation) for duty in contacts}) == 2
    assert all(duty.organisation for duty in contacts)


def test_jiefangbei_has_two_heads_for_a_community_and_one_lead_for_a_grid() -> None:
    assert set(Counter(duty.area for duty in on("jiefangbei", "community", "chief")).values()) == {2}
    assert set(Counter(duty.area for duty in on("jiefangbei", "grid", "gridlead")).values()) == {1}
    assert len(on("jiefangbei", "duty_area", "gridworker")) == 93


def test_posts_are_shared_out_evenly_and_people_have_neighbouring_areas() -> None:
    rule = {"role": "gridworker", "tier": "cell", "username": "worker"}
    areas = ["1", "2", "3"]
    shared = Counter(place for place, _name in Everywhere.model_validate(rule | {"total": 7}).slots(areas))
    assert shared == {0: 3, 1: 2, 2: 2}
    few = [name for _place, name in Everywhere.model_validate(rule | {"persons": 2}).slots(areas)]
    assert few == ["worker-1", "worker-1", "worker-3"]


RULES = [
    ({"level": "unit", "roles": ["gridworker"], "each": [2, 3]}, "4 areas have fewer than 2 or more than 3"),
    ({"level": "unit", "roles": ["gridworker"], "total": 5}, "4 posts of gridworker, 5 announced"),
    ({"level": "unit", "roles": ["gridworker"], "persons": 3}, "4 people are gridworker, 3 announced"),
]


@pytest.mark.parametrize(("rule", "said"), RULES, ids=["each", "total", "persons"])
def test_people_who_do_not_fit_a_rule_are_told_of(rule: dict[str, object], said: str) -> None:
    locality = parse(tiny_locality().model_dump(mode="json") | {"staffing": [rule]}, "tiny")
    assert said in "; ".join(_problems(locality, tiny_plan()))


WRONG = [
    ('[[everywhere]]\nrole = "king"\ntier = "cell"\nusername = "k"', "there is no role 'king'"),
    ('[[everywhere]]\nrole = "chief"\ntier = "cell"\nusername = "c"', "chief may not be held on a cell"),
    ('[[logins]]\nusername = "x"\nrole = "chief"\ntier = "community"\nnth = 9', "x: there are 2 areas"),
    (
        '[[logins]]\nusername = "x"\nrole = "handler"\ntier = "township"\norganisation = "no"',
        "organisation 'no'",
    ),
    (
        '[[everywhere]]\nrole = "gridworker"\ntier = "cell"\nusername = "w"\n'
        '[[away]]\nrole = "gridworker"\nnth = 9\nreason = "leave"\ndays = 2',
        "away: there are 4 posts of gridworker, counted from 0, and no 9",
    ),
    (
        '[[everywhere]]\nrole = "gridworker"\ntier = "cell"\nusername = "w"\n'
        '[[pairs]]\nrole = "gridworker"\none = 0\nother = 3',
        "are no neighbours",
    ),
]


@pytest.mark.parametrize(
    ("text", "said"), WRONG, ids=["role", "tier", "place", "organisation", "away", "pair"]
)
def test_a_mistake_in_the_list_of_people_is_told_of(text: str, said: str) -> None:
    assert said in "; ".join(_problems(tiny_locality(), tiny_plan(), text))


EVERYBODY = '[[everywhere]]\nrole = "gridworker"\ntier = "cell"\nusername = "w"'


def _problems(locality: Locality, plan: Plan, text: str = EVERYBODY) -> list[str]:
    head = 'since = 2020-01-01\nsurnames = "梅兰"\ngiven = ["一", "二", "三"]\n'
    staff = Staffing.model_validate(tomllib.loads(head + text))
    return list(staffing_checks.problems_between(locality, plan, staff))
