"""A draft as files, laid out like the definitions that are shipped; and such files read back."""

import io
import json
import re
import tomllib
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

from django.http import HttpResponse

from gewu.catalogue.words import LANGUAGES
from gewu.studio.document import ANSWERS, APART, CATEGORY, FRAME, MOVES, STAGES, WORDS, Sections

MOST_BYTES, MOST_UNPACKED, MOST_FILES = 1_000_000, 4_000_000, 400
BARE = re.compile(r"[A-Za-z0-9_-]+")
DRAFT = re.compile(r"v\d+\.toml")
CODE = re.compile(r"(\d{6})\.toml")


class Unreadable(ValueError):
    """Files that cannot be read: (file, what is wrong) of each."""

    def __init__(self, *problems: tuple[str, str]) -> None:
        self.problems = problems
        super().__init__("; ".join(f"{file}: {what}" for file, what in problems))


def packed(sections: Sections, *, key: str, version: int) -> bytes:
    """A zip of everything."""
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in _files(sections, key, version):
            # A fixed date: the same draft is the same file.
            archive.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), text)
    return box.getvalue()


def response(key: str, sections: Sections) -> HttpResponse:
    """The zip as an answer."""
    answer = HttpResponse(packed(sections, key=key, version=1), content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="{key}-draft.zip"'
    return answer


def _files(sections: Sections, key: str, version: int) -> Iterator[tuple[str, str]]:
    folder = f"case_types/{key}"
    definition = {"key": key, "version": version, **sections[FRAME]}
    whole = definition | {STAGES: sections[STAGES], MOVES: sections[MOVES]}
    yield f"{folder}/v{version}.toml", toml(whole)
    answers = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$defs": sections[ANSWERS]}
    yield f"{folder}/v{version}.fields.json", json.dumps(answers, ensure_ascii=False, indent=2) + "\n"
    for language in LANGUAGES:
        yield f"{folder}/words/{language}.toml", toml(sections[WORDS + language])
    for name, value in sections.items():
        if name.startswith(CATEGORY):
            yield f"categories/{name.removeprefix(CATEGORY)}.toml", toml(value)


def unpacked(name: str, content: bytes, *, key: str) -> Sections:
    """The sections that a zip, or one of its files alone, holds. Unreadable names what is wrong."""
    members = _members(content) if zipfile.is_zipfile(io.BytesIO(content)) else {name: content}
    found: Sections = {}
    problems: list[tuple[str, str]] = []
    for file, text in members.items():
        try:
            found |= _sections_in(file, text.decode("utf-8-sig"), key)
        except (ValueError, KeyError, TypeError) as error:
            problems.append((file, str(error)))
    if problems or not found:
        raise Unreadable(*(problems or [(name, "no file of a definition")]))
    return found


def _members(content: bytes) -> Mapping[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            listed = [one for one in archive.infolist() if not one.is_dir()]
            if len(listed) > MOST_FILES or sum(one.file_size for one in listed) > MOST_UNPACKED:
                raise Unreadable(("zip", "too large"))
            return {one.filename: archive.read(one) for one in listed}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError) as error:
        raise Unreadable(("zip", str(error))) from error


def _sections_in(file: str, text: str, key: str) -> Sections:
    last = file.rpartition("/")[2]
    if last.endswith(".fields.json"):
        return {ANSWERS: dict(json.loads(text)["$defs"])}
    value = tomllib.loads(text)
    if DRAFT.fullmatch(last):
        if value.get("key") != key:
            raise ValueError(f"is about {value.get('key')!r}, not {key!r}")
        frame = {name: member for name, member in value.items() if name not in APART}
        return {FRAME: frame, STAGES: dict(value[STAGES]), MOVES: list(value[MOVES])}
    if last.removesuffix(".toml") in LANGUAGES:
        return {WORDS + last.removesuffix(".toml"): value}
    if match := CODE.fullmatch(last):
        return {CATEGORY + match[1]: value}
    raise ValueError("no file of a definition")


def toml(value: Mapping[str, Any]) -> str:
    """The text of a table: plain members first, then tables, then lists of tables."""
    return "\n".join(_table(value, ())) + "\n"


def _table(value: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[str]:
    later: list[tuple[str, Any]] = []
    for key, member in value.items():
        if member is None:
            continue
        if (_is_table(member) and _deep(member)) or _is_tables(member):
            later.append((key, member))
        else:
            yield f"{_key(key)} = {_inline(member)}"
    for key, member in later:
        here = (*path, key)
        name = ".".join(map(_key, here))
        for one in member if isinstance(member, list) else [member]:
            yield f"\n[[{name}]]" if isinstance(member, list) else f"\n[{name}]"
            yield from _table(one, here)


def _is_table(value: Any) -> bool:
    return isinstance(value, dict)


def _is_tables(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(map(_is_table, value))


def _deep(value: Mapping[str, Any]) -> bool:
    """Whether it is worth a heading: it holds tables itself, or nothing at all."""
    return not value or any(_is_table(member) or _is_tables(member) for member in value.values())


def _inline(value: Any) -> str:
    if isinstance(value, dict):
        members = (f"{_key(key)} = {_inline(one)}" for key, one in value.items() if one is not None)
        return "{ " + ", ".join(members) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(_inline(one) for one in value) + "]"
    # A JSON string is a TOML string, but for the one control character that JSON lets stand.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _key(key: str) -> str:
    return key if BARE.fullmatch(key) else json.dumps(key, ensure_ascii=False).replace("\x7f", "\\u007f")
