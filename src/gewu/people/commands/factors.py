"""Second factors: code generators, passkeys, recovery codes. Rows of allauth, secrets sealed by us."""

import hashlib
import hmac
import json
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext as _

from gewu.kernel import clock, text
from gewu.kernel.access import Actor
from gewu.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, RuleBroken
from gewu.people.commands import sessions
from gewu.people.commands.authority import managed
from gewu.people.commands.staff_file import note
from gewu.people.models import FactorSecret, User
from gewu.people.models.security import secret_id
from gewu.people.queries import actor_of
from gewu.people.security import recovery, totp
from gewu.people.security.ways import required_of

TOTP, PASSKEY, CODES = (
    Authenticator.Type.TOTP.value,
    Authenticator.Type.WEBAUTHN.value,
    Authenticator.Type.RECOVERY_CODES.value,
)
MOST_PASSKEYS = 10
LONGEST_NAME = 40


@transaction.atomic
def add_totp(*, secret: str, code: str, actor: Actor) -> tuple[str, ...]:
    """Add a code generator that shows the right code. Answers with recovery codes if these are the first."""
    user = _self(actor)
    if Authenticator.objects.filter(user=user, type=TOTP).exists():
        raise Conflict(_("You have a code generator already. Remove it before you add another."))
    step = totp.step_of(secret, recovery.plain(code), at=clock.now().timestamp())
    if step is None:
        message = _(
            "This is not the code of this moment. Check the clock of your phone and type the next one."
        )
        raise Invalid(message, fields={"code": message})
    return _add(user, actor, TOTP, {"step": step}, secret=secret)


@transaction.atomic
def add_passkey(*, name: str, credential: dict[str, Any], actor: Actor) -> tuple[str, ...]:
    """Add a passkey that answered (`security.passkeys.check_added`). Answers like `add_totp`."""
    user = _self(actor)
    if Authenticator.objects.filter(user=user, type=PASSKEY).count() >= MOST_PASSKEYS:
        raise RuleBroken(_("You have ten passkeys. Remove one before you add another."))
    named = text.clean_required(name, field="name", limit=LONGEST_NAME, lines=False)
    return _add(user, actor, PASSKEY, {"name": named, "credential": credential})


@transaction.atomic
def rename_passkey(*, factor_id: int, name: str, actor: Actor) -> None:
    """Call a passkey something else."""
    user = _self(actor)
    row = _factor(user, factor_id)
    if row.type != PASSKEY:
        raise NotFound(_("There is no such passkey."))
    row.data["name"] = text.clean_required(name, field="name", limit=LONGEST_NAME, lines=False)
    row.save(update_fields=["data"])
    _note("user.factor_renamed", user, actor, factor=row.pk, type=row.type)


@transaction.atomic
def remove_factor(*, factor_id: int, actor: Actor) -> None:
    """Remove one of one's own factors; recovery codes go with the last. A post may require that one stays."""
    user = _self(actor)
    row = _factor(user, factor_id)
    last = not _factors(user).exclude(pk=row.pk).exists()
    if last and required_of(actor_of(user, door=actor.door), demo=user.demo):
        raise RuleBroken(_("Your post requires a second factor: add another one before you remove this."))
    _note("user.factor_removed", user, actor, factor=row.pk, type=row.type)
    row.delete()
    if last:
        Authenticator.objects.filter(user=user).delete()
    _forget_secrets(user)
    _repeat(user)


@transaction.atomic
def new_recovery_codes(*, actor: Actor) -> tuple[str, ...]:
    """Make fresh recovery codes; the old ones no longer work."""
    user = _self(actor)
    if not _factors(user).exists():
        raise RuleBroken(_("Recovery codes stand in for a second factor: first set one up."))
    return _make_codes(user, actor)


@transaction.atomic
def remove_second_factor(*, user_id: UUID, actor: Actor) -> None:
    """Take every factor from a person one administers, who lost them. Their sessions end."""
    user = managed(user_id, actor)
    if user.id == actor.user:
        raise NotAllowed(_("You remove your own second factor on your own page."))
    removed, _kinds = Authenticator.objects.filter(user=user).delete()
    if not removed:
        raise RuleBroken(_("This person has no second factor."))
    _forget_secrets(user)
    _repeat(user)
    _note("user.second_factor_reset", user, actor)
    sessions.end_sessions(user_id=user.id, actor=actor)


@transaction.atomic
def take_code(*, user: User, code: str) -> Authenticator | None:
    """The factor a typed code belongs to, used up with it; None if it is wrong. Count tries before asking."""
    given = recovery.plain(code)
    rows = Authenticator.objects.filter(user=user, type__in=(TOTP, CODES)).select_for_update()
    for row in rows.order_by("pk"):
        if (_take_totp if row.type == TOTP else _take_recovery)(row, user, given):
            row.save(update_fields=["data"])
            return row
    return None


def _take_totp(row: Authenticator, user: User, given: str) -> bool:
    secret, used = _opened(user, TOTP), int(row.data["step"])
    step = totp.step_of(secret, given, at=clock.now().timestamp(), after=used)
    if step is None:
        return False
    row.data["step"] = step
    return True


def _take_recovery(row: Authenticator, user: User, given: str) -> bool:
    digests: list[str] = json.loads(_opened(user, CODES))
    wanted = _digest(given)
    left = [digest for digest in digests if not hmac.compare_digest(digest, wanted)]
    if len(left) == len(digests):
        return False
    _keep(user, CODES, json.dumps(left))
    row.data["left"] = len(left)
    _note("user.recovery_code_used", user, actor_of(user, door="portal"), left=len(left))
    return True


def _add(user: User, actor: Actor, kind: str, data: dict[str, Any], *, secret: str = "") -> tuple[str, ...]:
    if secret:
        _keep(user, kind, secret)
    row = Authenticator.objects.create(user=user, type=kind, data=data, created_at=clock.now())
    _note("user.factor_added", user, actor, factor=row.pk, type=kind)
    _repeat(user)
    have = Authenticator.objects.filter(user=user, type=CODES).exists()
    return () if have else _make_codes(user, actor)


def _make_codes(user: User, actor: Actor) -> tuple[str, ...]:
    """Codes are shown this once: what is kept are digests, and these sealed."""
    codes = recovery.new_codes()
    digests = json.dumps([_digest(recovery.plain(code)) for code in codes])
    _keep(user, CODES, digests)
    Authenticator.objects.filter(user=user, type=CODES).delete()
    row = Authenticator(user=user, type=CODES, data={"left": len(codes)}, created_at=clock.now())
    row.save(force_insert=True)
    _note("user.recovery_codes_made", user, actor, count=len(codes))
    return codes


def _keep(user: User, kind: str, secret: str) -> None:
    row = FactorSecret(id=secret_id(user.id, kind), user=user, secret=secret)
    FactorSecret.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["id"], update_fields=["secret"]
    )


def _opened(user: User, kind: str) -> str:
    return FactorSecret.objects.get(id=secret_id(user.id, kind)).secret.open()


def _forget_secrets(user: User) -> None:
    """Secrets of factors that are gone go with them."""
    left = Authenticator.objects.filter(user=user).values_list("type", flat=True)
    kept = [secret_id(user.id, kind) for kind in left]
    FactorSecret.objects.filter(user=user).exclude(id__in=kept).delete()


def _digest(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()


def _factors(user: User) -> Any:
    return Authenticator.objects.filter(user=user).exclude(type=CODES)


def _factor(user: User, factor_id: int) -> Authenticator:
    row = _factors(user).filter(pk=factor_id).first()
    if row is None:
        raise NotFound(_("There is no such passkey or code generator."))
    return row


def _repeat(user: User) -> None:
    """The user's row repeats whether there is a factor."""
    user.second_factor = _factors(user).exists()
    user.save(update_fields=["second_factor"])


def _self(actor: Actor) -> User:
    own = User.objects.filter(is_active=True).select_for_update()
    user = own.filter(id=actor.user).first() if actor.user else None
    if user is None:
        raise NotAllowed(_("Sign in first."))
    return user


def _note(kind: str, user: User, actor: Actor, **facts: Any) -> None:
    note(kind, about=user.id, township=user.home, actor=actor, **facts)
