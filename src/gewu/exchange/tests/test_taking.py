"""Lists that leave: a purpose, masked, no formulas and only what the catalogue lets an office have."""

import csv
import io

import pytest
from openpyxl import load_workbook

from gewu.exchange import commands, queries
from gewu.exchange.commands import Wanted
from gewu.exchange.models import State
from gewu.exchange.tests.books import identity, workbook
from gewu.exchange.tests.steps import Desk, table
from gewu.exchange.tests.test_pairs import a_person
from gewu.kernel import journal
from gewu.kernel.errors import Invalid, NotAllowed
from gewu.kernel.jobs import run_due
from gewu.kernel.points import wgs84_to_gcj02
from gewu.people.testing import an_actor
from gewu.sharing import queries as sharing

pytestmark = pytest.mark.django_db
COLUMNS = (("name", "姓名"), ("phone", ""), ("identity_number", ""), ("workplace", ""))


def lines_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def test_a_list_is_masked_and_says_who_took_it_for_what(desk: Desk) -> None:
    a_person(desk, phone="13806320001", identity_number=identity("19620305", 1), workplace="=cmd()")
    taken = commands.take(
        Wanted("person", COLUMNS),
        form="csv",
        purpose="work",
        reason="例会",
        confirmed=False,
        actor=desk.clerk,
    )
    mark, heads, row = lines_of(taken.content)
    assert desk.clerk.name in mark[0]
    assert "例会" in mark[0]
    assert heads[1:] == ["姓名", "联系电话", "公民身份号码", "服务处所"]
    assert row[1:4] == ["张**", "138****0001", f"370{'*' * 11}{identity('19620305', 1)[-4:]}"]
    one = queries.taken_out(desk.clerk)[0]
    entry = journal.entries_of(one.id)[0]
    assert (entry.kind, one.rows, one.full) == ("exchange.taken_out", 1, False)


def test_in_full_no_cell_is_a_formula_and_sources_stand_beside(desk: Desk) -> None:
    a_person(desk, workplace="=cmd()|' /C calc'!A0")
    taken = commands.take(
        Wanted("person", COLUMNS, full=True), form="xlsx", purpose="check", confirmed=False, actor=desk.clerk
    )
    book = load_workbook(io.BytesIO(taken.content))
    cell = book.worksheets[0]["E3"]
    assert (cell.data_type, str(cell.value)[:5]) == ("s", "'=cmd")
    assert [cell.value for cell in book.worksheets[1][3]][1:3] == ["姓名", "window"]


def test_a_purpose_is_asked_and_many_rows_ask_again_who_takes_them(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_person(desk)
    with pytest.raises(Invalid) as refused:
        commands.take(Wanted("person", COLUMNS), form="csv", purpose="", confirmed=True, actor=desk.clerk)
    assert "purpose" in refused.value.fields
    monkeypatch.setattr("gewu.exchange.commands.taking.CONFIRM_ABOVE", 0)
    with pytest.raises(NotAllowed):
        commands.take(
            Wanted("person", COLUMNS), form="csv", purpose="work", confirmed=False, actor=desk.clerk
        )
    with pytest.raises(NotAllowed):
        commands.take(
            Wanted("person", COLUMNS), form="csv", purpose="work", confirmed=True,
            actor=an_actor("gridworker", desk.town.a1),
        )  # fmt: skip


def test_a_table_is_kept_for_an_office_as_far_as_the_catalogue_lets_it(desk: Desk) -> None:
    barred = Wanted("person", (("registered_at", ""),), office="某科")
    if sharing.of_field("person", "registered_at", desk.town.township):
        with pytest.raises(Invalid) as refused:
            commands.keep_table(barred, name="户籍表", actor=desk.clerk)
        assert "columns" in refused.value.fields
    table_id = commands.keep_table(
        Wanted("person", (("workplace", "单位"),), office="某科"), name="单位表", actor=desk.clerk
    )
    assert [(one.id, one.name) for one in queries.tables(desk.clerk)] == [(table_id, "单位表")]
    commands.remove_table(table_id=table_id, actor=desk.clerk)
    assert queries.tables(desk.clerk) == []


def test_counts_come_instead_of_rows(desk: Desk) -> None:
    a_person(desk, sex="male")
    a_person(desk)
    taken = commands.take(
        Wanted("person", (("name", ""),), count_by="sex"), form="csv", purpose="report", confirmed=False,
        actor=desk.clerk,
    )  # fmt: skip
    assert [one[1] for one in lines_of(taken.content)[2:]] == ["1", "1", "2"]


def test_points_in_gcj02_land_in_the_same_grid_and_undeclared_ones_are_refused(desk: Desk) -> None:
    spot = desk.town.in_a1
    lon, lat = wgs84_to_gcj02(spot.lon, spot.lat)
    content = workbook([["路灯1", "路灯", lon, lat]], ("名称", "部件小类", "经度", "纬度"))
    row = desk.receive(content, "部件.xlsx", kind="facilities")
    with pytest.raises(Invalid) as refused:
        desk.lay(row)
    assert list(refused.value.fields) == ["crs"]
    row = desk.lay(row, crs="GCJ02")
    assert desk.findings(row) == []
    commands.go(import_id=row.id, actor=desk.clerk)
    run_due()
    lamp = table("Facility").objects.filter(township=desk.town.township).get()
    assert (lamp.in_cell, round(lamp.lon, 6), round(lamp.lat, 6)) == (desk.town.a1, spot.lon, spot.lat)
    assert queries.one_import(desk.clerk, row.id).state == State.DONE
