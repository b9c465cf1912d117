"""A town in which definitions are drafted: who writes, who looks again, and a draft in any state."""

from collections.abc import Callable
from typing import Any

from gewu.cases.tests.builders import CATEGORY, Cast, a_cast
from gewu.kernel.access import Actor
from gewu.studio import commands, document, queries
from gewu.studio.document import Sections
from gewu.studio.models import Draft

__all__ = ["CATEGORY", "Cast", "a_cast", "a_draft", "changed", "offered", "published", "with_limit", "writer"]


def writer(cast: Cast) -> Actor:
    return cast.admin


def a_draft(cast: Cast, *, by: Actor | None = None) -> Draft:
    """Of events in the whole street, as they are shipped."""
    return commands.start_draft(key="event", place=cast.town.street, actor=by or cast.admin)


def changed(
    row: Draft, edit: Callable[[Sections], Sections], *, by: Actor, part: str = "stage:filed", seen: int = 0
) -> Draft:
    """One step, seen at the draft's present version unless said otherwise."""
    seen = seen or Draft.objects.one(row.id).version
    return commands.change(draft_id=row.id, part=part, edit=edit, seen_version=seen, actor=by)


def with_limit(stage: str, amount: int, unit: str = "work_hour") -> Callable[[Sections], Sections]:
    """The stage may rest so long."""

    def edit(sections: Sections) -> Sections:
        after = document.read(document.written(sections))
        after["stages"][stage]["due"] = {"amount": amount, "unit": unit}
        return after

    return edit


def with_member(section: str, name: str, value: Any) -> Callable[[Sections], Sections]:
    """The section with a member set."""
    return lambda sections: sections | {section: sections[section] | {name: value}}


def offered(cast: Cast, row: Draft) -> Draft:
    """Handed in by its writer."""
    seen = Draft.objects.one(row.id).version
    return commands.offer(draft_id=row.id, reason="派遣要快一点", seen_version=seen, actor=cast.admin)


def published(cast: Cast, row: Draft) -> Draft:
    """Handed in, and published by the second person."""
    offered(cast, row)
    return commands.publish(draft_id=row.id, seen_version=offered_version(row), actor=cast.supervisor)


def offered_version(row: Draft) -> int:
    return Draft.objects.one(row.id).version


def sections(row: Draft) -> Sections:
    return queries.sections_of(Draft.objects.one(row.id))
