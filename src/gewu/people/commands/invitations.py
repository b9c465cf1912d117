"""One-time links: a new person chooses a first password by one, and so does whoever forgot theirs."""

import secrets
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from gewu.kernel import clock, receipts, text
from gewu.kernel.access import Actor
from gewu.kernel.canonical import JsonValue
from gewu.kernel.errors import Invalid, NotFound, RuleBroken
from gewu.people import queries
from gewu.people.commands.accounts import create_user, put_password
from gewu.people.commands.authority import managed, not_oneself, require_seen, touch
from gewu.people.commands.duty import Appointment, give_post
from gewu.people.commands.staff_file import note
from gewu.people.models import Invitation, User
from gewu.people.rules import token_digest
from gewu.people.spelling import search_text_of

LONGEST_DAYS = 30
DAYS = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstPost:
    """What the invited is to do; without `first_day` from today on."""

    role: str
    area: UUID
    organisation: UUID | None = None
    first_day: date | None = None
    last_day: date | None = None
    seat: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited:
    """A person to be given an account, perhaps with a first post."""

    username: str
    name: str
    township: int
    post: FirstPost | None = None
    days: int = DAYS


def invite(*, invited: Invited, actor: Actor, receipt: str | None = None) -> Invitation:
    """Make an account with its first post and a link by which its person chooses a password."""
    request = {
        "what": "invitation",
        "username": invited.username,
        "name": invited.name,
        "township": invited.township,
        "days": invited.days,
        "post": {name: getattr(invited.post, name) for name in FirstPost.__slots__} if invited.post else None,
    }
    made = receipts.once(
        actor=actor, key=receipt, request=request, do=lambda: str(_invite(invited, actor).id)
    )
    return Invitation.objects.get(id=str(made))


@transaction.atomic
def _invite(invited: Invited, actor: Actor) -> Invitation:
    user = create_user(username=invited.username, name=invited.name, township=invited.township, actor=actor)
    if invited.post is not None:
        wanted = Appointment(
            user=user.id,
            role=invited.post.role,
            area=invited.post.area,
            organisation=invited.post.organisation,
            first_day=invited.post.first_day or queries.today(),
            last_day=invited.post.last_day,
            seat=invited.post.seat,
        )
        give_post(appointment=wanted, actor=actor)
    return _link(user, actor, invited.days)


@transaction.atomic
def send_link(
    *, user_id: UUID, actor: Actor, days: int = DAYS, seen_version: int | None = None
) -> Invitation:
    """A new link for an account that can be used; the one before no longer works."""
    user = managed(user_id, actor)
    require_seen(user, seen_version)
    not_oneself(user.id, actor)
    if not user.is_active:
        raise RuleBroken(_("This account is locked. Open it again first."))
    return _link(user, actor, days)


@transaction.atomic
def withdraw_invitation(*, invitation_id: UUID, actor: Actor) -> None:
    """The link no longer works."""
    found = Invitation.objects.filter(id=invitation_id).first()
    if found is None:
        raise NotFound(_("There is no such invitation."))
    user = managed(found.user_id, actor)
    if not withdraw_links(user, actor):
        raise RuleBroken(_("This link was used or withdrawn already."))


def withdraw_links(user: User, actor: Actor) -> int:
    """Withdraw whatever link of this account is not used; answers with how many there were."""
    rows = list(Invitation.objects.filter(user=user, used_at=None, withdrawn_at=None).select_for_update())
    for row in rows:
        row.withdrawn_at, row.secret = clock.now(), None
        row.save(update_fields=["withdrawn_at", "secret"])
        facts = {"invitation": str(row.id)}
        note("invitation.withdrawn", about=user.id, township=user.home, actor=actor, **facts)
    return len(rows)


@transaction.atomic
def accept_invitation(*, secret: str, name: str, password: str) -> User:
    """Choose a name and a password by a link that works; the link is then used up."""
    row = queries.working_invitation(secret)
    user = User.objects.select_for_update().get(id=row.user_id)
    row = Invitation.objects.select_for_update().get(id=queries.working_invitation(secret).id)
    user.name = text.clean_required(name, field="name", limit=60, lines=False)
    user.search_text = search_text_of(user)
    put_password(user, password)
    user.password_given = False
    user.version += 1
    user.save(update_fields=["name", "search_text", "password", "password_given", "version"])
    row.used_at, row.secret = clock.now(), None
    row.save(update_fields=["used_at", "secret"])
    actor = queries.actor_of(user, door="portal")
    note("invitation.accepted", about=user.id, township=user.home, actor=actor, invitation=str(row.id))
    return user


def sweep_links() -> None:
    """Erase the secrets of links that expired."""
    past = Invitation.objects.filter(expires_at__lte=clock.now(), secret__isnull=False)
    past.update(secret=None)


def _link(user: User, actor: Actor, days: int) -> Invitation:
    if not 1 <= days <= LONGEST_DAYS:
        message = _("A link works from 1 to %(days)d days.") % {"days": LONGEST_DAYS}
        raise Invalid(message, fields={"days": message})
    withdraw_links(user, actor)
    secret = secrets.token_urlsafe(24)
    purpose = Invitation.Purpose.RESET if user.has_usable_password() else Invitation.Purpose.INVITE
    row = Invitation(
        user=user,
        purpose=purpose,
        digest=token_digest(secret),
        created_by=actor.user,
        created_at=clock.now(),
        expires_at=clock.now() + timedelta(days=days),
    )
    row.secret = secret
    row.save(force_insert=True)
    touch(user)
    facts: dict[str, JsonValue] = {"invitation": str(row.id), "purpose": row.purpose, "days": days}
    note("invitation.sent", about=user.id, township=user.home, actor=actor, **facts)
    return row
