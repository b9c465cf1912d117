"""What can be set is written down."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
SETTING = re.compile(r"\bGEWU_[A-Z_]+\b")


def test_every_setting_is_in_the_operations_page() -> None:
    sources = [path for path in (ROOT / "src").rglob("*.py") if "tests" not in path.parts]
    used = {name for path in sources for name in SETTING.findall(path.read_text(encoding="utf-8"))}
    told = set(SETTING.findall((ROOT / "docs" / "operations.md").read_text(encoding="utf-8")))
    assert used - told == set()


def test_every_command_is_in_the_operations_page() -> None:
    console = (ROOT / "src/gewu/runtime/console.py").read_text(encoding="utf-8")
    page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    commands = set(re.findall(r'_add\(\s*commands, "([a-z-]+)"', console))
    assert len(commands) >= 10
    assert {name for name in commands if f"`gewu {name}" not in page} == set()
