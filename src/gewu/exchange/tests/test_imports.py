"""From a workbook to the registers, and back."""

import io
from typing import Any

import pytest
from openpyxl import load_workbook

from gewu.exchange import commands, queries
from gewu.exchange.commands import houses
from gewu.exchange.commands.comparing import RESULTS
from gewu.exchange.models import Chunk, Import, Landed, State
from gewu.exchange.tests.books import HEADS, identity, person, upload, workbook
from gewu.exchange.tests.steps import Desk, table
from gewu.kernel import journal
from gewu.kernel.errors import Invalid, NotAllowed, NotFound, RuleBroken
from gewu.kernel.jobs import run_due
from gewu.people.testing import an_actor
from gewu.registers import commands as registers
from gewu.registers import queries as known
from gewu.registers.sources import Origin, Source

Person, Household, Member = table("Person"), table("Household"), table("Member")
Dwelling, Claim = table("Dwelling"), table("Claim")
pytestmark = pytest.mark.django_db
FAMILY = (
    person("张小样", 1, "19620305", 与户主关系="户主"),
    person("李小样", 2, "19640506", 与户主关系="妻"),
    person("张小小", 3, "19900101", 与户主关系="子女", 现住地址="幸福小区1栋1-101"),
)


def people(desk: Desk) -> dict[str, Any]:
    return {row.name: row for row in Person.objects.filter(township=desk.town.township)}


def phone_of(desk: Desk, name: str) -> str:
    phone = people(desk)[name].phone
    return str(phone.open()) if phone else ""


def test_a_family_comes_in_with_its_household_and_dwelling(desk: Desk) -> None:
    row = desk.landed(FAMILY)
    assert (row.state, row.created, row.bad) == (State.DONE, 3, 0)
    assert desk.left(row) == [("dwelling", "created"), ("household", "created"), *[("person", "created")] * 3]
    home = Household.objects.filter(township=desk.town.township).get()
    found = people(desk)
    assert (home.size, home.head, home.name) == (3, found["张小样"].id, "张小样")
    door = Dwelling.objects.filter(township=desk.town.township).get()
    assert (door.name, door.building, home.dwelling) == ("1单元101室", desk.town.building_1, door.id)
    relations = Member.objects.filter(township=desk.town.township).values_list("relation", flat=True)
    assert sorted(relations) == ["head", "son", "spouse"]
    child = found["张小小"]
    assert (child.in_cell, child.household, child.sex) == (desk.town.a1, home.id, "male")
    assert child.identity_number is not None
    assert child.identity_number.open() == identity("19900101", 3)


def test_what_came_in_by_copy_is_found_like_everything_else(desk: Desk) -> None:
    desk.landed(FAMILY)
    seen = known.known_person(desk.clerk, identity=identity("19620305", 1))
    assert seen is not None
    mark = seen.values["name"].mark
    assert (seen.get("name"), mark.source if mark else "") == ("张小样", Source.EXCHANGED)
    assert known.known_person(desk.clerk, phone="13806320002") is not None
    assert people(desk)["李小样"].name_key == "lixiaoyang"


def test_who_comes_into_a_household_that_is_there_does_not_head_it(desk: Desk) -> None:
    desk.landed([person("张小样")])
    desk.landed([person("李小样", 2)])
    assert table("Member").objects.filter(township=desk.town.township, relation="head").count() == 1


def test_the_same_workbook_again_changes_nothing(desk: Desk) -> None:
    desk.landed(FAMILY)
    again = desk.landed(FAMILY)
    assert (again.created, again.changed, again.same, again.to_check) == (0, 0, 3, 0)
    assert len(people(desk)) == 3
    assert desk.left(again) == []


def test_a_newer_workbook_changes_what_it_says_otherwise(desk: Desk) -> None:
    desk.landed(FAMILY)
    row = desk.landed([person("张小样", 1, "19620305", 联系电话="13906320009")])
    assert (row.created, row.changed, row.same) == (0, 1, 0)
    assert phone_of(desk, "张小样") == "13906320009"


def test_what_is_typed_from_paper_does_not_beat_what_was_exchanged(desk: Desk) -> None:
    desk.landed(FAMILY)
    row = desk.landed([person("张小样", 1, "19620305", 联系电话="13906320009")], source="paper")
    assert row.claims == 1
    assert phone_of(desk, "张小样") == "13806320001"
    assert Claim.objects.filter(township=desk.town.township, state="open").count() == 1


def test_who_lives_elsewhere_by_our_books_is_left_to_a_person(desk: Desk) -> None:
    desk.landed(FAMILY)
    row = desk.landed([person("张小小", 3, "19900101", 现住地址="幸福小区3号楼1单元101室")])
    assert row.to_check == 1
    assert [one.how for one in queries.kept_back(row)] == ["to_check"]


def test_every_bad_cell_is_named_with_its_place(desk: Desk) -> None:
    rows = [
        person("张小样"),
        person("李9", 2, 公民身份号码=370402196203051200, 现住地址="天边小区1号楼"),
        person("王小样", 3, 出生日期="1962.3.6", 性别="女", 联系电话="123", 民族="火星族"),
        person("", 5),
    ]
    row = desk.checked(workbook(rows))
    assert (row.state, row.good, row.bad) == (State.CHECKED, 1, 3)
    assert desk.findings(row) == [
        (3, 0, "name_digits"),
        (3, 3, "identity_rounded"),
        (3, 6, "address_unknown"),
        (4, 1, "sex_differs"),
        (4, 2, "born_differs"),
        (4, 4, "phone_form"),
        (4, 5, "no_such_answer"),
        (5, 0, "needed"),
    ]
    first = queries.findings(row)[1]
    assert (first.column, first.heading, first.shown) == ("D", "公民身份号码", "370***********1200")


def test_all_or_nothing_is_the_rule(desk: Desk) -> None:
    row = desk.checked(workbook([person("张小样"), person("", 2)]))
    with pytest.raises(RuleBroken):
        commands.go(import_id=row.id, actor=desk.clerk)
    assert people(desk) == {}
    commands.go(import_id=row.id, good_only=True, actor=desk.clerk)
    run_due()
    assert sorted(people(desk)) == ["张小样"]


def test_the_good_rows_go_in_and_the_bad_ones_come_back(desk: Desk) -> None:
    row = desk.landed([person("张小样"), person("@SUM1", 2, 联系电话="12")], all_or_none=False)
    assert (row.created, row.bad, sorted(people(desk))) == (1, 1, ["张小样"])
    content = commands.bad_rows(import_id=row.id, actor=desk.clerk)
    lines = list(load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(values_only=True))
    assert lines[1][1:-1] == HEADS
    assert lines[2][1] == "'@SUM1"
    assert "E3 联系电话：" in str(lines[2][-1])
    again = desk.receive(content)
    assert (again.header, again.depth, again.headings[0]) == (2, 1, "行")
    with pytest.raises(NotAllowed):
        commands.bad_rows(import_id=row.id, actor=an_actor("clerk", desk.town.street))


def test_rows_that_repeat_are_counted_and_left_out(desk: Desk) -> None:
    row = desk.checked(workbook([person("张小样"), person("张小样"), person("张大样")]))
    assert (row.good, row.twice, row.bad) == (1, 1, 1)
    assert desk.findings(row) == [(4, 3, "identity_twice")]


def test_a_day_without_its_day_comes_from_the_number(desk: Desk) -> None:
    desk.landed([person("张小样", 1, "19620305", 出生日期="1962年3月")])
    assert str(people(desk)["张小样"].born) == "1962-03-05"
    row = desk.checked(workbook([person("李小样", 2, 公民身份号码="", 出生日期="1962年3月")]))
    assert desk.findings(row) == [(2, 2, "date_no_day")]


def test_the_mapping_is_remembered_for_tables_of_this_form(desk: Desk) -> None:
    heads = ("甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "公民身份号码", "联系电话")
    rows = [[*person("张小样", n), identity("19620305", n), f"1390632{n:04}"] for n in (1, 3)]
    first = desk.receive(workbook(rows, heads))
    assert not first.remembered
    mapping = {0: "person.name", 6: "address", 3: "person.identity_number"}
    commands.lay(import_id=first.id, mapping=mapping, all_or_none=True, actor=desk.clerk)
    run_due()
    second = desk.receive(workbook(rows, heads))
    assert second.remembered
    assert second.mapping == {"0": "person.name", "3": "person.identity_number", "6": "address"}


def test_a_wrong_mapping_is_refused_by_its_columns(desk: Desk) -> None:
    row = desk.receive(workbook([person("张小样")]))
    for mapping, field in (
        ({0: "person.name", 1: "person.name", 6: "address"}, "column.0"),
        ({0: "nonsense", 6: "address"}, "column.0"),
        ({0: "person.name"}, "columns"),
        ({99: "person.name", 6: "address"}, "column.99"),
    ):
        with pytest.raises(Invalid) as refused:
            commands.lay(import_id=row.id, mapping=mapping, all_or_none=True, actor=desk.clerk)
        assert field in refused.value.fields


def test_a_cell_is_shown_masked(desk: Desk) -> None:
    row = desk.receive(workbook([person("张小样")]))
    shown = queries.preview(row, row.mapping)
    said = dict(zip(shown.heads, (cell.said for cell in shown.rows[0][1]), strict=True))
    assert said["姓名"] == "张**"
    assert said["公民身份号码"].count("*") > 8
    assert said["联系电话"] == "138****0001"
    assert said["性别"] == "男"


def test_undo_takes_a_whole_import_back(desk: Desk) -> None:
    row = desk.undone(desk.landed(FAMILY).id)
    assert (row.state, row.taken_back, row.kept) == (State.UNDONE, 5, 0)
    for one in (Person, Household, Dwelling, Member):
        assert not one.objects.filter(township=desk.town.township).exists()


def test_undo_restores_what_was_changed_and_keeps_what_was_touched_since(desk: Desk) -> None:
    desk.landed(FAMILY)
    changed = [
        person("张小样", 1, "19620305", 联系电话="13906320001"),
        person("李小样", 2, "19640506", 联系电话="13906320002"),
    ]
    second = desk.landed(changed)
    origin = Origin(source=Source.EXCHANGED)
    touched = people(desk)["李小样"].id
    registers.record(
        "person", township=desk.town.township, values={"workplace": "小样小学"}, origin=origin,
        actor=desk.clerk, subject=touched,
    )  # fmt: skip
    row = desk.undone(second.id)
    assert (row.taken_back, row.kept) == (1, 1)
    assert [one.subject_id for one in queries.kept_back(row)] == [touched]
    assert phone_of(desk, "张小样") == "13806320001"
    assert phone_of(desk, "李小样") == "13906320002"


def test_a_worker_that_dies_half_way_leaves_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    row = desk.checked(workbook(FAMILY))
    commands.go(import_id=row.id, actor=desk.clerk)

    def killed(*_more: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(houses.Homes, "move_in", killed)
        with pytest.raises(KeyboardInterrupt):
            run_due()
    assert people(desk) == {}
    assert Landed.objects.filter(township=desk.town.township).count() == 0
    run_due()
    assert len(people(desk)) == 3


def test_checking_goes_on_where_it_was_cut_off(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gewu.exchange.commands.receiving.CHUNK", 2)
    monkeypatch.setattr("gewu.exchange.commands.checking.AT_ONCE", 1)
    rows = [person(f"张小{n}样".replace(str(n), "一二三四五"[n]), n) for n in range(5)]
    row = desk.checked(workbook([*rows, rows[0]]))
    assert (row.steps, row.good, row.twice) == (3, 5, 1)


def test_the_file_and_its_rows_lie_sealed_and_go_when_they_are_not_needed(desk: Desk) -> None:
    row = desk.checked(workbook(FAMILY))
    chunk = Chunk.objects.filter(township=row.township, import_id=row.id).get()
    with pytest.raises(TypeError):
        Chunk.objects.filter(township=row.township, rows="x").exists()
    assert "张小样" not in repr(chunk.rows)
    commands.go(import_id=row.id, actor=desk.clerk)
    run_due()
    assert not Chunk.objects.filter(township=row.township, import_id=row.id).exists()
    assert Import.objects.one(row.id).file_id is None


def test_the_journal_tells_each_step_and_no_word_of_a_person(desk: Desk) -> None:
    row = desk.undone(desk.landed(FAMILY).id)
    kinds = [entry.kind.removeprefix("exchange.") for entry in journal.entries_of(row.id)]
    assert kinds == ["received", "laid", "checked", "begun", "done", "undo_begun", "undone"]


def test_a_refused_file_says_why_and_stays_out(desk: Desk) -> None:
    with pytest.raises(Invalid, match="空"):
        desk.receive(b"")
    row = desk.receive(workbook([["x", "y"]], ("甲", "乙")))
    assert (row.state, row.said) == (State.REFUSED, "no_header")


def test_only_those_who_work_with_whole_registers_import(desk: Desk) -> None:
    for role, area in (
        ("gridworker", desk.town.a1),
        ("chief", desk.town.north),
        ("supervisor", desk.town.street),
    ):
        with pytest.raises(NotAllowed):
            commands.receive(
                upload=upload(workbook(FAMILY)), kind="residents", source="exchanged", office="x",
                day=desk.day, actor=an_actor(role, area),
            )  # fmt: skip
    row = desk.receive(workbook(FAMILY))
    with pytest.raises(NotFound):
        queries.one_import(an_actor("gridworker", desk.town.a1), row.id)


def test_another_systems_file_is_compared_and_the_counts_add_up(desk: Desk) -> None:
    desk.landed(FAMILY)
    theirs = [
        person("张小样", 1, "19620305"),
        person("李小样", 2, "19640506", 联系电话="13906320002"),
        person("张小小", 3, "19900101", 公民身份号码=""),
        person("赵小样", 7, "19620307"),
        person("", 9),
        person("王小样", 5, "19620306", 联系电话="12"),
    ]
    row = desk.checked(workbook(theirs), aim="compare")
    with pytest.raises(RuleBroken):
        commands.go(import_id=row.id, actor=desk.clerk)
    content = commands.compare(import_id=row.id, actor=desk.clerk)
    row = queries.one_import(desk.clerk, row.id)
    rows = {key: row.facts[key] for key in RESULTS}
    assert rows == {"hit": 1, "differs": 1, "to_check": 1, "only_there": 2, "twice": 0, "bad": 1}
    assert sum(rows.values()) == row.rows
    assert row.facts["here"] == {"all": 3, "found": 2, "maybe": 1, "only_here": 0}
    lines = list(load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(values_only=True))
    assert lines[3][-1] == "联系电话"
    assert len(people(desk)) == 3


def test_a_row_that_breaks_a_check_is_named_and_can_still_come_in(desk: Desk) -> None:
    pupil, child = person("张小样", 1, "19280305"), person("李小小", 2, "20180506")
    row = desk.checked(workbook([[*pupil, "小学"], [*child, "小学"]], (*HEADS, "就学阶段")))
    assert (row.good, row.bad, row.doubts, queries.findings(row)) == (2, 0, 1, [])
    (doubt,) = queries.doubts(row)
    assert (doubt.row, doubt.column, doubt.heading, doubt.code) == (2, "I", "就学阶段", "in_primary_school")
    assert "16" in doubt.why
    commands.go(import_id=row.id, actor=desk.clerk)
    run_due()
    assert len(people(desk)) == 2


def test_a_day_of_birth_out_of_an_identity_number_is_checked_like_one_that_was_typed(desk: Desk) -> None:
    heads = ("姓名", "公民身份号码", "现住地址", "就学阶段")
    row = desk.checked(workbook([["张小样", identity("19280305"), "幸福小区1号楼1单元101室", "小学"]], heads))
    assert [one.code for one in queries.doubts(row)] == ["in_primary_school"]
