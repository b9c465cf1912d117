"""Whole sections into a draft as they are written in files: one over the API, or a zip of them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from gewu.kernel.access import Actor
from gewu.kernel.errors import Invalid, NotFound
from gewu.studio import document, files, queries
from gewu.studio.commands.drafting import change
from gewu.studio.document import CATEGORY, Sections
from gewu.studio.models import Draft
from gewu.studio.rules import SECTION

MOST_PROBLEMS = 40


def write_section(*, draft_id: UUID, section: str, value: Any, seen_version: int, actor: Actor) -> Draft:
    """One whole section as one step, such as `stages`, `words.zh` or `category.010305`.

    NotFound for a section that drafts of this kind do not have; Invalid, naming every path, for what has no
    shape; Conflict where anything in the section changed since `seen_version`. A category that says what is
    shipped is no section of the draft any more.
    """
    row = queries.draft(actor, draft_id)
    if section not in queries.sections_here(row):
        raise NotFound(_("There is no such part of the draft."))

    def edit(newest: Sections) -> Sections:
        after = newest | {section: value}
        _refuse_shapeless(row, after)
        return _without_shipped(row, after, section)

    part = f"{SECTION}:{section}"
    return change(draft_id=draft_id, part=part, edit=edit, seen_version=seen_version, actor=actor)


def bring_in(*, draft_id: UUID, name: str, content: bytes, seen_version: int, actor: Actor) -> Draft:
    """A zip as it was taken away, or one of its files: all of it as one step, or Invalid and nothing."""
    row = queries.draft(actor, draft_id)
    if not 0 < len(content) <= files.MOST_BYTES:
        message = _("Choose a file of at most %(size)d kB.") % {"size": files.MOST_BYTES // 1000}
        raise Invalid(message, fields={"file": message})
    try:
        found = files.unpacked(name, content, key=row.key)
    except files.Unreadable as wrong:
        raise _unreadable([f"{file}: {what}" for file, what in wrong.problems]) from None

    def edit(newest: Sections) -> Sections:
        after = newest | found
        _refuse_shapeless(row, after)
        return after

    return change(draft_id=draft_id, part="import", edit=edit, seen_version=seen_version, actor=actor)


def _refuse_shapeless(row: Draft, sections: Sections) -> None:
    shipped = queries.shipped_categories(row.key)
    _made, faults = document.put_together(sections, key=row.key, version=1, shipped=shipped)
    if faults:
        raise _unreadable([f"{one.section} {'.'.join(one.path)}: {one.what}" for one in faults])


def _unreadable(lines: Sequence[str]) -> Invalid:
    shown = "\n".join(lines[:MOST_PROBLEMS])
    return Invalid(_("These files cannot be read. Nothing was brought in."), fields={"file": shown})


def _without_shipped(row: Draft, sections: Sections, section: str) -> Sections:
    code = section.removeprefix(CATEGORY)
    shipped = next((one for one in queries.shipped_categories(row.key) if one.code == code), None)
    if shipped is None or sections[section] != document.plain_category(shipped):
        return sections
    return {name: value for name, value in sections.items() if name != section}
