"""Parts of the handbook that are made from what the code itself goes by: `<!-- made: NAME -->` in a page."""

import json
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from tools.docs_catalogue import catalogue, limit

ROOT = Path(__file__).resolve().parents[1]
OPERATIONS, CHINESE = ROOT / "docs" / "operations.md", ROOT / "docs" / "zh.toml"
REFERENCE, DECISIONS = ROOT / "docs" / "reference", ROOT / "docs" / "decisions"
DEFINITIONS = ROOT / "src" / "gewu" / "definitions"

Schema = Mapping[str, Any]
# What stands in the column of defaults in words.
MIDDLE = {
    "`wenhualu`, or nothing with `DATABASE_URL`": "`wenhualu`；设了 `DATABASE_URL` 则为空",
    "as `DATABASE_URL`": "同 `DATABASE_URL`",
    "2 × cores + 1, at most 8": "核数 × 2 + 1，最多 8",
    "made at the first start": "第一次启动时生成",
    "that of `GEWU_TILES`": "`GEWU_TILES` 的来源",
    "`staticfiles` of the clone": "仓库里的 `staticfiles`",
    "the role in `DATABASE_URL`": "`DATABASE_URL` 里的角色",
    "the first found": "找到的第一个",
}
# Tables written in English: the page, the heading above, and their part of the Chinese below.
TRANSLATED = (
    (REFERENCE / "journal.md", "", "journal"),
    (OPERATIONS, "## Settings", "settings"),
    (OPERATIONS, "## Commands", "commands"),
    (OPERATIONS, "## What lies in", "folders"),
)
# Links of a page lead from where it stands; in a table taken out of it they lead nowhere.
LINK = re.compile(r"\[([^\]]+)\]\([^)]+\)")
METHODS = ("get", "post", "put", "patch", "delete")


def _said(language: str, zh: str, en: str) -> str:
    return zh if language == "zh" else en


def _table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    heads = list(head)
    lines = [heads, ["---"] * len(heads), *rows]
    return "".join(f"| {' | '.join(_cell(cell) for cell in line)} |\n" for line in lines)


def _cell(value: object) -> str:
    return str(value).replace("|", "\\|").replace("\n", " ").strip()


def _toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def decisions(language: str) -> str:
    """Every decision by number and name."""
    files = sorted(DECISIONS.glob("0*.md"))
    titles = [
        (path, path.read_text(encoding="utf-8").partition("\n")[0].removeprefix("# ")) for path in files
    ]
    return "".join(f"- [{title}]({path.name})\n" for path, title in titles)


def glossary(language: str) -> str:
    """GLOSSARY.md below its heading."""
    return (ROOT / "GLOSSARY.md").read_text(encoding="utf-8").partition("\n")[2]


def journal(language: str) -> str:
    """The kinds of entries, as each app's journal_kinds.py says them."""
    head = (_said(language, "种类", "Kind"), _said(language, "含义", "Meaning"))
    return _table(head, _rows(REFERENCE / "journal.md", "", "journal", language))


def settings(language: str) -> str:
    """What can be set, from docs/operations.md, which a test compares with the code."""
    heads = ("设置", "默认", "意思") if language == "zh" else ("Setting", "Default", "Meaning")
    return _table(heads, _rows(OPERATIONS, "## Settings", "settings", language))


def commands(language: str) -> str:
    """The commands of `gewu`, likewise."""
    heads = ("命令", "做什么") if language == "zh" else ("Command", "What it does")
    return _table(heads, _rows(OPERATIONS, "## Commands", "commands", language))


def folders(language: str) -> str:
    """What lies in an installation, likewise."""
    heads = ("名称", "是什么") if language == "zh" else ("Name", "What it is")
    return _table(heads, _rows(OPERATIONS, "## What lies in", "folders", language))


def _rows(page: Path, heading: str, words: str, language: str) -> Iterator[list[str]]:
    """The rows of a table in an English page; for Chinese readers with what is said in Chinese instead."""
    chinese = chinese_of(words) if language == "zh" else {}
    for cells in cells_of(page, heading):
        meaning = chinese.get(cells[0], cells[-1])
        yield [*(MIDDLE.get(cell, cell) if language == "zh" else cell for cell in cells[:-1]), meaning]


def chinese_of(words: str) -> Mapping[str, str]:
    """Chinese for the rows of a table: what auditors read of the journal, else docs/zh.toml."""
    if words == "journal":
        said = _toml(DEFINITIONS / "words" / "journal.zh.toml")
        return {f"`{kind}`": meaning for kind, meaning in said.items()}
    return _toml(CHINESE).get(words, {})


def cells_of(page: Path, heading: str) -> Iterator[list[str]]:
    """The rows of the first table below a heading: those that begin with a code."""
    text = LINK.sub(r"\1", page.read_text(encoding="utf-8"))
    part = text[text.index(heading) :].removeprefix(heading)
    for line in part.partition("\n## ")[0].splitlines():
        if line.startswith(("| `", "| [")):
            columns = 2 if page == REFERENCE / "journal.md" else None
            yield [cell.strip() for cell in line.strip().strip("|").split("|")][:columns]


def roles(language: str) -> str:
    """Who reads what, where: from roles.toml."""
    words = _toml(DEFINITIONS / "words" / f"roles.{language}.toml")
    head = ("角色", "代码", "看到什么", "密级", "任职层级", "登录后到哪里")
    heads = head if language == "zh" else ("Role", "Key", "Reads", "Class", "Held at", "Lands in")
    rows = (
        (words[key], f"`{key}`", *(", ".join(role[what]) for what in ("reads",)), role["class"],
         ", ".join(role["tiers"]), role["home"])
        for key, role in _toml(DEFINITIONS / "roles.toml").items()
        if key in words
    )  # fmt: skip
    return _table(heads, rows)


def moves(language: str) -> str:
    """The way of an event: every stage with its limit, and what can be done there by whom."""
    folder = DEFINITIONS / "case_types" / "event"
    newest = max(folder.glob("v*.toml"), key=lambda path: int(path.stem[1:]))
    event, words = _toml(newest), _toml(folder / "words" / f"{language}.toml")
    called = _toml(DEFINITIONS / "words" / f"roles.{language}.toml")
    head = ("环节", "居民看到", "轮到谁", "多久", "能做什么")
    heads = (
        head if language == "zh" else ("Stage", "Residents see", "Whose turn", "Limit", "What can be done")
    )
    return _table(heads, _stages(event, words, called, language))


def _stages(event: Schema, words: Schema, called: Schema, language: str) -> Iterator[tuple[str, ...]]:
    for key, stage in event["stages"].items():
        open_moves = [move for move in event["moves"] if key in move["from"] and "waiting" not in move]
        yield (
            words["stages"][key]["title"],
            words["public"][stage["public"]],
            called.get(stage["turn"], "—"),
            _limit(stage, language),
            "、".join(words["moves"][move["name"]]["title"] for move in open_moves)
            if language == "zh"
            else ", ".join(words["moves"][move["name"]]["title"] for move in open_moves),
        )


def _limit(stage: Schema, language: str) -> str:
    if stage.get("limit") == "category":
        return _said(language, "按类别", "by category")
    due = stage.get("due")
    return limit(due, language) if due else "—"


def api(language: str) -> str:
    """Every operation by subject, from the OpenAPI document that a test compares with the code."""
    document = json.loads((REFERENCE / "openapi.json").read_text(encoding="utf-8"))
    subjects: dict[str, list[str]] = {}
    for path, methods in document["paths"].items():
        for method in METHODS:
            if method in methods:
                tag = methods[method].get("tags", ["other"])[0]
                subjects.setdefault(tag, []).append(
                    _operation(path, method, methods[method], document, language)
                )
    return "\n".join(f"## {tag}\n\n{''.join(parts)}" for tag, parts in subjects.items())


def _operation(path: str, method: str, said: Schema, document: Schema, language: str) -> str:
    about = said.get("description", "")
    anyone = _said(language, "**不用登录。** ", "**Open to anyone.** ") if "security" not in said else ""
    parts = [f"### `{method.upper()} {path}`\n\n{said.get('summary', '')}. {anyone}{about}\n\n"]
    members = [*_parameters(said), *_body(said, document)]
    if members:
        head = ("参数", "位置", "类型", "说明")
        heads = head if language == "zh" else ("Parameter", "Where", "Type", "About")
        parts.append(_table(heads, members) + "\n")
    answers = "、" if language == "zh" else ", "
    codes = answers.join(f"`{code}`" for code in said["responses"] if code.isdigit())
    return "".join(parts) + _said(language, f"答复：{codes}\n\n", f"Answers: {codes}\n\n")


def _parameters(said: Schema) -> Iterator[tuple[str, ...]]:
    for one in said.get("parameters", ()):
        schema = one["schema"]
        about = one.get("description") or schema.get("description", "")
        yield (_name(one["name"], needed=one.get("required", False)), one["in"], f"`{_kind(schema)}`", about)


def _body(said: Schema, document: Schema) -> Iterator[tuple[str, ...]]:
    shapes = document["components"]["schemas"]
    for content in said.get("requestBody", {}).get("content", {}).values():
        schema = content["schema"]
        shape = shapes.get(schema.get("$ref", "").rpartition("/")[2], schema)
        for name, member in shape.get("properties", {}).items():
            needed = name in shape.get("required", ())
            yield (_name(name, needed=needed), "body", f"`{_kind(member)}`", member.get("description", ""))


def _name(name: str, *, needed: bool) -> str:
    return f"`{name}` *" if needed else f"`{name}`"


def _kind(schema: Schema) -> str:
    """A schema in a word or two: `string uuid`, `CaseOut[]`, `integer / null`."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    for choice in ("anyOf", "oneOf", "allOf"):
        if choice in schema:
            return " / ".join(_kind(one) for one in schema[choice])
    if schema.get("type") == "array":
        return f"{_kind(schema.get('items', {}))}[]"
    return " ".join(filter(None, (str(schema.get("type", "any")), schema.get("format", ""))))


MADE: dict[str, Callable[[str], str]] = {
    "api": api,
    "catalogue": catalogue,
    "commands": commands,
    "decisions": decisions,
    "folders": folders,
    "glossary": glossary,
    "journal": journal,
    "moves": moves,
    "roles": roles,
    "settings": settings,
}
