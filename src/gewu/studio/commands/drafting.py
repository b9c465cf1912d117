"""Starting a draft, changing it in steps, and taking steps back."""

from collections.abc import Callable
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gewu.catalogue import queries as catalogue
from gewu.catalogue.words import LANGUAGES
from gewu.kernel import clock, ids, journal, receipts
from gewu.kernel.access import Actor
from gewu.kernel.canonical import canonical, sha256
from gewu.kernel.errors import Conflict, RuleBroken
from gewu.places import queries as places
from gewu.studio import document, queries, rules
from gewu.studio.commands.guarding import require, stepped, writable
from gewu.studio.document import Sections
from gewu.studio.models import Draft, DraftStep

Edit = Callable[[Sections], Sections]


def start_draft(*, key: str, place: UUID, actor: Actor, receipt: str | None = None) -> Draft:
    """A draft of what holds at a place now, for it and all below. Conflict where one is being written."""

    def do() -> str:
        return str(_start(key, place, actor).id)

    asked = {"key": key, "place": str(place)}
    started = receipts.once(actor=actor, key=receipt, request=asked, do=do)
    return queries.draft(actor, UUID(str(started)))


@transaction.atomic
def change(*, draft_id: UUID, part: str, edit: Edit, seen_version: int, actor: Actor) -> Draft:
    """One step: `edit` gets the newest sections and gives those that are to be.

    Conflict where somebody else changed the same part since `seen_version`; what others did elsewhere stays.
    An edit that changes nothing makes no step.
    """
    row = writable(draft_id, actor)
    before = queries.sections_of(row)
    after = edit(before)
    touched = document.changed(before, after)
    if not touched:
        return row
    _refuse_crossing(row, part=part, touched=touched, seen=seen_version)
    step = DraftStep(
        id=ids.new_id(row.township),
        township=row.township,
        draft_id=row.id,
        number=row.version + 1,
        part=part,
        before=document.written({name: before[name] for name in touched if name in before}),
        after=document.written({name: after[name] for name in touched if name in after}),
        by_user=actor.user,
        at=clock.now(),
    )
    DraftStep.objects.bulk_create([step])
    row.content = document.written(after)
    digests = {"before": _digest(step.before), "after": _digest(step.after)}
    stepped(row, "draft.changed", actor, {"part": part} | digests)
    return row


@transaction.atomic
def undo(*, draft_id: UUID, seen_version: int, actor: Actor) -> Draft:
    """Take the newest step back, whoever made it; it stays to be read. RuleBroken where there is none."""
    row = writable(draft_id, actor)
    if row.version != seen_version:
        raise Conflict(_("Somebody else has changed the draft in the meantime. Look at its history first."))
    standing = DraftStep.objects.filter(township=row.township, draft_id=row.id, undone_at=None)
    step = standing.order_by("-number").first()
    if step is None:
        raise RuleBroken(_("There is nothing to take back."))
    before, after = document.read(step.before), document.read(step.after)
    sections = queries.sections_of(row)
    kept = {name: value for name, value in sections.items() if name not in after or name in before}
    row.content = document.written({name: before.get(name, value) for name, value in kept.items()} | before)
    step.undone_by, step.undone_at, step.undone_version = actor.user, clock.now(), row.version + 1
    step.write("undone_by", "undone_at", "undone_version")
    stepped(row, "draft.undone", actor, {"step": step.number})
    return row


def _refuse_crossing(row: Draft, *, part: str, touched: tuple[str, ...], seen: int) -> None:
    since = [trace for step in queries.steps(row, since=seen) for trace in step.traces]
    if crossed := rules.in_the_way(since, seen=seen, part=part, sections=touched):
        raise Conflict(
            _("Somebody else has changed this in the meantime. Look at both and save again."),
            steps=list(crossed),
        )


def _digest(kept: str) -> str:
    return sha256(canonical(kept).encode()).hex()


@transaction.atomic
def _start(key: str, place: UUID, actor: Actor) -> Draft:
    require(actor, "drafts", place)
    base = catalogue.case_type(key, place)
    words = {language: catalogue.words(base.definition, language) for language in LANGUAGES}
    home, moment = places.area(place).home, clock.now()
    row = Draft(
        id=ids.new_id(home),
        township=home,
        key=key,
        place_id=place,
        base_id=base.id,
        content=document.written(document.taken_apart(base.definition, words)),
        salt=journal.new_salt(),
        opened_by=actor.user,
        opened_at=moment,
        changed_at=moment,
    )
    try:
        with transaction.atomic():
            journal.record(
                "draft.started", subject=row, actor=actor, key=key, place=str(place), base=str(base.id)
            )
    except IntegrityError:
        raise Conflict(_("A draft for this place is being written already. Go on with that one.")) from None
    return row
