"""The pages of the catalogue: found, narrowed, printed, taken away."""

import csv
import io

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from gewu.catalogue import queries
from gewu.catalogue.commands import publish_definitions
from gewu.people.testing import a_user, an_organisation
from gewu.places import atlas
from gewu.places.dictionary import Helper, Said
from gewu.places.testing import TOWNSHIP, tiny_locality, tiny_town

pytestmark = pytest.mark.django_db
LIST, CSV, PAPER = "/desk/catalogue/", "/desk/catalogue/categories.csv", "/desk/catalogue/print/"


@pytest.fixture
def clerk(client: Client) -> Client:
    town = tiny_town()
    publish_definitions()
    an_organisation(town.street, key="power", kind="utility")
    client.force_login(a_user("clerk", town.street))
    return client


def read(clerk: Client, path: str = LIST, **wanted: str) -> str:
    return clerk.get(path, wanted).content.decode()


def in_file(clerk: Client, **wanted: str) -> list[dict[str, str]]:
    text = clerk.get(CSV, wanted).content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def codes(rows: list[dict[str, str]]) -> set[str]:
    return {row["编码"] for row in rows}


def test_the_list_holds_every_category_with_its_limits_and_who_does_it(clerk: Client) -> None:
    page = read(clerk)
    assert all(category.code in page for category in queries.categories())
    assert "2 紧急工作时 – 2 工作日" in page
    assert "小样power" in page
    assert "仅工作人员可选" in page


def test_words_find_as_residents_do(clerk: Client) -> None:
    assert "供暖不热" in read(clerk, q="暖气")
    assert "没有找到" in read(clerk, q="qzxwv")


@pytest.mark.parametrize(
    ("wanted", "inside", "outside"),
    [
        ({"class": "0105"}, "010507", "010301"),
        ({"class": "02"}, "020110", "010305"),
        ({"office": "power"}, "010137", "010305"),
        ({"limit": "15-work_day"}, "020101", "010137"),
        ({"public": "no"}, "010102", "010137"),
        ({"public": "yes", "q": "井盖"}, "010123", "010102"),
        ({"class": "01", "limit": "2-work_day", "office": "power"}, "010137", "020110"),
    ],
)
def test_the_list_is_narrowed(clerk: Client, wanted: dict[str, str], inside: str, outside: str) -> None:
    for path in (LIST, PAPER, CSV):
        page = read(clerk, path, **wanted)
        assert inside in page
        assert outside not in page.replace(f"?class={outside}", "")


@pytest.mark.parametrize(
    "wanted",
    [{"class": "99"}, {"limit": "3.14"}, {"public": "perhaps"}, {"office": "nobody"}, {"q": "灯" * 201}],
)
def test_what_cannot_be_narrowed_by_is_refused(clerk: Client, wanted: dict[str, str]) -> None:
    for path in (LIST, PAPER, CSV):
        assert clerk.get(path, wanted).status_code == 422


def test_the_file_has_a_line_for_every_filing_standard(clerk: Client) -> None:
    rows = in_file(clerk)
    assert len(rows) == sum(len(category.filing) for category in queries.categories())
    dark = next(row for row in rows if row["立案标准"] == "单盏灯不亮")
    assert (dark["处置时限"], dark["紧急"]) == ("2 工作日", "否")
    assert dark["一般由谁办"] == "小样power"


def test_an_office_that_is_called_like_a_formula_stays_text(clerk: Client) -> None:
    town = tiny_town()
    office = an_organisation(town.street, key="heating", kind="utility")
    type(office).objects.filter(id=office.id).update(name_zh="=1+1")
    assert {row["一般由谁办"] for row in in_file(clerk, q="供暖不热", limit="7-calendar_day")} == {"'=1+1"}


def test_a_category_says_its_limits_and_who_does_it(clerk: Client) -> None:
    page = read(clerk, f"{LIST}categories/010137/")
    for words in ("路灯不亮或损坏", "2 工作日", "天黑后复看", "小样power", "黑灯瞎火"):
        assert words in page


@pytest.mark.parametrize("code", ["999999", "event", "01-37"])
def test_an_unknown_category_is_not_found(clerk: Client, code: str) -> None:
    assert clerk.get(f"{LIST}categories/{code}/").status_code == 404


def test_duties_are_told_in_the_words_of_the_place(clerk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "还没有写下来" in read(clerk, f"{LIST}duties/")
    helper = Helper(key="policy", zh="政策宣传员", en="Tells", does=Said(zh="讲政策", en="tells"))
    here = tiny_locality().model_copy(update={"helpers": (helper,), "matters": "eighteen"})
    monkeypatch.setitem(atlas.current().townships, TOWNSHIP, here)
    page = read(clerk, f"{LIST}duties/")
    for words in ("政策宣传员", "讲政策", "网格工作十八项", "消防隐患", "基础网格"):
        assert words in page
    assert "?matter=fire" in page
    assert "?matter=volunteers" not in page
    found = read(clerk, LIST, matter="fire")
    assert "020496" in found
    assert "010137" not in found


def test_matters_are_no_filter_where_duties_are_off(clerk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    here = tiny_locality().model_copy(update={"matters": "eighteen", "features": ()})
    monkeypatch.setitem(atlas.current().townships, TOWNSHIP, here)
    assert "网格事项" not in read(clerk)
    assert clerk.get(f"{LIST}duties/").status_code == 404


def test_paper_has_every_standard(clerk: Client) -> None:
    page = read(clerk, PAPER, **{"class": "0103"})
    assert "满出来了没人收" in page
    assert "已清空，周边地面干净" in page


def test_staff_read_how_an_event_goes(clerk: Client) -> None:
    page = read(clerk, f"{LIST}event/")
    assert "立案前核实" in page
    assert "处置后核查" in page
    assert "派遣员" in page


@pytest.mark.parametrize("path", [LIST, CSV, PAPER, f"{LIST}categories/010137/"])
def test_the_pages_ask_for_the_offices_and_what_the_place_changed_and_nothing_more(
    clerk: Client, django_assert_max_num_queries: DjangoAssertNumQueries, path: str
) -> None:
    clerk.get(path)
    with django_assert_max_num_queries(8):
        clerk.get(path)


@pytest.mark.parametrize("path", [LIST, CSV, PAPER, f"{LIST}categories/010137/", f"{LIST}duties/"])
def test_nobody_else_reads_them(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/accounts/login/")
