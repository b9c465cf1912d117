"""What every page of a draft shows: which draft it is, its pages, and what whoever reads may do with it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gewu.catalogue import queries as catalogue
from gewu.catalogue.category import Category
from gewu.kernel.access import ActorRequest
from gewu.people import queries as people
from gewu.places import queries as places
from gewu.studio import queries, said
from gewu.studio.checks import Finding, is_sound
from gewu.studio.document import Sections
from gewu.studio.editors import Draftsman
from gewu.studio.models import Draft

EDITABLE = ("stage", "move", "question", "form", "category", "frame", "words")


@dataclass(frozen=True, slots=True)
class Found:
    """A finding as a line with its link; `edit` names the part that puts it right."""

    weight: str
    where: str
    text: str
    edit: str
    at: str


class DraftSheet:
    """One draft as its pages show it; everything is read once."""

    def __init__(self, request: ActorRequest, draft_id: UUID) -> None:
        self.actor, self.language = request.actor, get_language() or "zh-hans"
        self.row: Draft = queries.draft(request.actor, draft_id)

    @cached_property
    def sections(self) -> Sections:
        return queries.sections_of(self.row)

    @cached_property
    def names(self) -> said.Names:
        return said.Names(self.sections, self.language, self.category)

    @cached_property
    def draftsman(self) -> Draftsman:
        shipped = queries.shipped_categories(self.row.key)
        return Draftsman(self.row.key, self.sections, self.language, shipped)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        return queries.findings(self.row, self.sections)

    @property
    def sound(self) -> bool:
        return is_sound(self.findings)

    @cached_property
    def found(self) -> tuple[Found, ...]:
        return tuple(self._found(one) for one in self.findings)

    @cached_property
    def title(self) -> str:
        word = self.sections.get("words.en" if self.language.startswith("en") else "words.zh", {})
        return str(word.get("title") or self.row.key)

    @cached_property
    def place(self) -> str:
        return places.area(self.row.place_id).in_language(self.language)

    @cached_property
    def writable(self) -> bool:
        return self.row.state == Draft.State.OPEN and queries.may(self.actor, "drafts", self.row.place_id)

    @cached_property
    def acts(self) -> list[str]:
        """What whoever reads may do with the draft as a whole."""
        return queries.acts_open(self.actor, self.row)

    @cached_property
    def steps(self) -> tuple[queries.Step, ...]:
        return queries.steps(self.row)

    @cached_property
    def newest(self) -> str:
        """What the newest step that stands was about."""
        part = queries.newest_part(self.row)
        return self.names.part(part) if part else ""

    @cached_property
    def people(self) -> dict[UUID, str]:
        """Names of all who had a hand in it."""
        hands = {self.row.opened_by, self.row.offered_by, self.row.ended_by}
        return people.name_of(hands | {who for step in self.steps for who in (step.by, step.undone_by)})

    @property
    def rooms(self) -> tuple[tuple[str, str], ...]:
        """The pages beside the overview."""
        return (
            ("flow", str(said.PARTS["flow"])),
            ("questions", str(said.PARTS["questions"])),
            ("categories", str(said.PARTS["categories"])),
            ("preview", _("Preview")),
            ("changes", _("What is different")),
        )

    def category(self, code: str) -> Category | None:
        own = queries.category_in(self.row, self.sections, code)
        return Category.model_validate(own) if own and _is_category(own) else catalogue.category_or_none(code)

    def _found(self, one: Finding) -> Found:
        kind = one.part.partition(":")[0]
        editable = one.part if kind in EDITABLE and self._is_there(one.part) else ""
        return Found(one.weight, self.names.part(one.part), said.finding(one, self.names), editable, one.at)

    def _is_there(self, part: str) -> bool:
        kind, _colon, key = part.partition(":")
        members: dict[str, Any] = {
            "stage": self.sections["stages"],
            "move": {move.get("name") for move in self.sections["moves"]},
            "question": self.sections["answers"],
        }
        return kind not in members or key in members[kind]


def _is_category(own: dict[str, Any]) -> bool:
    try:
        Category.model_validate(own)
    except ValueError:
        return False
    return True
