"""The catalogue as a page of the handbook: every category with who does it, its standards and its limits."""

import tomllib
from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any

CATEGORIES = Path(__file__).resolve().parents[1] / "src" / "gewu" / "definitions" / "categories"
CLASSES = {
    "component": ("部件", "Components: things that break"),
    "event": ("事件", "Incidents: things that happen"),
    "community": ("社区事项", "Matters of the community"),
}
UNITS = {
    "urgent_hour": ("紧急工作时", "h, day and night"),
    "urgent_day": ("紧急工作日", "days, round the clock"),
    "work_hour": ("工作时", "working hours"),
    "work_day": ("工作日", "working days"),
    "calendar_day": ("自然日", "calendar days"),
    "legal_day": ("日（法定）", "days, as laws count them"),
    "legal_work_day": ("个工作日（法定）", "working days, as laws count them"),
    "hour": ("小时", "h"),
}


def catalogue(language: str) -> str:
    """A heading for each class and major, and a table of its categories."""
    majors = sorted((_toml(path) for path in CATEGORIES.glob("*_*.toml")), key=_order)
    duties = _toml(CATEGORIES / "duties.toml")
    return "".join(_class(key, list(group), duties, language) for key, group in groupby(majors, _class_of))


def _class(key: str, majors: list[dict[str, Any]], duties: Mapping[str, Any], language: str) -> str:
    heading = CLASSES[key][0 if language == "zh" else 1]
    return f"## {heading}\n\n" + "".join(_major(major, duties, language) for major in majors)


def _major(major: dict[str, Any], duties: Mapping[str, Any], language: str) -> str:
    heads = "编码 | 事项 | 通常由谁办 | 什么算立案、多久办完 | 什么算办好"
    if language != "zh":
        heads = "Code | What | Usually done by | Filed when, done within | Done when"
    rows = "".join(f"| {' | '.join(_cells(one, duties, language))} |\n" for one in major["categories"])
    return f"### {major[language]}\n\n| {heads} |\n|---|---|---|---|---|\n{rows}\n"


def _cells(category: Mapping[str, Any], duties: Mapping[str, Any], language: str) -> Iterator[str]:
    yield f"`{category['code']}`"
    staff = "仅工作人员" if language == "zh" else "staff only"
    yield category[language] + ("" if category.get("public", True) else f" <small>{staff}</small>")
    yield duties[category["duty"]][language]
    yield "<br>".join(f"{one[language]} · **{limit(one, language)}**" for one in category["filing"])
    yield "<br>".join(one[language] for one in category["closing"])


def limit(standard: Mapping[str, Any], language: str) -> str:
    """`2 工作日`, `2 working days`."""
    unit = UNITS[standard.get("unit", "hour")][0 if language == "zh" else 1]
    return f"{standard.get('amount', standard.get('hours'))} {unit}"


def _class_of(major: Mapping[str, Any]) -> str:
    return str(major["class"])


def _order(major: Mapping[str, Any]) -> tuple[int, str]:
    return list(CLASSES).index(major["class"]), major["major"]


def _toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))
