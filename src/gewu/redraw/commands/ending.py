"""How the drawing of borders ends: handed in, sent back, published by a second person, given up."""

from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gewu.kernel import clock, journal, text
from gewu.kernel.access import Actor
from gewu.kernel.errors import Conflict, Invalid, NotAllowed, RuleBroken
from gewu.people import queries as people
from gewu.redraw import queries, rules
from gewu.redraw.commands.applying import apply, apply_on
from gewu.redraw.commands.guarding import State, locked, require, require_seen, require_state, writable
from gewu.redraw.models import Draft
from gewu.redraw.previews import Preview

LONGEST_REASON = 500


@transaction.atomic
def offer(*, draft_id: UUID, reason: str, seen_version: int, actor: Actor) -> Draft:
    """Hand a sound draft in. RuleBroken while something is wrong.

    Invalid without a reason where one is asked.
    """
    row = writable(draft_id, seen_version, actor)
    preview = _sound(row)
    row.reason = text.clean(reason, field="reason", limit=LONGEST_REASON)
    if preview.asks_reason and not row.reason:
        said = _("Say why grids outside the range are wanted.")
        raise Invalid(said, fields={"reason": said})
    row.state, row.offered_by, row.remark = State.OFFERED, actor.user, ""
    digest = journal.digest(row.reason, row.salt) if row.reason else None
    wrote = ("state", "reason", "remark", "offered_by")
    on = str(row.effective_on) if row.effective_on else None
    journal.record("redraw.offered", subject=row, actor=actor, write=wrote, on=on, words={"reason": digest})
    return row


@transaction.atomic
def send_back(*, draft_id: UUID, remark: str, seen_version: int, actor: Actor) -> Draft:
    """Give a draft that was handed in back to its drawers, saying why; they may take it back themselves."""
    row = locked(draft_id, actor)
    if not (queries.may(actor, "publishes", row.township) or queries.may(actor, "drafts", row.township)):
        raise NotAllowed(_("Borders of this place are not part of your post."))
    require_seen(row, seen_version)
    require_state(row, State.OFFERED)
    row.remark = text.clean_required(remark, field="remark", limit=LONGEST_REASON)
    row.state = State.OPEN
    digest = journal.digest(row.remark, row.salt)
    wrote = ("state", "remark")
    journal.record("redraw.returned", subject=row, actor=actor, write=wrote, words={"remark": digest})
    return row


@transaction.atomic
def publish(*, draft_id: UUID, seen_version: int, actor: Actor) -> Draft:
    """Let the borders hold: at once, or from the first moment of their day.

    Refusals: NotAllowed without the right, or for whoever had a hand in it; RuleBroken where it was not
    handed in or something is wrong with it; Conflict where it changed since it was looked at, where somebody
    else redrew the same ground, or while another redraw of the place waits for its day.
    """
    row = locked(draft_id, actor)
    require(actor, "publishes", row.township)
    if rules.had_a_hand(actor.user, queries.hands_in(row)):
        raise NotAllowed(_("Somebody else has to publish it: you had a hand in this draft."))
    require_seen(row, seen_version)
    require_state(row, State.OFFERED)
    preview = _sound(row)
    row.state, row.published_by, row.published_at = State.PUBLISHED, actor.user, clock.now()
    row.base_id = preview.now.version
    row.codes = {key: one.code for key, one in (preview.given or {}).items()}
    wrote = ("state", "published_by", "published_at", "base_id", "codes")
    on = str(row.effective_on) if row.effective_on else None
    try:
        with transaction.atomic():
            journal.record("redraw.published", subject=row, actor=actor, write=wrote, on=on)
    except IntegrityError:
        raise Conflict(
            _("Another redraw of this place waits for its day. Publish this one after it.")
        ) from None
    begins = moment_of(row.effective_on)
    if begins is None or begins <= clock.now():
        apply(row, actor=actor, preview=preview)
    else:
        apply_on.defer(lock=row.id, at=begins, draft=row.id)
    return row


@transaction.atomic
def withdraw(*, draft_id: UUID, actor: Actor) -> Draft:
    """Give a draft up before its day. It stays to be read."""
    row = locked(draft_id, actor)
    require(actor, "drafts", row.township)
    require_state(row, State.OPEN, State.OFFERED, State.PUBLISHED)
    row.state, row.ended_by, row.ended_at = State.WITHDRAWN, actor.user, clock.now()
    journal.record("redraw.withdrawn", subject=row, actor=actor, write=("state", "ended_by", "ended_at"))
    return row


def moment_of(day: date | None) -> datetime | None:
    """The first moment of a day at the place."""
    return datetime.combine(day, time(), tzinfo=ZoneInfo(settings.TIME_ZONE)) if day else None


def _sound(row: Draft) -> Preview:
    """What the draft does, or RuleBroken while something is wrong; its day may not have passed."""
    preview = Preview(row)
    if not preview.is_sound:
        count = sum(one.weight == "error" for one in preview.findings)
        raise RuleBroken(_("Something is wrong with the draft: see its check."), count=count)
    if row.effective_on and row.effective_on < people.today():
        said = _("The day of these borders has passed. Choose another one.")
        raise RuleBroken(said)
    return preview
