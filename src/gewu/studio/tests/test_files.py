"""Drafts as files: what is taken away comes back the same; what is no draft is refused by name."""

import io
import tomllib
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gewu.studio import files
from gewu.studio.diff import differences
from gewu.studio.tests.test_checks import the_draft, with_category

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
PLAIN = st.one_of(TEXT, st.integers(-(2**53), 2**53), st.booleans(), st.floats(-1e9, 1e9))
DEEP = st.one_of(PLAIN, st.lists(PLAIN, max_size=3), st.dictionaries(TEXT, PLAIN, max_size=3))
VALUES = st.one_of(DEEP, st.lists(DEEP, max_size=3), st.dictionaries(TEXT, DEEP, max_size=3))


@given(st.dictionaries(TEXT, VALUES, max_size=4))
def test_what_is_written_as_toml_reads_back_the_same(value: dict[str, object]) -> None:
    assert tomllib.loads(files.toml(value)) == value


def test_a_draft_comes_back_as_it_was_taken_away() -> None:
    sections = the_draft()
    with_category(duty="works")(sections)
    packed = files.packed(sections, key="event", version=1)
    assert files.unpacked("draft.zip", packed, key="event") == sections
    assert packed == files.packed(sections, key="event", version=1)


def test_one_file_alone_is_enough() -> None:
    sections = the_draft()
    text = files.toml(sections["words.zh"]).encode()
    assert files.unpacked("zh.toml", text, key="event") == {"words.zh": sections["words.zh"]}


def a_zip(**members: bytes) -> bytes:
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("_", "."), content)
    return box.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("notes.txt", b"hello"),
        ("v1.toml", b'key = "parade"'),
        ("v1.toml", b'key = "event"\nstages = 3'),
        ("v1.toml", b"\xff\xfe"),
        ("zh.toml", b"title = "),
        ("v1.fields.json", b"[]"),
        ("draft.zip", a_zip(readme_txt=b"hello")),
        ("draft.zip", a_zip(zh_toml=b" " * (files.MOST_UNPACKED + 1))),
        ("draft.zip", a_zip()),
    ],
)
def test_what_is_no_draft_is_refused_by_name(name: str, content: bytes) -> None:
    with pytest.raises(files.Unreadable) as refused:
        files.unpacked(name, content, key="event")
    assert refused.value.problems


def test_differences_go_by_name_and_limits_stay_whole() -> None:
    before, after = the_draft(), the_draft()
    after["stages"]["filed"]["due"] = {"amount": 2, "unit": "work_hour"}
    next(move for move in after["moves"] if move["name"] == "dispatch")["by"] = ["clerk"]
    after["stages"] = dict(reversed(after["stages"].items()))
    assert [(one.section, one.path, one.after) for one in differences(before, after)] == [
        ("stages", ("filed", "due"), {"amount": 2, "unit": "work_hour"}),
        ("moves", ("dispatch", "by"), ["clerk"]),
    ]
    assert differences(before, the_draft()) == ()
