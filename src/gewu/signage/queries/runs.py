"""Print runs of whoever asked for them."""

from uuid import UUID

from gewu.kernel.access import Actor
from gewu.signage.models import PrintRun


def print_run(actor: Actor, identifier: UUID) -> PrintRun:
    """One of one's own, or NotFound."""
    return PrintRun.objects.visible_to(actor).one(identifier)


def print_runs(actor: Actor, *, size: int = 12) -> tuple[PrintRun, ...]:
    """One's own, newest first."""
    return PrintRun.objects.newest_of(actor, size=size)
