"""Searching the journal by case, kind, who and day; within some days, because days are indexed."""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib import import_module
from importlib.resources import files
from importlib.util import find_spec
from uuid import UUID

from django.apps import apps
from django.utils import timezone
from django.utils.translation import get_language

from gewu.cases.queries.evidence import case_numbered, numbers_of
from gewu.cases.queries.facts import facts_of
from gewu.evidence.models import READS
from gewu.kernel import clock, numbers
from gewu.kernel.access import Actor
from gewu.kernel.errors import NotFound
from gewu.kernel.models import Entry
from gewu.kernel.paging import Page, page
from gewu.kernel.seals.chain import span
from gewu.people import queries as people

USUAL = timedelta(days=6)
MOST = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for. Without days it is the last week; with a number, all of that case."""

    township: int
    number: str = ""
    kind: str = ""
    who: str = ""
    since: date | None = None
    until: date | None = None

    def days(self) -> tuple[date, date]:
        """The first and the last day, no more than a month apart."""
        until = self.until or timezone.localdate(clock.now())
        return max(self.since or until - USUAL, until - MOST), until


@dataclass(frozen=True, slots=True)
class Line:
    """An entry as an auditor reads it."""

    entry: Entry
    meaning: str
    who: str
    number: str
    facts: Mapping[str, object]

    @property
    def told(self) -> str:
        """The facts, to be read."""
        return json.dumps(dict(self.facts), ensure_ascii=False, indent=1, sort_keys=True)

    @property
    def hash(self) -> str:
        return bytes(self.entry.hash).hex()


def entries(actor: Actor, wanted: Wanted, *, after: str | None = None, size: int = 50) -> Page[Line]:
    """Entries of a township whose journal the actor reads, newest first."""
    if not any(scope.low <= wanted.township <= scope.high for scope in actor.scopes(READS)):
        return Page((), None)
    rows = Entry.objects.filter(township=wanted.township)
    if wanted.number:
        case = case_numbered(actor, numbers.clean(wanted.number))
        rows = rows.filter(subject_id=case) if case else rows.none()
    else:
        first, last = wanted.days()
        rows = rows.filter(recorded_at__gte=span(first)[0], recorded_at__lt=span(last)[1])
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.who:
        user = _user(wanted.who)
        rows = rows.filter(user=user) if user else rows.none()
    found = page([rows], order=("-recorded_at", "-id"), after=after, size=size)
    return Page(_lines(actor, wanted.township, found.items), found.next)


def kinds(language: str) -> dict[str, str]:
    """Every kind of entry with its meaning, in a language ("zh-hans", "en")."""
    said = {} if language.startswith("en") else _chinese()
    return {kind: said.get(kind, meaning) for kind, meaning in sorted(_english().items())}


@cache
def _english() -> dict[str, str]:
    slices = (config.name for config in apps.get_app_configs() if config.name.startswith("gewu."))
    modules = (f"{name}.journal_kinds" for name in slices if find_spec(f"{name}.journal_kinds"))
    return {kind: meaning for module in modules for kind, meaning in import_module(module).KINDS.items()}


@cache
def _chinese() -> dict[str, str]:
    words = files("gewu") / "definitions" / "words" / "journal.zh.toml"
    return tomllib.loads(words.read_text(encoding="utf-8"))


def _user(username: str) -> UUID | None:
    try:
        return people.user_named(username).id
    except NotFound:
        return None


def _lines(actor: Actor, township: int, found: tuple[Entry, ...]) -> tuple[Line, ...]:
    names = people.name_of(entry.user for entry in found)
    cases = {entry.subject_id for entry in found if entry.subject_kind == "cases.case"}
    known = numbers_of(actor, township, cases) if cases else {}
    meanings = kinds(get_language() or "")
    return tuple(
        Line(
            entry=entry,
            meaning=meanings.get(entry.kind, ""),
            who=names.get(entry.user, "") if entry.user else "",
            number=known.get(entry.subject_id, ""),
            facts=facts_of(entry),
        )
        for entry in found
    )
