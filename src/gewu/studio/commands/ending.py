"""How the writing of a draft ends: handed in, sent back, published by a second person, given up."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from gewu.catalogue.commands import publish_for_place
from gewu.kernel import clock, journal, text
from gewu.kernel.access import Actor
from gewu.kernel.errors import NotAllowed, RuleBroken
from gewu.studio import document, queries, rules
from gewu.studio.commands.guarding import (
    State,
    locked,
    require,
    require_seen,
    require_sound,
    require_state,
    writable,
)
from gewu.studio.models import Draft

LONGEST_REASON = 500
ENDED = ("state", "ended_by", "ended_at")


@transaction.atomic
def offer(*, draft_id: UUID, reason: str, seen_version: int, actor: Actor) -> Draft:
    """Hand a sound draft in, with the reason why it is needed. RuleBroken while something is wrong."""
    row = writable(draft_id, actor)
    require_seen(row, seen_version)
    row.reason = text.clean_required(reason, field="reason", limit=LONGEST_REASON)
    require_sound(row)
    row.state, row.offered_by, row.remark = State.OFFERED, actor.user, ""
    digest = journal.digest(row.reason, row.salt)
    wrote = ("state", "reason", "remark", "offered_by")
    journal.record("draft.offered", subject=row, actor=actor, write=wrote, words={"reason": digest})
    return row


@transaction.atomic
def send_back(*, draft_id: UUID, remark: str, seen_version: int, actor: Actor) -> Draft:
    """Give a draft that was handed in back to its writers, saying why; they may take it back themselves."""
    row = locked(draft_id, actor)
    if not (queries.may(actor, "publishes", row.place_id) or queries.may(actor, "drafts", row.place_id)):
        raise NotAllowed(_("Drafts of this place are not part of your post."))
    require_seen(row, seen_version)
    require_state(row, State.OFFERED)
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
    row = locked(draft_id, actor)
    require(actor, "publishes", row.place_id)
    if rules.had_a_hand(actor.user, queries.hands_in(row)):
        raise NotAllowed(_("Somebody else has to publish it: you had a hand in this draft."))
    require_seen(row, seen_version)
    require_state(row, State.OFFERED)
    require_sound(row)
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
    row = locked(draft_id, actor)
    require(actor, "drafts", row.place_id)
    require_state(row, State.OPEN, State.OFFERED)
    _end(row, State.WITHDRAWN, actor)
    journal.record("draft.withdrawn", subject=row, actor=actor, write=ENDED)
    return row


def _end(row: Draft, state: Draft.State, actor: Actor) -> None:
    row.state, row.ended_by, row.ended_at = state, actor.user, clock.now()
