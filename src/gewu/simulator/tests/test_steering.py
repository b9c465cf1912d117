"""The rules of the demo town: written once, and one of them in the shadow of another."""

import pytest

from gewu.people import queries as people
from gewu.places import queries as places
from gewu.routing import queries
from gewu.routing.rules import covers
from gewu.simulator.steering import RULES, write_rules

pytestmark = pytest.mark.django_db


def test_the_rules_are_written_once_for_the_offices_that_are_there(wenhualu: str) -> None:
    township = places.locality(wenhualu).township
    write_rules(township)
    write_rules(township)
    rules = queries.rules_of(township)
    assert [rule.name for rule in rules] == [asks["name"] for _key, asks in RULES]
    offices = {office.id: office.key for office in people.organisations_of(township)}
    assert [offices[rule.office] for rule in rules] == [key for key, _asks in RULES]


def test_one_rule_leaves_another_nothing(wenhualu: str) -> None:
    township = places.locality(wenhualu).township
    write_rules(township)
    rules = queries.rules_of(township)
    shadowed = [
        later.name
        for place, later in enumerate(rules)
        if any(covers(earlier, later) for earlier in rules[:place])
    ]
    assert shadowed == ["污水井盖归供排水"]
