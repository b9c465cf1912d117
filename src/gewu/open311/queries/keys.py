"""Keys: those of an administrator's townships, and the one behind a secret."""

from uuid import UUID

from django.utils.translation import gettext as _

from gewu.kernel import paging
from gewu.kernel.access import Actor
from gewu.kernel.errors import NotAllowed
from gewu.kernel.paging import Page
from gewu.open311.models import Key, KeyQuerySet
from gewu.open311.powers import scopes_of
from gewu.open311.rules import digest_of, township_in

NEWEST_FIRST = ("-issued_at", "-id")


def keys_of(actor: Actor, *, after: str | None = None) -> Page[Key]:
    """The keys of the townships the actor administers, newest first."""
    parts = [Key.objects.filter(township__range=(one.low, one.high)) for one in scopes_of(actor)]
    return paging.page(parts, order=NEWEST_FIRST, after=after)


def key_of(actor: Actor, key_id: UUID) -> Key:
    """One of them, or NotFound."""
    return Key.objects.visible_to(actor).one(key_id)


def working_key(secret: str) -> KeyQuerySet:
    """The key behind a secret, to be locked and used; NotAllowed reads the same for wrong and ended ones."""
    township = township_in(secret)
    if township is None:
        raise NotAllowed(_("api_key: it is missing or does not work."))
    return Key.objects.filter(township=township, digest=digest_of(secret), ended_at=None)
