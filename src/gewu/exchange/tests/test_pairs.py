"""Two records of one person: found, made one, and two again exactly as they were."""

from typing import Any
from uuid import UUID

import pytest

from gewu.exchange import commands, queries
from gewu.exchange.models import Pair
from gewu.exchange.tests.books import identity
from gewu.exchange.tests.steps import Desk, table
from gewu.kernel.errors import NotFound, RuleBroken
from gewu.people.testing import an_actor
from gewu.registers import commands as registers
from gewu.registers import queries as known
from gewu.registers.sources import Origin, Source
from gewu.registers.values import At

pytestmark = pytest.mark.django_db
Person, Member, Household = table("Person"), table("Member"), table("Household")
WHO = {"name": "张小样", "born": "1962-03-05"}


def a_person(desk: Desk, source: Source = Source.WINDOW, at: At | None = None, **values: str) -> UUID:
    return registers.record(
        "person",
        township=desk.town.township,
        values=WHO | values,
        origin=Origin(source=source),
        actor=desk.clerk,
        at=at,
    ).id


def a_home(desk: Desk) -> UUID:
    return registers.record(
        "household",
        township=desk.town.township,
        values={"kind": "family"},
        origin=Origin(source=Source.WINDOW),
        actor=desk.clerk,
        at=At(address=desk.town.building_1),
    ).id


def the_pair(desk: Desk) -> Pair:
    commands.keep_pairs(desk.town.township)
    return Pair.objects.filter(township=desk.town.township).get()


def state_of(desk: Desk) -> list[dict[str, Any]]:
    """Everything but how often the rows were written."""
    return [
        {
            "values": {key: one.value for key, one in found.values.items()},
            "sources": row.sources,
            "state": row.state,
            "household": row.household,
            "went_to": row.went_to,
        }
        for row in Person.objects.filter(township=desk.town.township).order_by("id")
        for found in [known.known(row, known.register("person"))]
    ]


def test_pairs_are_found_by_the_declared_rules(desk: Desk) -> None:
    a_person(desk)
    a_person(desk, name="章小样", phone="13806320001")
    a_person(desk, name="李小样")
    a_person(desk, born="1963-03-05", phone="13806320001")
    commands.keep_pairs(desk.town.township)
    found = Pair.objects.filter(township=desk.town.township).values_list("matcher", flat=True)
    assert sorted(found) == ["name_born", "name_phone"]
    assert commands.keep_pairs(desk.town.township) == 0


def test_two_identity_numbers_are_two_people(desk: Desk) -> None:
    a_person(desk, identity_number=identity("19620305", 1))
    a_person(desk, identity_number=identity("19620305", 3))
    assert commands.keep_pairs(desk.town.township) == 0


def test_the_better_value_wins_field_by_field_and_parting_restores_both(desk: Desk) -> None:
    winner = a_person(desk, phone="13806320001", workplace="小样小学", at=At(household=a_home(desk)))
    loser = a_person(
        desk, Source.EXCHANGED, at=At(household=a_home(desk)),
        phone="13906320002", identity_number=identity("19620305", 1),
    )  # fmt: skip
    before = state_of(desk)
    pair = the_pair(desk)
    commands.unite_pair(pair_id=pair.id, winner=winner, actor=desk.clerk)
    rows = {row.id: row for row in Person.objects.filter(township=desk.town.township)}
    kept = known.known(rows[winner], known.register("person"))
    assert (kept.get("phone"), kept.get("workplace")) == ("13906320002", "小样小学")
    assert kept.get("identity_number") == identity("19620305", 1)
    assert (rows[loser].state, rows[loser].went_to, rows[loser].household) == (
        "merged",
        rows[winner].number,
        None,
    )
    assert known.known_person(desk.clerk, identity=identity("19620305", 1)).id == winner  # type: ignore[union-attr]
    commands.part_pair(pair_id=pair.id, actor=desk.clerk)
    assert state_of(desk) == before
    sizes = Household.objects.filter(township=desk.town.township).values_list("size", flat=True)
    assert sorted(sizes) == [1, 1]


def test_parting_is_refused_once_somebody_changed_the_record(desk: Desk) -> None:
    winner = a_person(desk)
    a_person(desk, phone="13906320002")
    pair = the_pair(desk)
    commands.unite_pair(pair_id=pair.id, winner=winner, actor=desk.clerk)
    registers.record(
        "person", township=desk.town.township, values={"workplace": "小样小学"}, actor=desk.clerk,
        origin=Origin(source=Source.WINDOW), subject=winner,
    )  # fmt: skip
    with pytest.raises(RuleBroken):
        commands.part_pair(pair_id=pair.id, actor=desk.clerk)


def test_two_people_are_not_offered_again(desk: Desk) -> None:
    a_person(desk)
    a_person(desk)
    pair = the_pair(desk)
    commands.keep_apart(pair_id=pair.id, actor=desk.clerk)
    assert commands.keep_pairs(desk.town.township) == 0
    assert queries.pairs(desk.clerk) == []
    with pytest.raises(RuleBroken):
        commands.unite_pair(pair_id=pair.id, winner=pair.left, actor=desk.clerk)


def test_both_records_stand_side_by_side_masked(desk: Desk) -> None:
    a_person(desk, phone="13806320001")
    a_person(desk)
    lines = {line.label: line for line in queries.beside(desk.clerk, the_pair(desk).id).lines}
    assert lines["姓名"].left == "张**"
    assert (lines["联系电话"].left, lines["联系电话"].same) == ("138****0001", False)
    with pytest.raises(NotFound):
        queries.beside(an_actor("gridworker", desk.town.a1), the_pair(desk).id)
