"""What stands before every write of a draft: whose it is, how far it has come, what was seen of it."""

from uuid import UUID

from django.utils.translation import gettext as _

from gewu.kernel.access import Actor
from gewu.kernel.errors import Conflict, NotAllowed, RuleBroken
from gewu.redraw import queries
from gewu.redraw.models import Draft
from gewu.redraw.rules import Right

State = Draft.State


def locked(draft_id: UUID, actor: Actor) -> Draft:
    return Draft.objects.visible_to(actor).select_for_update().one(draft_id)


def writable(draft_id: UUID, seen: int, actor: Actor) -> Draft:
    """NotAllowed unless the actor draws there; RuleBroken unless it is being drawn.

    Conflict where it changed.
    """
    row = locked(draft_id, actor)
    require(actor, "drafts", row.township)
    require_state(row, State.OPEN)
    require_seen(row, seen)
    return row


def require(actor: Actor, right: Right, township: int) -> None:
    if not queries.may(actor, right, township):
        raise NotAllowed(_("Borders of this place are not part of your post."))


def require_state(row: Draft, *states: Draft.State) -> None:
    if row.state not in states:
        said = _("The draft is “%(state)s”: this cannot be done with it now.")
        raise RuleBroken(said % {"state": row.get_state_display()}, state=str(row.state))


def require_seen(row: Draft, seen: int) -> None:
    if row.version != seen:
        raise Conflict(_("Somebody else has changed the draft in the meantime. Look at its history first."))
