"""Reading how a person signs in: their factors, devices and open sessions, and what is locked."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.utils.crypto import salted_hmac

from gewu.kernel import clock
from gewu.kernel.access import Actor
from gewu.people.models import Device, Post, SignedIn, SignInCount, User
from gewu.people.queries import today
from gewu.people.rules import CODE_LIMIT, SIGN_IN_LIMITS, Allowed

_TOLD_FOR = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor:
    """A code generator ("totp") or a passkey ("webauthn") of a person."""

    id: int
    type: str
    name: str
    added_at: datetime
    last_used_at: datetime | None


def factors_of(user: UUID) -> list[Factor]:
    """What a person can use beside the password, oldest first. Recovery codes are no factor of their own."""
    rows = Authenticator.objects.filter(user_id=user).exclude(type=Authenticator.Type.RECOVERY_CODES)
    return [
        Factor(
            id=row.pk,
            type=row.type,
            name=str(row.data.get("name", "")),
            added_at=row.created_at,
            last_used_at=row.last_used_at,
        )
        for row in rows.order_by("created_at", "pk")
    ]


def recovery_codes_left(user: UUID) -> int | None:
    """How many recovery codes still work; None if there are none at all."""
    row = Authenticator.objects.filter(user_id=user, type=Authenticator.Type.RECOVERY_CODES).first()
    return int(row.data["left"]) if row else None


def own_posts(actor: Actor) -> list[Post]:
    """The actor's posts that are not over, with place, organisation and who stands in (`helpers`)."""
    if actor.user is None:
        return []
    helpers = Post.objects.not_over(today()).select_related("user").order_by("first_day")
    posts = Post.objects.not_over(today()).filter(user_id=actor.user)
    related = posts.select_related("area", "organisation", "stands_in_for__user")
    return list(
        related.prefetch_related(Prefetch("stand_ins", queryset=helpers, to_attr="helpers")).order_by(
            "first_day", "id"
        )
    )


def sessions_of(actor: Actor) -> list[SignedIn]:
    """The actor's own open sessions, the one last used first."""
    if actor.user is None:
        return []
    live = Session.objects.filter(session_key=OuterRef("session_key"), expire_date__gt=clock.now())
    found = SignedIn.objects.filter(Exists(live), user_id=actor.user).select_related("device")
    return list(found.order_by("-seen_at", "id"))


def new_devices(user: User, key: str) -> list[Device]:
    """Devices that came lately for the first time, and that nobody has called known.

    To be told in a session on a device that came before them: whoever came with the new one knows.
    """
    mine = SignedIn.objects.filter(session_key=key).values_list("device_id", "device__first_seen_at").first()
    if mine is None:
        return []
    here, since = mine
    lately = max(since, clock.now() - _TOLD_FOR)
    new = Device.objects.filter(user=user, known_at=None, first_seen_at__gt=lately).exclude(id=here)
    return list(new.order_by("-first_seen_at")[:3])


def name_key(username: str) -> bytes:
    """Under what failed attempts of a name are counted: a keyed hash, no name."""
    return attempt_key("name", username.strip().lower())


def attempt_key(kind: str, value: str) -> bytes:
    """The keyed hash of what is counted: "name and address", "name", "address" or "code"."""
    return salted_hmac(f"gewu.people.attempts.{kind}", value, algorithm="sha256").digest()


def locked_until(username: str) -> datetime | None:
    """Until when somebody cannot sign in under this name, at least from one address; None if they can."""
    ends = [row.since + limit.within for row in _counts(username) if (limit := _full(row, username))]
    return max((end for end in ends if end > clock.now()), default=None)


def _counts(username: str) -> QuerySet[SignInCount]:
    return SignInCount.objects.filter(name=name_key(username))


def _full(row: SignInCount, username: str) -> Allowed | None:
    """The limit this count has reached. That of name and address is not known by its key: it is the rest."""
    name = username.strip().lower()
    known = {attempt_key("name", name): SIGN_IN_LIMITS["name"], attempt_key("code", name): CODE_LIMIT}
    limit = known.get(bytes(row.key), SIGN_IN_LIMITS["name and address"])
    return limit if row.failed >= limit.failures else None
