"""Finding people: by name, pinyin, initials, phone, identity number or number; a vague name asks again."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from heapq import merge

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from gewu.kernel import numbers, secrets
from gewu.kernel.access import Actor
from gewu.kernel.codes import check_digit
from gewu.kernel.errors import Invalid
from gewu.places import queries as places
from gewu.registers.models import TABLES, RegisterRow
from gewu.registers.queries import shown
from gewu.registers.queries.definitions import register
from gewu.registers.queries.rows import rows
from gewu.registers.queries.shown import Brief
from gewu.registers.reach import reaches
from gewu.registers.spelling import has_han, plain

MOST = 30
LONGEST = 60
_YEAR = re.compile(r"(18|19|20)\d\d", re.ASCII)
_IDENTITY = re.compile(r"(\d{15}|\d{17}[\dxX])", re.ASCII)
_PHONE = re.compile(r"\+?[\d\s-]{7,20}", re.ASCII)
_HERE = {"here", "away", "whole", "standing", "open", "sound", "damaged", "missing"}


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found.

    `asks`: nothing, vague (too short to look for), many (more than fit: add a year of birth or more of the
    name), short (the number is not complete). `by`: number, identity, phone, name, pinyin or initials.
    """

    rows: tuple[Brief, ...] = ()
    asks: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody typed, understood: the column compared, and a year of birth beside it."""

    by: str
    text: str = ""
    year: int | None = None


def search_people(actor: Actor, text: str, *, most: int = MOST) -> Found:
    """The persons somebody means, among those the actor sees; those who live here come first."""
    return search(actor, "person", text, most=most)


def search(actor: Actor, kind: str, text: str, *, most: int = MOST) -> Found:
    """Rows of a register by name and number; persons and establishments by phone, too."""
    wanted = understood(text)
    if wanted.by in {"", "vague", "short"}:
        return Found(asks=wanted.by)
    found = _ordered(actor, kind, wanted, most + 1)
    of = register(kind)
    there = places.addresses([row.address for row in found[:most] if row.address])
    where = {row.id: there[row.address].name for row in found if row.address in there}
    lines = tuple(shown.brief(row, of, _said(row, where.get(row.id, ""))) for row in found[:most])
    return Found(lines, "many" if len(found) > most else "", wanted.by)


def understood(text: str) -> Wanted:
    """What was typed, by its form."""
    said = unicodedata.normalize("NFKC", text[:LONGEST]).strip()
    joined = "".join(said.split())
    if not joined:
        return Wanted("")
    if _IDENTITY.fullmatch(joined):
        return Wanted("identity", joined)
    if _PHONE.fullmatch(said):
        return Wanted("phone", secrets.normal_phone(said))
    if number := _number(said):
        return Wanted("number", number)
    return _named(said)


def _number(said: str) -> str:
    try:
        return numbers.clean(said)
    except Invalid:
        return ""


def _named(said: str) -> Wanted:
    year = next((int(word) for word in said.split() if _YEAR.fullmatch(word)), None)
    words = [word for word in said.split() if not _YEAR.fullmatch(word)]
    name = plain("".join(words))
    if name.isdecimal():
        return Wanted("short")
    if has_han(name):
        return Wanted("name" if len(name) > 1 or year else "vague", name, year)
    if not name or (len(name) < 2 and not year):
        return Wanted("vague")
    return Wanted("pinyin", name, year)


def _ordered(actor: Actor, kind: str, wanted: Wanted, most: int) -> list[RegisterRow]:
    if wanted.by == "pinyin":
        by_key = _asked(actor, kind, Q(name_key__startswith=wanted.text), "name_key", wanted, most)
        by_initials = _asked(actor, kind, Q(initials__startswith=wanted.text), "initials", wanted, most)
        both = {row.id: row for row in (*by_key, *by_initials)}
        return list(both.values())[:most]
    how = _HOW[wanted.by](wanted.text)
    exact = wanted.by != "name"
    return _asked(actor, kind, how, "number" if exact else "name", wanted, most)


def _asked(actor: Actor, kind: str, condition: Q, order: str, wanted: Wanted, most: int) -> list[RegisterRow]:
    """One statement per post, merged in their order; each is served by an index of the column."""
    if not _has(kind, condition):
        return []
    if wanted.year and kind == "person":
        condition &= Q(born__year=wanted.year)
    table = rows(kind, actor)
    asked: list[QuerySet[RegisterRow]] = (
        [table.filter(condition)]
        if actor.door == "job"
        else [TABLES[kind].objects.filter(way).filter(condition) for way in reaches(actor)]  # type: ignore[attr-defined]
    )
    parts = [list(one.filter(merged_into=None).order_by(order, "id")[:most]) for one in asked]
    both = {row.id: row for row in merge(*parts, key=lambda row: (getattr(row, order), row.id))}
    return sorted(list(both.values())[:most], key=lambda row: row.state not in _HERE)


def _has(kind: str, condition: Q) -> bool:
    """Whether the register has the columns that are compared."""
    columns = {field.name for field in TABLES[kind]._meta.get_fields()}
    return all(name.partition("__")[0] in columns for name, _value in condition.children)  # type: ignore[misc]


def _said(row: RegisterRow, where: str) -> str:
    """What tells two of one name apart: year of birth, age, and where unless the name says so."""
    born = getattr(row, "born", None)
    age = shown.age_of(born)
    years = [str(born.year), _("%(n)s years old") % {"n": age}] if born and age is not None else []
    return " · ".join([*years, *([where] if where and where != row.name else [])])


_HOW: dict[str, Callable[[str], Q]] = {
    "identity": lambda text: Q(identity_index=secrets.blind_index("identity_number", _eighteen(text))),
    "phone": lambda text: Q(phone_index=secrets.blind_index("phone", text)),
    "number": lambda text: Q(number=text),
    "name": lambda text: Q(name__startswith=text),
}


def _eighteen(number: str) -> str:
    if len(number) == 15:
        body = f"{number[:6]}19{number[6:]}"
        return body + check_digit(body)
    return number.upper()
