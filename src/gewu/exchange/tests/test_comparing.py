"""Another office's file: who is only here, and every difference decided once."""

from typing import Any

import pytest

from gewu.exchange import commands, queries
from gewu.exchange.models import Import
from gewu.exchange.tests.books import person, workbook
from gewu.exchange.tests.steps import Desk, table
from gewu.exchange.tests.test_imports import FAMILY
from gewu.kernel.errors import Invalid, NotFound, RuleBroken
from gewu.people.testing import an_actor
from gewu.registers.sources import Source

pytestmark = pytest.mark.django_db


def compared(desk: Desk, *theirs: Any, **scope: str) -> Import:
    row = desk.checked(workbook(theirs), aim="compare", office="小样民政所")
    commands.compare(import_id=row.id, actor=desk.clerk, **scope)
    return queries.one_import(desk.clerk, row.id)


def their_phone(desk: Desk) -> Import:
    desk.landed(FAMILY, source="window")
    return compared(desk, person("李小样", 2, "19640506", 联系电话="13906320002"))


def chosen(desk: Desk, row: Import, result: str = "differs") -> set[Any]:
    return {one.id for one in queries.differences(row, desk.clerk, result=result)}


def test_whom_their_file_does_not_have_is_only_here(desk: Desk) -> None:
    row = their_phone(desk)
    assert row.facts["here"] == {"all": 3, "found": 1, "maybe": 0, "only_here": 2}
    lines = queries.differences(row, desk.clerk, result="only_here")
    assert sorted(one.name for one in lines) == ["张**", "张**"]


def test_a_difference_that_is_taken_over_holds_as_shared_by_their_office(desk: Desk) -> None:
    row = their_phone(desk)
    (line,) = queries.differences(row, desk.clerk, result="differs")
    assert (line.label, line.theirs) == ("联系电话", "139****0002")
    done = commands.settle(import_id=row.id, chosen={line.id}, decision="take", actor=desk.clerk)
    assert done == (1, 0, 0, 0)
    held = table("Person").objects.filter(township=desk.town.township).by_id(line.person).get()
    assert held.sources["phone"][0] == Source.EXCHANGED
    commands.compare(import_id=row.id, actor=desk.clerk)
    assert queries.one_import(desk.clerk, row.id).facts["hit"] == 1
    assert queries.how_many(row)["differs"] == {"open": 0, "decided": 1}


def test_what_was_left_is_not_asked_again(desk: Desk) -> None:
    row = their_phone(desk)
    for result in ("differs", "only_here"):
        commands.settle(
            import_id=row.id, chosen=chosen(desk, row, result), decision="leave", actor=desk.clerk
        )
    commands.compare(import_id=row.id, actor=desk.clerk)
    assert [chosen(desk, row, one) for one in ("differs", "only_here")] == [set(), set()]
    assert queries.one_import(desk.clerk, row.id).facts["differs"] == 1


def test_nothing_is_taken_over_for_people_their_file_does_not_have(desk: Desk) -> None:
    row = their_phone(desk)
    with pytest.raises(RuleBroken):
        commands.settle(
            import_id=row.id, chosen=chosen(desk, row, "only_here"), decision="take", actor=desk.clerk
        )


def test_a_difference_is_decided_once_and_by_a_known_answer(desk: Desk) -> None:
    row = their_phone(desk)
    ids = chosen(desk, row)
    with pytest.raises(Invalid):
        commands.settle(import_id=row.id, chosen=ids, decision="both", actor=desk.clerk)
    with pytest.raises(Invalid):
        commands.settle(import_id=row.id, chosen=set(), decision="leave", actor=desk.clerk)
    commands.settle(import_id=row.id, chosen=ids, decision="leave", actor=desk.clerk)
    with pytest.raises(RuleBroken):
        commands.settle(import_id=row.id, chosen=ids, decision="take", actor=desk.clerk)
    stranger = an_actor("gridworker", desk.town.a1)
    with pytest.raises(NotFound):
        commands.settle(import_id=row.id, chosen=ids, decision="leave", actor=stranger)


def test_only_those_of_the_place_should_stand_in_their_file(desk: Desk) -> None:
    desk.landed(FAMILY)
    theirs = person("李小样", 2, "19640506")
    assert compared(desk, theirs, area=str(desk.town.grid_a)).facts["here"]["all"] == 3
    assert compared(desk, theirs, area=str(desk.town.south)).facts["here"]["all"] == 0
    nobody = compared(desk, theirs, programme="older").facts["here"]
    assert nobody["found"] + nobody["maybe"] + nobody["only_here"] == nobody["all"]
    with pytest.raises(Invalid):
        compared(desk, theirs, programme="no-such")
    with pytest.raises(Invalid):
        compared(desk, theirs, area="no-such")


def test_a_row_that_may_be_somebody_is_decided_and_then_what_it_says_otherwise(desk: Desk) -> None:
    desk.landed(FAMILY, source="window")
    theirs = person("李小样", 2, "19640506", 公民身份号码="", 联系电话="13906320002")
    row = compared(desk, theirs)
    (line,) = queries.differences(row, desk.clerk, result="to_check")
    assert (line.row, "联系电话 139****0002" in line.theirs, line.ours == line.theirs) == (2, True, False)
    done = commands.settle(import_id=row.id, chosen={line.id}, decision="take", actor=desk.clerk)
    assert done == (1, 0, 0, 0)
    for _again in range(2):
        assert chosen(desk, row, "to_check") == set()
        (phone,) = queries.differences(row, desk.clerk, result="differs")
        assert (phone.person, phone.label) == (line.person, "联系电话")
        commands.compare(import_id=row.id, actor=desk.clerk)


def test_a_row_about_somebody_else_is_not_asked_again(desk: Desk) -> None:
    desk.landed(FAMILY, source="window")
    row = compared(desk, person("李小样", 2, "19640506", 公民身份号码="", 联系电话="13906320002"))
    ids = chosen(desk, row, "to_check")
    commands.settle(import_id=row.id, chosen=ids, decision="leave", actor=desk.clerk)
    commands.compare(import_id=row.id, actor=desk.clerk)
    assert queries.how_many(row)["to_check"] == {"open": 0, "decided": 1}
    assert chosen(desk, row) == set()
