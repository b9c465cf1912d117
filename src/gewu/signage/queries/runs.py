"""Print runs of whoever asked for them."""

from uuid import UUID

from gewu.kernel.access import Actor
from gewu.signage.models import PrintRun


def print_run(actor: Actor, identifier: UUID) -> PrintRun:
    """One of one's own, or NotFound."""
    return PrintRun.objects.visible_to(actor).one(identifier)


def print_runs(actor: Actor, *, size: int = 12) -> list[PrintRun]:
    """One's own, newest first."""
    homes = [post.scope for post in actor.posts]
    rows = PrintRun.objects.visible_to(actor)
    rows = rows.filter(township__gte=min(s.low for s in homes), township__lte=max(s.high for s in homes))
    return list(rows.order_by("-asked_at", "-id")[:size])
