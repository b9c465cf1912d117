"""What the archive may let go of, and bundles of case files."""

from uuid import UUID

from gewu.aftercare.models import Bundle, Disposal
from gewu.kernel.access import Actor
from gewu.kernel.paging import Page, page


def disposals(actor: Actor, *, after: str | None = None, size: int = 50) -> Page[Disposal]:
    """Cases whose time in the archive is over and of which nobody has decided yet, the oldest first."""
    rows = Disposal.objects.visible_to(actor).filter(decided_at=None)
    return page([rows], order=("closed_at", "id"), after=after, size=size)


def bundle(actor: Actor, identifier: UUID) -> Bundle:
    """A bundle of one's own, or NotFound."""
    return Bundle.objects.visible_to(actor).one(identifier)


def bundles(actor: Actor, *, size: int = 20) -> tuple[Bundle, ...]:
    """One's own bundles, newest first."""
    return Bundle.objects.newest_of(actor, size=size)
