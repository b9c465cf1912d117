"""What stands before every write of a draft: whose it is, how far it has come, what was seen of it."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from gewu.kernel import clock, journal
from gewu.kernel.access import Actor
from gewu.kernel.errors import Conflict, NotAllowed, RuleBroken
from gewu.studio import queries
from gewu.studio.checks import is_sound
from gewu.studio.models import Draft
from gewu.studio.rules import Right

State = Draft.State


def stepped(row: Draft, kind: str, actor: Actor, facts: dict[str, Any]) -> None:
    row.version, row.changed_at = row.version + 1, clock.now()
    wrote = ("content", "version", "changed_at")
    journal.record(kind, subject=row, actor=actor, write=wrote, **facts)


def locked(draft_id: UUID, actor: Actor) -> Draft:
    return Draft.objects.visible_to(actor).select_for_update().one(draft_id)


def writable(draft_id: UUID, actor: Actor) -> Draft:
    row = locked(draft_id, actor)
    require_writable(row, actor)
    return row


def require_writable(row: Draft, actor: Actor) -> None:
    """NotAllowed unless the actor drafts there; RuleBroken unless the draft is being written."""
    require(actor, "drafts", row.place_id)
    require_state(row, State.OPEN)


def require(actor: Actor, right: Right, place: UUID) -> None:
    if not queries.may(actor, right, place):
        raise NotAllowed(_("Drafts of this place are not part of your post."))


def require_state(row: Draft, *states: Draft.State) -> None:
    if row.state not in states:
        raise RuleBroken(
            _("The draft is “%(state)s”: this cannot be done with it now.")
            % {"state": row.get_state_display()},
            state=str(row.state),
        )


def require_seen(row: Draft, seen: int) -> None:
    if row.version != seen:
        raise Conflict(_("Somebody else has changed the draft in the meantime. Look at its history first."))


def require_sound(row: Draft) -> None:
    found = queries.findings(row, queries.sections_of(row))
    if not is_sound(found):
        count = sum(one.weight == "error" for one in found)
        raise RuleBroken(_("Something is wrong with the draft: see its check."), count=count)
