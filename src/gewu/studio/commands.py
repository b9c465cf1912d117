"""Every write of drafts: starting, changing and undoing, handing in, publishing, giving up."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gewu.catalogue import queries as catalogue
from gewu.catalogue.commands import publish_for_place
from gewu.catalogue.words import LANGUAGES
from gewu.kernel import clock, ids, journal, text
from gewu.kernel.access import Actor
from gewu.kernel.canonical import canonical, sha256
from gewu.kernel.errors import Conflict, NotAllowed, RuleBroken
from gewu.places import queries as places
from gewu.studio import document, queries, rules
from gewu.studio.checks import is_sound
from gewu.studio.document import Sections
from gewu.studio.models import Draft, DraftStep
from gewu.studio.rules import Right

LONGEST_REASON = 500
Edit = Callable[[Sections], Sections]
State = Draft.State


@transaction.atomic
def start_draft(*, key: str, place: UUID, actor: Actor) -> Draft:
    """A draft of what holds at a place now, for it and all below. Conflict where one is being written."""
    _require(actor, "drafts", place)
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


@transaction.atomic
def change(*, draft_id: UUID, part: str, edit: Edit, seen_version: int, actor: Actor) -> Draft:
    """One step: `edit` gets the newest sections and gives those that are to be.

    Conflict where somebody else changed the same part since `seen_version`; what others did elsewhere stays.
    An edit that changes nothing makes no step.
    """
    row = _writable(draft_id, actor)
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
    _stepped(row, "draft.changed", actor, {"part": part} | digests)
    return row


@transaction.atomic
def undo(*, draft_id: UUID, seen_version: int, actor: Actor) -> Draft:
    """Take the newest step back, whoever made it; it stays to be read. RuleBroken where there is none."""
    row = _writable(draft_id, actor)
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
    _stepped(row, "draft.undone", actor, {"step": step.number})
    return row


@transaction.atomic
def offer(*, draft_id: UUID, reason: str, seen_version: int, actor: Actor) -> Draft:
    """Hand a sound draft in, with the reason why it is needed. RuleBroken while something is wrong."""
    row = _writable(draft_id, actor)
    _require_seen(row, seen_version)
    row.reason = text.clean_required(reason, field="reason", limit=LONGEST_REASON)
    _require_sound(row)
    row.state, row.offered_by, row.remark = State.OFFERED, actor.user, ""
    digest = journal.digest(row.reason, row.salt)
    wrote = ("state", "reason", "remark", "offered_by")
    journal.record("draft.offered", subject=row, actor=actor, write=wrote, words={"reason": digest})
    return row


@transaction.atomic
def send_back(*, draft_id: UUID, remark: str, seen_version: int, actor: Actor) -> Draft:
    """Give a draft that was handed in back to its writers, saying why; they may take it back themselves."""
    row = _locked(draft_id, actor)
    if not (queries.may(actor, "publishes", row.place_id) or queries.may(actor, "drafts", row.place_id)):
        raise NotAllowed(_("Drafts of this place are not part of your post."))
    _require_seen(row, seen_version)
    _require_state(row, State.OFFERED)
    row.remark = text.clean_required(remark, field="remark", limit=LONGEST_REASON)
    row.state = State.OPEN
    digest = journal.digest(row.remark, row.salt)
    wrote = ("state", "remark")
    journal.record("draft.returned", subject=row, actor=actor, write=wrote, words={"remark": digest})
    return row


@transaction.atomic
def publish(*, draft_id: UUID, seen_version: int, actor: Actor) -> Draft:
    """Let it hold: for the place and everything below, for cases that come in from now on.

    Refusals: NotAllowed without the right or for whoever had a hand in it; RuleBroken where it was not handed
    in, something is wrong with it or nothing is different; Conflict where it changed since it was looked at.
    """
    row = _locked(draft_id, actor)
    _require(actor, "publishes", row.place_id)
    if rules.had_a_hand(actor.user, queries.hands_in(row)):
        raise NotAllowed(_("Somebody else has to publish it: you had a hand in this draft."))
    _require_seen(row, seen_version)
    _require_state(row, State.OFFERED)
    _require_sound(row)
    if not document.changed(queries.base_sections(row), queries.sections_of(row)):
        raise RuleBroken(_("Nothing is different from what holds already."))
    definition = queries.definition_in(row, queries.sections_of(row))
    assert definition is not None  # noqa: S101 - a sound draft has a shape
    made, closed = publish_for_place(definition, place=row.place_id)
    row.published_as = made
    _end(row, State.PUBLISHED, actor)
    journal.record(
        "draft.published",
        subject=row,
        actor=actor,
        write=(*ENDED, "published_as"),
        key=row.key,
        definition=str(made),
        closed=str(closed) if closed else None,
    )
    return row


@transaction.atomic
def withdraw(*, draft_id: UUID, actor: Actor) -> Draft:
    """Give a draft up. It stays to be read."""
    row = _locked(draft_id, actor)
    _require(actor, "drafts", row.place_id)
    _require_state(row, State.OPEN, State.OFFERED)
    _end(row, State.WITHDRAWN, actor)
    journal.record("draft.withdrawn", subject=row, actor=actor, write=ENDED)
    return row


ENDED = ("state", "ended_by", "ended_at")


def _end(row: Draft, state: Draft.State, actor: Actor) -> None:
    row.state, row.ended_by, row.ended_at = state, actor.user, clock.now()


def _stepped(row: Draft, kind: str, actor: Actor, facts: dict[str, Any]) -> None:
    row.version, row.changed_at = row.version + 1, clock.now()
    wrote = ("content", "version", "changed_at")
    journal.record(kind, subject=row, actor=actor, write=wrote, **facts)


def _locked(draft_id: UUID, actor: Actor) -> Draft:
    return Draft.objects.visible_to(actor).select_for_update().one(draft_id)


def _writable(draft_id: UUID, actor: Actor) -> Draft:
    row = _locked(draft_id, actor)
    require_writable(row, actor)
    return row


def require_writable(row: Draft, actor: Actor) -> None:
    """NotAllowed unless the actor drafts there; RuleBroken unless the draft is being written."""
    _require(actor, "drafts", row.place_id)
    _require_state(row, State.OPEN)


def _require(actor: Actor, right: Right, place: UUID) -> None:
    if not queries.may(actor, right, place):
        raise NotAllowed(_("Drafts of this place are not part of your post."))


def _require_state(row: Draft, *states: Draft.State) -> None:
    if row.state not in states:
        raise RuleBroken(
            _("The draft is “%(state)s”: this cannot be done with it now.")
            % {"state": row.get_state_display()},
            state=str(row.state),
        )


def _require_seen(row: Draft, seen: int) -> None:
    if row.version != seen:
        raise Conflict(_("Somebody else has changed the draft in the meantime. Look at its history first."))


def _require_sound(row: Draft) -> None:
    found = queries.findings(row, queries.sections_of(row))
    if not is_sound(found):
        count = sum(one.weight == "error" for one in found)
        raise RuleBroken(_("Something is wrong with the draft: see its check."), count=count)


def _refuse_crossing(row: Draft, *, part: str, touched: tuple[str, ...], seen: int) -> None:
    since = [trace for step in queries.steps(row, since=seen) for trace in step.traces]
    if crossed := rules.in_the_way(since, seen=seen, part=part, sections=touched):
        raise Conflict(
            _("Somebody else has changed this in the meantime. Look at both and save again."),
            steps=list(crossed),
        )


def _digest(kept: str) -> str:
    return sha256(canonical(kept).encode()).hex()
