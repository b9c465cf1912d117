"""The timeline of a case: its journal entries, with the words and files that belong to each."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from gewu.cases.models import Case, CaseFile, CaseText
from gewu.cases.powers import COMMENT, DESCRIPTION, REPEATED, TRIED
from gewu.cases.queries.facts import entries_of, facts_of, may_be_public
from gewu.cases.queries.levels import level_name, reason_name, when_name
from gewu.cases.queries.names import language, spoken_answer, words_of
from gewu.cases.queries.values import Answer, Photo, StoryLine, Words
from gewu.catalogue.definition import CaseType
from gewu.kernel.models import Entry
from gewu.kernel.models.files import File
from gewu.people import queries as people


@dataclass(frozen=True, slots=True)
class Material:
    """Everything of one case that was read from the database, before it is cut to an actor."""

    case: Case
    definition: CaseType
    texts: tuple[CaseText, ...]
    links: tuple[CaseFile, ...]
    files: Mapping[UUID, File]
    entries: tuple[Entry, ...]
    people: Mapping[UUID, str]

    @property
    def description(self) -> str:
        return next((text.text for text in self.texts if text.kind == DESCRIPTION), "")

    def photos(self, links: Sequence[CaseFile] | None = None) -> tuple[Photo, ...]:
        wanted = self.links if links is None else links
        return tuple(_photo(link, self.files[link.file_id]) for link in wanted if link.file_id in self.files)


def gather(case: Case, definition: CaseType) -> Material:
    """Read what belongs to a case: five statements, one less without files."""
    mine = {"township": case.township, "case_id": case.id}
    texts = tuple(CaseText.objects.filter(**mine).order_by("entry", "kind", "id"))
    links = tuple(CaseFile.objects.filter(**mine).order_by("added_at", "id"))
    entries = tuple(entries_of(case.id))
    found = (
        File.objects.filter(township=case.township, id__in=[link.file_id for link in links]) if links else ()
    )
    return Material(
        case=case,
        definition=definition,
        texts=texts,
        links=links,
        files={file.id: file for file in found},
        entries=entries,
        people=people.name_of(
            {one for entry in entries for one in (entry.user, entry.on_behalf)}
            | {case.holder_user, case.received_by}
        ),
    )


def story_of(material: Material, offices: Mapping[UUID, str]) -> tuple[StoryLine, ...]:
    """Every entry as a line that a colleague can read."""
    teller = _Teller(material, offices)
    return tuple(teller.line(entry) for entry in material.entries)


def offices_named(entries: Sequence[Entry], definition: CaseType) -> set[UUID]:
    """Offices that the answers of moves name, or for which somebody acted as a helper."""
    asked = [name for name in definition.answers if definition.takes_office(name)]
    found = [facts_of(entry) for entry in entries]
    named = [_answers(facts).get(name) for facts in found for name in asked]
    return {UUID(str(office)) for office in named if office} | {
        UUID(office) for facts in found for office in helped_by(facts)
    }


def helped_by(facts: Mapping[str, object]) -> list[str]:
    """The offices that answered with a move whether they help."""
    offices = facts.get("helped_by")
    return [str(office) for office in offices] if isinstance(offices, list) else []


class _Teller:
    def __init__(self, material: Material, offices: Mapping[UUID, str]) -> None:
        self.material, self.offices = material, offices
        self.said = words_of(material.case)
        self.texts: dict[int, list[CaseText]] = defaultdict(list)
        self.links: dict[int, list[CaseFile]] = defaultdict(list)
        for text in material.texts:
            self.texts[text.entry].append(text)
        for link in material.links:
            self.links[link.entry].append(link)

    def line(self, entry: Entry) -> StoryLine:
        facts = facts_of(entry)
        stage, move, role = (str(facts.get(key) or "") for key in ("stage", "move", "role"))
        return StoryLine(
            number=entry.number,
            at=entry.recorded_at,
            happened_at=entry.happened_at,
            kind=entry.kind,
            move=move,
            title=self._title(entry.kind, move) + _told(facts),
            who=self._who(entry),
            role=people.role_name(role, language(), self.material.case.township) if role else "",
            stage=self.said.stages[stage].title if stage in self.said.stages else "",
            words=tuple(self._words(text) for text in self.texts[entry.number]),
            answers=tuple(self._answer(key, value) for key, value in _answers(facts).items()),
            photos=self.material.photos(self.links[entry.number]),
        )

    def _who(self, entry: Entry) -> str:
        """Who did it, and for whom where somebody stood in."""
        known = self.material.people
        who = known.get(entry.user, "") if entry.user else ""
        other = known.get(entry.on_behalf, "") if entry.on_behalf else ""
        return _("%(who)s for %(other)s") % {"who": who, "other": other} if who and other else who

    def _title(self, kind: str, move: str) -> str:
        if kind == "case.reported":
            return _("reported it, already solved on the spot") if move else _("reported it")
        return self.said.moves[move].done if move in self.said.moves else _TITLES.get(kind, lambda: kind)()

    def _words(self, text: CaseText) -> Words:
        return Words(
            id=text.id,
            kind=text.kind,
            label=self._label(text.kind),
            text=text.text,
            released=text.released,
            releasable=may_be_public(self.material.definition, text.kind),
        )

    def _label(self, kind: str) -> str:
        if kind in self.said.fields:
            return self.said.fields[kind].label
        names = {
            DESCRIPTION: _("What was reported"),
            COMMENT: _("Note"),
            TRIED: _("What was tried"),
            REPEATED: _("What was said again"),
        }
        return names.get(kind, kind)

    def _answer(self, key: str, value: object) -> Answer:
        case = self.material.case
        spoken = spoken_answer(
            self.material.definition, self.said, key, value, category=case.category, offices=self.offices
        )
        return Answer(key, self._label(key), spoken)


def _told(facts: Mapping[str, Any]) -> str:
    """Which levels, which reminder, or which part."""
    if "part" in facts:
        return f" · {facts['number']}"
    if "from" in facts and "to" in facts and "step" in facts:
        words = {"from": level_name(str(facts["from"])), "to": level_name(str(facts["to"]))}
        return _(": from %(from)s to %(to)s") % words + _(" (%(why)s)") % {
            "why": reason_name(str(facts["reason"]))
        }
    return " · " + when_name(str(facts["when"])) if "when" in facts else ""


def _answers(facts: Mapping[str, Any]) -> dict[str, object]:
    answers = facts.get("answers")
    return dict(answers) if isinstance(answers, dict) else {}


def _photo(link: CaseFile, file: File) -> Photo:
    return Photo(
        id=file.id,
        kind=link.kind,
        name=file.name,
        media_type=file.media_type,
        size=file.size,
        is_image=file.is_image,
        added_at=link.added_at,
        released=link.released,
    )


_TITLES = {
    "case.commented": lambda: _("left a note"),
    "case.file_added": lambda: _("added a file"),
    "case.released": lambda: _("made something public"),
    "case.withheld": lambda: _("closed something to the public again"),
    "case.contact_opened": lambda: _("opened the reporter's contact"),
    "case.escalated": lambda: _("The next level became responsible"),
    "case.reminded": lambda: _("A reminder went out"),
    "case.part_opened": lambda: _("opened a part of it"),
    "case.part_ended": lambda: _("A part of it is over"),
    "case.part_reopened": lambda: _("A part of it is worked on again"),
    "case.erased": lambda: _("erased words, contacts and photos: their time in the archive was over"),
    "case.placed": lambda: _("set the responsible place"),
    "case.regridded": lambda: _("Grids were redrawn: another one is responsible now"),
    "case.resumed": lambda: _("the clock goes on by itself"),
    "case.recounted": lambda: _("deadlines counted anew, on a calendar that changed"),
    "case.merged": lambda: _("made it part of an earlier case"),
    "case.unmerged": lambda: _("took it out of the earlier case again"),
    "case.joined": lambda: _("took in a later report of the same matter"),
    "case.unjoined": lambda: _("gave a report back that was taken in"),
    "case.seconded": lambda: _("One more person wants it solved"),
    "case.repeated": lambda: _("noted that somebody asked again"),
    "case.handed_over": lambda: _("gave it to a colleague of the same office"),
}
