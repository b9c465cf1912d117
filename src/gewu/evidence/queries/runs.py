"""Runs of the verification."""

from uuid import UUID

from gewu.evidence.models import Verification
from gewu.kernel.access import Actor
from gewu.kernel.paging import Page, page


def run(actor: Actor, identifier: UUID) -> Verification:
    """One run, or NotFound."""
    return Verification.objects.visible_to(actor).one(identifier)


def runs(actor: Actor, township: int, *, after: str | None = None, size: int = 20) -> Page[Verification]:
    """The runs over a township, newest first."""
    rows = Verification.objects.visible_to(actor).filter(township=township)
    return page([rows], order=("-asked_at", "-id"), after=after, size=size)


def newest(actor: Actor, township: int) -> tuple[Verification | None, Verification | None]:
    """The last finished run, and the one that is under way."""
    rows = Verification.objects.visible_to(actor).filter(township=township).order_by("-asked_at", "-id")
    done = rows.filter(finished_at__isnull=False).first()
    return done, rows.filter(finished_at=None).first()
