"""What a simulation left, as text that two runs can be compared by: without anything that chance gave."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date, datetime
from uuid import UUID

from django.utils import translation

from gewu.cases import queries
from gewu.kernel.access import Actor
from gewu.kernel.models import Entry
from gewu.people import queries as people
from gewu.places import queries as places

# Public numbers begin with the place and the day; the serial and what follows differ between installations.
NUMBER = 5
_CHANCE = {"id", "version_id", "boundary_version", "definition", "boundaries", "file", "what", "sha256"}
# Rows of one moment, which lie in the order of their identifiers.
_UNORDERED = {"words", "photos"}


def export(locality: str) -> str:
    """Every case that the place's auditor sees with its whole journal, oldest first, one JSON line each.

    Left out: identifiers made up on the way, salted digests, the random part of numbers. Identifiers that are
    the same everywhere (places, organisations, people) stay.
    """
    auditor = _auditor(locality)
    with translation.override("zh-hans"):
        lines = [_line(auditor, row.id) for row in _rows(auditor)]
    return "\n".join(sorted(lines)) + "\n"


def _auditor(locality: str) -> Actor:
    here = places.locality(locality)
    street = places.area_by_code(str(here.township))
    post = next(post for post in people.posts_at(street.id) if post.role == "auditor")
    return people.actor_of(post.user, door="desk")


def _rows(auditor: Actor) -> Iterator[queries.CaseRow]:
    after: str | None = None
    while True:
        page = queries.visible(auditor, after=after, size=200)
        yield from page.items
        after = page.next
        if after is None:
            return


def _line(auditor: Actor, case: UUID) -> str:
    file = asdict(queries.case_file(auditor, case))
    journal = [_entry(entry) for entry in queries.journal_of(auditor, case)]
    told = {key: file[key] for key in file if key not in {"moves", "number", "is_late"}}
    said = {"recorded_at": told["recorded_at"], "number": file["number"][:NUMBER], **told, "journal": journal}
    return json.dumps(_plain(said), ensure_ascii=False)


def _entry(entry: Entry) -> dict[str, object]:
    facts = {key: value for key, value in queries.facts_of(entry).items() if key not in {"words", "number"}}
    return {
        "number": entry.number,
        "kind": entry.kind,
        "recorded_at": entry.recorded_at,
        "happened_at": entry.happened_at,
        "user": entry.user,
        "post": entry.post,
        "door": entry.door,
        "facts": facts,
    }


def _plain(value: object, name: str = "") -> object:
    """The same in JSON; of members that chance fills only whether they are there."""
    if name in _CHANCE:
        return value is not None
    match value:
        case Mapping():
            return {str(key): _plain(item, str(key)) for key, item in value.items()}
        case list() | tuple():
            plain = [_plain(item) for item in value]
            return sorted(plain, key=json.dumps) if name in _UNORDERED else plain
        case datetime() | date():
            return value.isoformat()
        case str() | int() | float() | bool() | None:
            return value
    return str(value)
