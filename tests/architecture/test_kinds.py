"""Tests of a kind of their own lie where `make` looks for them."""

from pathlib import Path

from tools.test import APART, UNREAD

ROOT = Path(__file__).parents[2]


def test_every_test_that_kills_lies_where_its_target_looks() -> None:
    _marked, where = APART["kills"]
    killing = {path for path in _tests() if "pytest.mark.processes" in path.read_text(encoding="utf-8")}
    assert killing
    assert {str(path) for path in killing if not _below(path, where)} == set()


def test_nothing_is_left_unread_that_no_other_target_runs() -> None:
    assert set(UNREAD) <= {folder for _marked, where in APART.values() for folder in where}


def _tests() -> list[Path]:
    found = (path for folder in ("src", "tests") for path in (ROOT / folder).rglob("test_*.py"))
    return [path for path in found if path != Path(__file__)]


def _below(path: Path, folders: tuple[str, ...]) -> bool:
    return any(path.is_relative_to(ROOT / folder) for folder in folders)
