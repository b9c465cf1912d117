"""Dangers in words and categories, and lists of what communities may be given."""

import pytest

from gewu.catalogue import admission, reading
from gewu.catalogue.admission import problems_of_lists
from gewu.catalogue.emergency import emergencies

CATEGORIES = {category.code: category for category in reading.shipped().categories}


@pytest.mark.parametrize(
    ("code", "text", "numbers"),
    [
        ("010305", "垃圾桶着火了", ("119", "120")),
        ("020699", "楼下有人持刀打架", ("110",)),
        ("010305", "There is SMOKE coming out", ("119", "120")),
        ("020502", "有味道", ("119", "120")),
        ("030402", "孩子总哭", ("110",)),
        # Nobody says so, but what has to be done within the hour may hurt somebody.
        ("020501", "路上冒水", ("110", "119", "120")),
        ("010305", "桶盖坏了", ()),
    ],
)
def test_a_report_that_speaks_of_danger_names_whom_to_call(
    code: str, text: str, numbers: tuple[str, ...]
) -> None:
    lines = emergencies().lines_for(CATEGORIES[code], text)
    assert tuple(line.number for line in lines) == numbers


def test_the_lists_that_are_shipped_have_no_problem() -> None:
    assert problems_of_lists(reading.shipped().categories) == ()
    assert problems_of_lists(())[0].what.startswith("unknown category")


def test_a_place_without_a_list_has_none() -> None:
    assert admission.read("tiny") is None
    listed = admission.read("wenhualu")
    assert listed is not None
    assert "030101" in listed.categories
    assert "020113" not in listed.categories
