"""Addresses that somebody says are theirs: what waits to be proved, and the link that proves it."""

from datetime import timedelta
from uuid import UUID

from django.core.signing import BadSignature, Signer

from gewu.kernel import clock
from gewu.kernel.access import Actor
from gewu.notices.models import Binding
from gewu.people.queries import audience

# An e-mail is read the next day; a code is scanned at once.
EMAIL_WAITS, CODE_WAITS = timedelta(days=1), timedelta(minutes=10)
_SIGNER = Signer(salt="gewu.notices.binding")


def sealed_id(binding: UUID) -> str:
    """The id as a link carries it: nobody can make one up."""
    return _SIGNER.sign(binding.hex)


def opened_id(link: str) -> UUID | None:
    """The id in a link; None for a link that we did not make."""
    try:
        return UUID(_SIGNER.unsign(link))
    except (BadSignature, ValueError):
        return None


def claim_behind(actor: Actor, link: str) -> Binding | None:
    """The actor's own open claim behind a link; None for a stranger's, an old or a used one."""
    known = opened_id(link)
    found = Binding.objects.visible_to(actor).by_id(known).first() if known else None
    newest = open_claims(actor).get(found.channel) if found else None
    return found if found and newest and newest.id == found.id else None


def open_claims(actor: Actor) -> dict[str, Binding]:
    """What the actor has still to prove, the newest of each way."""
    homes = audience.homes_of([actor.user]) if actor.user else {}
    rows = Binding.objects.visible_to(actor).filter(township__in=list(homes.values()), proved_at=None)
    found = rows.filter(asked_at__gt=clock.now() - EMAIL_WAITS).order_by("asked_at")
    return {row.channel: row for row in found if is_open(row)}


def is_open(row: Binding) -> bool:
    waits = EMAIL_WAITS if row.channel == "email" else CODE_WAITS
    return row.proved_at is None and row.asked_at > clock.now() - waits
