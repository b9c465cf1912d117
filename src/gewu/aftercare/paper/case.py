"""The file of one case as PDF, cut to whoever asks: what the page shows, and the journal with its hashes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gewu.aftercare.models import CallBack
from gewu.aftercare.paper.pictures import picture_of
from gewu.aftercare.paper.sheet import PHOTO_ROW, Paper, Shown
from gewu.aftercare.queries.calls import Called, calls_of
from gewu.aftercare.words import call_in_words
from gewu.cases import queries as cases
from gewu.cases.queries import CaseFile, Photo, StoryLine
from gewu.kernel import clock
from gewu.kernel.access import Actor
from gewu.kernel.models import Entry
from gewu.places.values import AreaName

BEFORE, AFTER = ("scene", "before"), ("after",)
# Their moves say it already; the answers of a rating stand among the call-backs.
APART = frozenset({"rating", "organisation", "category", "contacted", "solved"})


@dataclass(frozen=True, slots=True)
class Printing:
    """Who has it made, and under which address the public page of a number is found."""

    actor: Actor
    base: str


def case_pdf(case_id: UUID, printing: Printing) -> bytes:
    """The whole file, or NotFound for whoever does not see the case. Names and phones are masked."""
    file = cases.case_file(printing.actor, case_id)
    entries = cases.journal_of(printing.actor, case_id)
    calls = calls_of(printing.actor, case_id, file.township)
    return bytes(_drawn(file, entries, calls, printing).output())


def _drawn(
    file: CaseFile, entries: tuple[Entry, ...], calls: tuple[Called, ...], printing: Printing
) -> Paper:
    said = {"name": printing.actor.name, "moment": _moment(clock.now())}
    printed = _("Printed by %(name)s, %(moment)s") % said
    foot = f"{file.number} · {printed}"
    paper = Paper(foot=foot, title=f"{file.number} {file.category_name}", pages=_("Page {page} of {pages}"))
    paper.title_block(
        title=file.category_name,
        number=_("Case file %(number)s") % {"number": file.number},
        lines=[_path(file.path), file.stage_title],
        qr=f"{printing.base}/c/{file.number}/",
    )
    paper.words(file.text or _("The words were erased: their time in the archive was over."))
    paper.ln(2)
    paper.facts(list(_facts(file)))
    _photos(paper, file, _("Before"), BEFORE)
    _photos(paper, file, _("After"), AFTER)
    _story(paper, file.story)
    _calls(paper, calls)
    _journal(paper, entries)
    paper.ln(3)
    paper.note(
        _("The reporter's name and phone are masked. The code leads to the public page of the number.")
    )
    return paper


def _facts(file: CaseFile) -> Iterator[tuple[str, str]]:
    yield _("Reported"), f"{_moment(file.reported_at)} · {cases.source_name(file.source)}"
    if file.reporter is not None:
        yield _("Reporter"), f"{file.reporter.name} {file.reporter.phone}".strip()
    if file.address:
        yield _("Address"), file.address
    if file.lon is not None and file.lat is not None:
        yield _("Point"), f"{file.lon:.6f}, {file.lat:.6f}"
    for answer in file.answers:
        if answer.key not in APART and answer.value:
            yield answer.label, answer.value
    if file.held_by is not None:
        yield _("Handled by"), " · ".join(one.name for one in (file.held_by, file.handler) if one)
    yield _("To be done by"), _moment(file.case_due_at)
    yield from _closings(file)


def _closings(file: CaseFile) -> Iterator[tuple[str, str]]:
    closed = [line.at for line in file.story if line.move == "close"]
    for number, moment in enumerate(closed, start=1):
        label = _("Closed") if len(closed) == 1 else _("Closed, %(number)d") % {"number": number}
        yield label, _moment(moment)
    if not closed and file.closed_at is not None:
        yield _("Ended"), _moment(file.closed_at)


def _photos(paper: Paper, file: CaseFile, heading: str, kinds: Iterable[str]) -> None:
    shown = [photo for photo in file.photos if photo.kind in kinds and photo.is_image]
    if shown:
        paper.heading(heading, before=PHOTO_ROW)
        paper.photos([_picture(photo) for photo in shown])


def _picture(photo: Photo) -> Shown:
    content = picture_of(photo.id)
    return Shown(content, _caption(photo), "" if content else _("This photo is damaged or missing."))


def _caption(photo: Photo) -> str:
    return f"{_moment(photo.added_at)} · {photo.name}"


def _story(paper: Paper, story: tuple[StoryLine, ...]) -> None:
    paper.heading(_("What happened"))
    for line in story:
        who = " · ".join(part for part in (line.who, line.role) if part)
        stage = f" → {line.stage}" if line.stage else ""
        # The line, its moment, and the first of what was said.
        paper.keep(0)
        paper.words(f"{line.number}. {line.title}{stage}")
        paper.note(f"{_moment(line.at)}{f' · {who}' if who else ''}", indent=5)
        for answer in line.answers:
            if answer.value:
                paper.note(f"{answer.label}: {answer.value}", indent=5)
        for words in line.words:
            if words.kind != "description":
                paper.words(f"{words.label}: {words.text}", size=9, indent=5)
        paper.ln(1)


def _calls(paper: Paper, calls: tuple[Called, ...]) -> None:
    if not calls:
        return
    paper.heading(_("Call-backs"))
    for call in calls:
        row: CallBack = call.row
        paper.note(f"{_moment(row.at)} · {call_in_words(row)}{f' · {call.who}' if call.who else ''}")


def _journal(paper: Paper, entries: tuple[Entry, ...]) -> None:
    paper.heading(_("Journal"))
    paper.note(
        _("Each entry carries the hash of the one before: whoever changes one changes all that follow.")
    )
    rows = [
        (str(entry.number), _moment(entry.recorded_at), entry.kind, bytes(entry.hash).hex())
        for entry in entries
    ]
    paper.fine_table(rows, (8, 30, 34, 100))


def _path(path: tuple[AreaName, ...]) -> str:
    return " › ".join(step.name for step in path[-3:]) if path else _("In no grid")


def _moment(moment: object) -> str:
    return date_format(timezone.localtime(moment), "Y-m-d H:i")  # type: ignore[arg-type] # a moment of the case
