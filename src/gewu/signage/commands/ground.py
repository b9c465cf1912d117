"""Whose ground it is: who may write in the ledgers of a house or an area."""

from uuid import UUID

from django.utils.translation import gettext as _

from gewu.kernel.access import Actor
from gewu.kernel.errors import NotAllowed, NotFound
from gewu.kernel.models import nothing_here
from gewu.places import queries as places
from gewu.places.queries import Address, Place
from gewu.signage.queries.cards import contacts_of

WRITERS = frozenset({"gridworker", "assistant", "gridlead", "chief", "supervisor", "admin"})


def require_ground(actor: Actor, house: Address) -> Place:
    """The grid of a house, if the actor's post covers it; NotFound for a house in no grid or elsewhere."""
    if house.area is None:
        raise NotFound(_("This house lies in no grid."))
    return require_area(actor, house.area)


def require_area(actor: Actor, area: UUID) -> Place:
    """The area, if a post of the actor covers it and may write here."""
    place = places.area(area)
    covering = [
        post for post in actor.posts if post.scope.area in place.path and {"cases", "places"} & post.reads
    ]
    if not covering and actor.door != "job":
        raise nothing_here()
    if actor.door != "job" and not any(post.role in WRITERS for post in covering):
        raise NotAllowed(_("This page is not part of your post."))
    return place


def present_contact(area: Place) -> UUID | None:
    """Whose name a card or a plate of this area bears today: the first contact of their own post."""
    posts = contacts_of([area])[area.id].posts
    return next((post.user_id for post in posts if post.primary), None)
