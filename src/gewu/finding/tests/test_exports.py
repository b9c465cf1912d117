"""Lists that leave the house: for a purpose, marked, harmless in a spreadsheet, and gone after some days."""

import io
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from openpyxl import load_workbook

from gewu.cases.tests.builders import NAME, PHONE, Cast, a_case
from gewu.finding import commands, queries
from gewu.finding.commands.exports import KEPT_FOR, MOST_AT_ONCE, MOST_IN_A_DAY, write_export
from gewu.finding.commands.sweeping import sweep_old
from gewu.finding.models import Export, State
from gewu.kernel import clock, files, jobs
from gewu.kernel.access import Actor
from gewu.kernel.errors import Invalid, NotAllowed, NotFound, RuleBroken, TooMany
from gewu.kernel.journal import entries_of

pytestmark = pytest.mark.django_db
EVIL = '=HYPERLINK("http://evil","点我")'


def ask(actor: Actor, list_key: str = "all", query: str = "", form: str = "xlsx", **more: str) -> UUID:
    asked = {"purpose": "meeting"} | more
    return commands.ask_export(list_key=list_key, query=query, form=form, actor=actor, **asked)


def content(actor: Actor, export: UUID) -> bytes:
    with files.open_original(commands.fetch_export(export_id=export, actor=actor)) as file:
        return file.read()


def lines(actor: Actor, export: UUID) -> list[list[str]]:
    sheet = load_workbook(io.BytesIO(content(actor, export))).active
    assert sheet is not None
    return [[str(cell.value or "") for cell in row] for row in sheet.iter_rows()]


def test_the_worker_writes_what_the_list_shows(cast: Cast) -> None:
    case = a_case(cast, "filed", name=NAME, phone=PHONE)
    a_case(cast)
    asked = ask(cast.dispatcher, "to_dispatch", reason="周例会")
    assert Export.objects.one(asked).state == State.WAITING
    jobs.run_due()
    row = Export.objects.one(asked)
    assert (row.state, row.rows) == (State.DONE, 1)
    mark, head, body = lines(cast.dispatcher, asked)
    assert cast.dispatcher.name in mark[0]
    assert "周例会" in mark[0]
    assert (len(head), head[-1], body[-1]) == (13, "件次", "1")
    assert body[0].replace("-", "") == case.number
    assert NAME not in "".join(body)
    assert PHONE not in "".join(body)


@pytest.mark.parametrize("text", [EVIL, "+86 路灯", "-1 楼漏水", "@SUM(A1)", "＝1+1"])
def test_no_cell_is_ever_a_formula(cast: Cast, text: str) -> None:
    a_case(cast, text=text)
    book, plain = ask(cast.clerk), ask(cast.clerk, form="csv")
    write_export(book)
    write_export(plain)
    sheet = load_workbook(io.BytesIO(content(cast.clerk, book))).active
    assert sheet is not None
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value]
    assert {cell.data_type for cell in cells} == {"s"}
    assert f"'{text}" in [cell.value for cell in cells]
    assert content(cast.clerk, plain).decode("utf-8-sig").count(f"'{text[:3]}") == 1


def test_the_mark_stands_on_every_printed_page(cast: Cast) -> None:
    a_case(cast)
    asked = ask(cast.clerk, reason="A & B")
    write_export(asked)
    sheet = load_workbook(io.BytesIO(content(cast.clerk, asked))).active
    assert sheet is not None
    assert "A & B" in str(sheet["A1"].value)
    assert cast.clerk.name in str(sheet.oddHeader.center.text)


def test_a_search_is_taken_away_like_a_list(cast: Cast) -> None:
    case = a_case(cast, text="路灯坏了")
    a_case(cast)
    asked = ask(cast.clerk, "search", "q=路灯")
    write_export(asked)
    assert [line[0].replace("-", "") for line in lines(cast.clerk, asked)[2:]] == [case.number]


def test_it_is_journalled_who_took_what_for_what_but_no_word_of_it(cast: Cast) -> None:
    a_case(cast, text="路灯坏了")
    asked = ask(cast.clerk, "search", "q=路灯", reason="给王主任")
    write_export(asked)
    content(cast.clerk, asked)
    entries = entries_of(asked)
    assert [entry.kind for entry in entries] == [
        "finding.export_asked",
        "finding.export_written",
        "finding.export_fetched",
    ]
    assert entries[0].purpose == "meeting"
    assert "路灯" not in str([entry.facts for entry in entries])
    assert entries[1].facts["types"] == ["event"]
    assert {"text", "address"} <= set(entries[1].facts["columns"])


def test_rights_are_those_of_the_moment_it_is_written(cast: Cast) -> None:
    a_case(cast)
    asked = ask(cast.clerk)
    over = clock.now().date() - timedelta(days=1)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE people_post SET first_day = %s, last_day = %s WHERE user_id = %s",
            [over, over, cast.clerk.user],
        )
    write_export(asked)
    assert Export.objects.one(asked).state == State.FAILED


def test_written_twice_because_a_worker_died_it_is_one_file(cast: Cast) -> None:
    a_case(cast)
    asked = ask(cast.clerk)
    Export.objects.by_id(asked).update(state=State.RUNNING, rows=17)
    write_export(asked)
    first = Export.objects.one(asked)
    write_export(asked)
    assert (first.rows, Export.objects.one(asked).file_id) == (1, first.file_id)


def test_a_stopped_export_stays_stopped(cast: Cast) -> None:
    asked = ask(cast.clerk)
    commands.stop_export(export_id=asked, actor=cast.clerk)
    write_export(asked)
    assert Export.objects.one(asked).state == State.STOPPED
    with pytest.raises(RuleBroken):
        commands.stop_export(export_id=asked, actor=cast.clerk)
    with pytest.raises(NotFound):
        commands.fetch_export(export_id=asked, actor=cast.clerk)


def test_nobody_gets_the_export_of_another(cast: Cast) -> None:
    asked = ask(cast.clerk)
    write_export(asked)
    for stranger in (cast.dispatcher, cast.admin, cast.auditor, cast.neighbour):
        with pytest.raises(NotFound):
            commands.fetch_export(export_id=asked, actor=stranger)
        assert queries.exports(stranger) == ()


def test_after_some_days_the_file_is_gone(cast: Cast) -> None:
    asked = ask(cast.clerk)
    write_export(asked)
    assert sweep_old() == 0
    with clock.hold(clock.now() + KEPT_FOR + timedelta(minutes=1)):
        assert sweep_old() == 1
    assert Export.objects.one(asked).state == State.GONE
    with pytest.raises(NotFound):
        commands.fetch_export(export_id=asked, actor=cast.clerk)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"purpose": ""}, Invalid),
        ({"purpose": "fun"}, Invalid),
        ({"form": "pdf"}, Invalid),
        ({"reason": "长" * 101}, Invalid),
        ({"query": "stage=nowhere"}, Invalid),
        ({"list_key": "to_dispatch"}, NotFound),
    ],
    ids=str,
)
def test_what_cannot_be_exported_is_refused(
    cast: Cast, changes: dict[str, str], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        ask(cast.clerk, **changes)
    with pytest.raises(NotAllowed):
        ask(cast.neighbour)


def test_there_are_limits_at_once_and_in_a_day(cast: Cast) -> None:
    for _ in range(MOST_AT_ONCE):
        ask(cast.clerk)
    with pytest.raises(TooMany):
        ask(cast.clerk)
    Export.objects.filter(township=cast.town.township).update(state=State.DONE)
    for _ in range(MOST_IN_A_DAY - MOST_AT_ONCE):
        asked = ask(cast.clerk)
        Export.objects.by_id(asked).update(state=State.DONE)
    with pytest.raises(TooMany):
        ask(cast.clerk)
