"""What offices supply, and questions that ask for it all the same. No database."""

from datetime import date
from pathlib import Path

import pytest

from gewu.sharing import reading
from gewu.sharing.definition import Item
from gewu.sharing.rules import HeldField, Question, asked_again, spoken, unlawful, unmet

DAY = date(2026, 4, 12)
FILE = """
supplier = { zh = "民政部门", en = "Civil affairs" }
basis = { zh = "依据", en = "Basis" }
[[items]]
key = "marital_status"
zh = "婚姻状况"
en = "Marital status"
fields = ["person.marriage"]
since = 2025-08-01
asked_as = ["marriage"]
phrases = { zh = ["婚姻状况"], en = ["marital status"] }
instead = { zh = "交换", en = "Exchange it" }
[[items.uses]]
office = { zh = "社区", en = "C" }
purpose = { zh = "核对", en = "P" }
basis = { zh = "法", en = "L" }
"""


def items() -> tuple[Item, ...]:
    return reading.shipped().items


def test_what_is_shipped_can_be_read_and_says_nothing_twice() -> None:
    assert reading.problems() == ()
    assert len(items()) > 20


@pytest.mark.parametrize(
    ("question", "item"),
    [
        (Question("marital_status"), "marital_status"),
        (Question("marriage"), "marital_status"),
        (Question("q1", ("您的 婚姻状况？",)), "marital_status"),
        (Question("q1", ("ＭＡＲＩＴＡＬ status",)), "marital_status"),
        (Question("q1", ("残疾证号",)), "disability_certificate"),
        (Question("q1", ("请交户口簿复印件",)), "household_book_copy"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_question_is_known_by_name_and_by_words(question: Question, item: str) -> None:
    (found,) = asked_again([question], items(), DAY)
    assert (found.question, found.item.key) == (question.name, item)


@pytest.mark.parametrize("said", ["出了什么事", "Where is it?", "需要哪天上门", "几户人家受影响"])
def test_what_nobody_supplies_may_be_asked(said: str) -> None:
    assert asked_again([Question("q1", (said,))], items(), DAY) == ()


def test_it_may_be_asked_until_the_day_it_is_supplied() -> None:
    first = min(item.since for item in items())
    assert asked_again([Question("marital_status")], items(), first.replace(year=first.year - 1)) == ()


def test_words_meet_whatever_their_width_and_spacing() -> None:
    assert spoken("Ｍarital　Status？") == spoken("marital status")


def test_every_mistake_is_named_at_once(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(FILE, encoding="utf-8")
    (tmp_path / "b.toml").write_text(FILE, encoding="utf-8")
    (tmp_path / "c.toml").write_text("supplier = 1", encoding="utf-8")
    (tmp_path / "d.toml").write_text("supplier =", encoding="utf-8")
    read = reading.read(tmp_path)
    assert len(read.items) == 2
    named = " ".join(read.problems)
    assert all(one in named for one in ("c.toml", "d.toml", "'marital_status' is said twice", "'marriage'"))


def held(path: str, *said: str, by: str = "", finds: bool = False) -> HeldField:
    return HeldField(path, said, by, finds=finds)


@pytest.fixture
def marriage(tmp_path: Path) -> tuple[Item, ...]:
    """One item: civil affairs supply person.marriage."""
    (tmp_path / "civil.toml").write_text(FILE, encoding="utf-8")
    return reading.read(tmp_path).items


def test_a_register_may_hold_what_is_supplied_where_the_supplier_fills_it(marriage: tuple[Item, ...]) -> None:
    asked = [held("person.marriage", "婚姻状况", by="civil")]
    assert tuple(unlawful(asked, marriage)) == ()
    assert tuple(unmet(asked, marriage)) == ()


@pytest.mark.parametrize(
    "field",
    [held("volunteer.marriage"), held("volunteer.q1", "您的婚姻状况"), held("household.x", "Marital status")],
    ids=lambda field: field.path,
)
def test_a_programme_that_asks_for_it_is_refused_with_who_supplies_it_and_how(
    marriage: tuple[Item, ...], field: HeldField
) -> None:
    (found,) = unlawful([field], marriage)
    assert found.path == field.path
    assert all(said in found.why for said in ("Marital status", "Civil affairs", "Exchange it", "civil.toml"))


def test_names_that_do_not_meet_are_told(marriage: tuple[Item, ...]) -> None:
    asked = [
        held("person.marriage"),
        held("person.name", by="police", finds=True),
        held("person.x", by="civil"),
        held("person.number", by="civil", finds=True),
    ]
    told = {one.path: one.why for one in unmet(asked, marriage)}
    assert set(told) == {"person.marriage", "person.name", "person.x"}
    assert "says nobody" in told["person.marriage"]
    assert "no file" in told["person.name"]
    assert [one.path for one in unmet([], marriage)] == ["person.marriage"]
