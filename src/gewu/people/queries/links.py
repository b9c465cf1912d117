"""One-time links: which work, and what is to be printed of them."""

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from gewu.kernel import clock
from gewu.kernel.access import Actor
from gewu.kernel.errors import NotFound
from gewu.kernel.paging import Page, page
from gewu.people.models import Invitation, User
from gewu.people.queries.duty import actor_of
from gewu.people.queries.reach import why_not_managed
from gewu.people.rules import token_digest


def working_invitation(secret: str) -> Invitation:
    """The open link with its person, or NotFound.

    A link is as strong as whoever made it: it no longer works once its person holds a post beyond theirs.
    """
    found = Invitation.objects.open(clock.now()).filter(digest=token_digest(secret), user__is_active=True)
    row = found.select_related("user").first()
    if row is None or not _maker_still_may(row):
        raise NotFound(_("This link no longer works. Ask your administrator for a new one."))
    return row


def _maker_still_may(row: Invitation) -> bool:
    if row.created_by is None:
        return True
    maker = User.objects.filter(id=row.created_by, is_active=True).first()
    return maker is not None and why_not_managed(actor_of(maker, door="desk"), row.user) is None


def invitations(actor: Actor, *, after: str | None, size: int = 50) -> Page[Invitation]:
    """Links made for people whom the actor sees, newest first."""
    people = User.objects.visible_to(actor).values("id")
    listed = Invitation.objects.filter(user__in=people).select_related("user")
    return page([listed], order=("-created_at", "-id"), after=after, size=size)


def invitation(actor: Actor, identifier: UUID) -> Invitation:
    """The link of somebody whose account the actor may change, or NotFound."""
    found = Invitation.objects.select_related("user").filter(id=identifier).first()
    if found is None or why_not_managed(actor, found.user) is not None:
        raise NotFound(_("There is no such invitation."))
    return found


def path_of(row: Invitation) -> str | None:
    """Where the link leads, as long as it works."""
    open_still = row.used_at is None and row.withdrawn_at is None and row.expires_at > clock.now()
    if not open_still or row.secret is None:
        return None
    return reverse("join", args=[row.secret.open()])


def links_of(user: User) -> list[Invitation]:
    """The latest links made for a person, newest first."""
    return list(Invitation.objects.filter(user=user).order_by("-created_at", "-id")[:5])
