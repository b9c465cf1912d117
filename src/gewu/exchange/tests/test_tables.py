"""A table for an office, month by month: made on its day, looked at, compared, handed over."""

from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gewu.exchange import commands, queries
from gewu.exchange.commands import Asked, Only, Wanted
from gewu.exchange.commands.selecting import years_before
from gewu.exchange.editions import Kept, since
from gewu.exchange.models import Edition
from gewu.exchange.tests.books import person
from gewu.exchange.tests.steps import Desk
from gewu.exchange.tests.test_pairs import a_person
from gewu.exchange.tests.test_taking import lines_of
from gewu.kernel import clock, journal
from gewu.kernel.errors import Invalid, NotAllowed, RuleBroken
from gewu.people.testing import signed_in
from gewu.registers import commands as registers
from gewu.registers.sources import Origin, Source

pytestmark = pytest.mark.django_db
COLUMNS = (("name", "老人姓名"), ("phone", ""))
OLDER = Only(age_from=60)
PEOPLE = (person("张小样"), person("李小小", 2, "20010101"))
HANDED = Asked("csv", "office")


def on(monkeypatch: pytest.MonkeyPatch, month: int, day: int) -> None:
    now = datetime(2026, month, day, 6, tzinfo=ZoneInfo("Asia/Shanghai"))
    monkeypatch.setattr(clock, "now", lambda: now)


def a_table(desk: Desk, **more: Any) -> UUID:
    wanted = Wanted("person", COLUMNS, office="小样民政所", only=OLDER)
    return commands.keep_table(wanted, name="六十岁以上老人", actor=desk.clerk, **{"day": 5, **more})


def the_month(desk: Desk) -> Edition:
    return queries.waiting_editions(desk.clerk)[0][0]


def test_a_table_is_made_on_its_day_once_and_waits(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    on(monkeypatch, 11, 4)
    a_person(desk, phone="13806320001")
    a_person(desk, born="2001-01-01", name="李小样")
    a_table(desk)
    assert commands.make_due(desk.town.township) == 0
    on(monkeypatch, 11, 6)
    assert [commands.make_due(desk.town.township) for _night in range(2)] == [1, 0]
    row = the_month(desk)
    assert (row.month, row.rows, row.state) == ("2026-11", 1, "waiting")
    on(monkeypatch, 12, 5)
    assert commands.make_due(desk.town.township) == 1


def test_it_is_handed_over_masked_in_the_offices_own_words_and_the_journal_says_so(desk: Desk) -> None:
    a_person(desk, phone="13806320001")
    commands.make_now(table_id=a_table(desk), actor=desk.clerk)
    row = the_month(desk)
    taken = commands.hand_over(edition_id=row.id, asked=HANDED, actor=desk.clerk)
    mark, heads, line = lines_of(taken.content)
    assert "小样民政所" in mark[0]
    assert (heads[1:], line[1:]) == (["老人姓名", "联系电话"], ["张**", "138****0001"])
    assert [one.kind for one in journal.entries_of(row.id)] == [
        "exchange.table_made",
        "exchange.table_decided",
    ]
    assert queries.waiting_editions(desk.clerk) == []
    in_full = commands.hand_over(edition_id=row.id, asked=HANDED, full=True, actor=desk.clerk)
    assert lines_of(in_full.content)[2][1] == "张小样"
    assert len(queries.taken_out(desk.clerk)) == 2


def test_what_is_kept_of_a_month_is_sealed(desk: Desk) -> None:
    a_person(desk)
    commands.make_now(table_id=a_table(desk), actor=desk.clerk)
    content = the_month(desk).content
    assert content is not None
    assert "张小样".encode() not in content.stored
    assert "张小样" in content.open()


def test_a_month_says_what_is_otherwise_than_the_month_before(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    on(monkeypatch, 10, 6)
    table_id, stays = a_table(desk), a_person(desk, phone="13806320001")
    commands.make_due(desk.town.township)
    on(monkeypatch, 11, 6)
    a_person(desk, name="李小样")
    desk_records(desk, stays, phone="13906320009")
    commands.make_due(desk.town.township)
    newest, _older = queries.editions_of(queries.table(desk.clerk, table_id), desk.clerk)
    found = queries.since_before(newest)
    assert found is not None
    assert (found.month, len(found.new), len(found.gone)) == ("2026-10", 1, 0)
    assert list(found.changed.values()) == [("phone",)]


def desk_records(desk: Desk, subject: UUID, **values: str) -> None:
    registers.record(
        "person", township=desk.town.township, values=values, origin=Origin(source=Source.WINDOW),
        actor=desk.clerk, subject=subject,
    )  # fmt: skip


def test_a_month_is_made_once_and_dropped_once(desk: Desk) -> None:
    table_id = a_table(desk, day=0)
    edition_id = commands.make_now(table_id=table_id, actor=desk.clerk)
    with pytest.raises(RuleBroken):
        commands.make_now(table_id=table_id, actor=desk.clerk)
    commands.drop_edition(edition_id=edition_id, actor=desk.clerk)
    with pytest.raises(RuleBroken):
        commands.drop_edition(edition_id=edition_id, actor=desk.clerk)


def test_many_rows_of_a_month_ask_again_who_takes_them(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    a_person(desk)
    edition_id = commands.make_now(table_id=a_table(desk), actor=desk.clerk)
    monkeypatch.setattr("gewu.exchange.commands.taking.CONFIRM_ABOVE", 0)
    with pytest.raises(NotAllowed):
        commands.hand_over(edition_id=edition_id, asked=HANDED, actor=desk.clerk)
    assert the_month(desk).state == "waiting"


@pytest.mark.parametrize(
    ("only", "field"),
    [
        (Only(area="no-such"), "area"),
        (Only(programme="no-such"), "programme"),
        (Only(age_from=70, age_to=60), "age_to"),
        (Only(age_to=200), "age_to"),
    ],
)
def test_rows_that_nobody_is_are_refused(desk: Desk, only: Only, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        commands.keep_table(Wanted("person", COLUMNS, office="某科", only=only), name="表", actor=desk.clerk)
    assert list(refused.value.fields) == [field]


def test_only_the_rows_of_a_place_and_of_an_age_are_taken(desk: Desk) -> None:
    desk.landed([*PEOPLE])
    for only, names in (
        (Only(area=str(desk.town.grid_a)), ["张小样", "李小小"]),
        (Only(area=str(desk.town.south)), []),
        (Only(age_from=60), ["张小样"]),
        (Only(age_to=59), ["李小小"]),
    ):
        taken = commands.take(
            Wanted("person", COLUMNS, full=True, only=only), form="csv", purpose="work", confirmed=False,
            actor=desk.clerk,
        )  # fmt: skip
        assert sorted(line[1] for line in lines_of(taken.content)[2:]) == sorted(names)


def test_a_table_is_set_up_on_its_page_and_printed(desk: Desk) -> None:
    a_person(desk)
    table_id, browser = a_table(desk, day=0), signed_in(desk.clerk)
    form = {"name": "老人表", "day": "10", "age_from": "70", "heading.phone": "电话", "heading.name": "姓名"}
    form |= {"place.phone": "1", "place.name": "2"}
    assert browser.post(f"/desk/outward/{table_id}/edit/", form).status_code == 302
    row = queries.table(desk.clerk, table_id)
    assert [one["heading"] for one in row.columns] == ["电话", "姓名"]
    assert (row.name, row.day, row.only) == ("老人表", 10, {"age_from": 70})
    wrong = browser.post(f"/desk/outward/{table_id}/edit/", form | {"age_to": "x"})
    assert wrong.status_code == 422
    edition_id = commands.make_now(table_id=table_id, actor=desk.clerk)
    assert f"/desk/outward/months/{edition_id}/" in browser.get("/desk/").content.decode()
    for page in ("", f"{table_id}/", f"{table_id}/edit/", f"months/{edition_id}/", "registers/person/"):
        assert browser.get(f"/desk/outward/{page}").status_code == 200
    paper = browser.post(f"/desk/outward/months/{edition_id}/", {"form": "html", "purpose": "office"})
    assert "data-print" in paper.content.decode()
    assert desk.clerk.name in paper.content.decode()


def months(lines: dict[str, list[int]]) -> Kept:
    return Kept((("a", ""), ("b", "")), "", lines, {})


LINES = st.dictionaries(st.sampled_from("1234"), st.lists(st.integers(0, 1), min_size=2, max_size=2))


@given(LINES, LINES)
def test_each_record_of_two_months_is_new_gone_otherwise_or_the_same(before: Any, now: Any) -> None:
    found = since(months(before), months(now), "2026-10")
    same = [one for one in now if now[one] == before.get(one)]
    assert sorted([*found.new, *found.changed, *same]) == sorted(now)
    assert sorted([*found.gone, *found.changed, *same]) == sorted(before)
    assert since(months(now), months(now), "2026-10").changed == {}


@given(st.dates(date(1900, 3, 1)), st.integers(0, 120))
def test_whoever_is_born_so_many_years_before_is_just_that_old(day: date, years: int) -> None:
    born = years_before(day, years)
    assert day.year - born.year - ((day.month, day.day) < (born.month, born.day)) == years
