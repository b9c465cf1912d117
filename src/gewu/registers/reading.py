"""From files to registers and programmes. Problems come as a list: one run names them all."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import TypeVar

from pydantic import ValidationError

from gewu.registers.definition import FieldOf, Lists, Programme, Register, WithFields
from gewu.registers.lawful import problems_of_sharing

Value = TypeVar("Value", Register, Programme, Lists)
LISTS = "lists.toml"
# What no field may ask for (fields.md of the old systems did): beliefs, politics, thoughts.
NEVER = (
    "宗教",
    "信仰",
    "政治面貌",
    "党派",
    "思想",
    "观点",
    "religion",
    "belief",
    "politic",
    "opinion",
    "thought",
)


@dataclass(frozen=True, slots=True)
class Read:
    """What a folder of definitions holds. An unreadable file is missing and named in `problems`."""

    registers: Mapping[str, Register] = field(default_factory=dict)
    programmes: Mapping[str, Programme] = field(default_factory=dict)
    lists: Lists = field(default_factory=lambda: Lists(lists={}))
    problems: tuple[str, ...] = ()


@cache
def shipped() -> Read:
    """The shipped definitions, read once; ValueError naming everything that is wrong with them."""
    found = read(files("gewu") / "definitions")
    if wrong := problems(found):
        raise ValueError("\n".join(wrong))
    return found


def problems(found: Read | None = None) -> tuple[str, ...]:
    """Everything that is wrong with definitions: what cannot be read, and what sharing supplies already."""
    found = found or read(files("gewu") / "definitions")
    asked = (*found.registers.values(), *found.programmes.values())
    return (*found.problems, *problems_of_sharing(asked))


def read(root: Traversable) -> Read:
    """Everything in a folder of definitions."""
    problems: list[str] = []
    lists = _parsed(Lists, root / "registers" / LISTS, problems) or Lists(lists={})
    registers = _all(Register, root / "registers", problems)
    programmes = _all(Programme, root / "programmes", problems)
    for one in (*registers.values(), *programmes.values()):
        problems += _problems(one, lists)
        problems += _unlike(one, registers)
    problems += [
        f"programmes/{one.key}.toml: there is no register {one.of}"
        for one in programmes.values()
        if one.of not in registers
    ]
    return Read(
        {key: _with_lists(one, lists) for key, one in registers.items()},
        {
            key: _with_lists(one, lists)
            for key, one in sorted(programmes.items(), key=lambda pair: (pair[1].order, pair[0]))
        },
        lists,
        tuple(problems),
    )


def _all(shape: type[Value], folder: Traversable, problems: list[str]) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for file in sorted(folder.iterdir(), key=lambda one: one.name):
        if not file.name.endswith(".toml") or file.name == LISTS:
            continue
        value = _parsed(shape, file, problems)
        if value is not None and not isinstance(value, Lists):
            found[value.key] = value
            if f"{value.key}.toml" != file.name:
                problems.append(f"{folder.name}/{file.name}: its key is {value.key}")
    return found


def _parsed(shape: type[Value], file: Traversable, problems: list[str]) -> Value | None:
    where = "/".join(str(file).rsplit("/", 2)[-2:])
    try:
        return shape.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
    except (OSError, tomllib.TOMLDecodeError) as error:
        problems.append(f"{where}: {error}")
    except ValidationError as error:
        problems += [f"{where}: {'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors()]
    return None


def _problems(one: WithFields, lists: Lists) -> Iterator[str]:
    for asked in one.fields:
        if asked.list and asked.list not in lists.lists:
            yield f"{one.key}.{asked.key}: there is no list {asked.list}"
        words = f"{asked.key} {asked.zh} {asked.en}".lower()
        if any(never in words for never in NEVER):
            yield f"{one.key}.{asked.key}: beliefs, politics and opinions have no field"


def _unlike(one: WithFields, registers: Mapping[str, Register]) -> Iterator[str]:
    """Fields said to be the same fact as one that is not there, is of another type, or held more closely."""
    for asked in one.fields:
        for path in asked.same_as:
            kind, _dot, key = path.partition(".")
            held = registers[kind].field(key) if kind in registers else None
            if held is None:
                yield f"{one.key}.{asked.key}: there is no {path}"
            elif held.type != asked.type or held.depth > asked.depth:
                yield f"{one.key}.{asked.key}: {path} is of another type, or held more closely"


Fielded = TypeVar("Fielded", bound=WithFields)


def _with_lists(one: Fielded, lists: Lists) -> Fielded:
    def filled(asked: FieldOf) -> FieldOf:
        if not asked.list:
            return asked
        return asked.model_copy(update={"choices": lists.lists.get(asked.list, ())})

    return one.model_copy(update={"fields": tuple(map(filled, one.fields))})
