"""Everything a program can do by a key, and everything administrators do with keys."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.files.base import File as Upload
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from gewu.cases.commands import Report, attach, comment, report_case
from gewu.kernel import clock, journal, text
from gewu.kernel.access import Actor
from gewu.kernel.canonical import JsonValue, canonical, sha256
from gewu.kernel.errors import Invalid, NotAllowed, RuleBroken, TooMany
from gewu.kernel.ids import new_id
from gewu.kernel.spelling import spelled
from gewu.open311 import rules
from gewu.open311.models import Key
from gewu.open311.powers import may_manage
from gewu.open311.queries import Town, working_key
from gewu.open311.rules import Limits

LONGEST_LABEL, MOST_PER_MINUTE, MOST_PER_DAY = 60, 600, 100_000
DEMO_LABEL, DEMO_LIMITS = "Demo", Limits(per_minute=120, per_day=10_000, live=True)
_PREFIX = 20


# Keys


def issue_key(*, township: int, label: str, limits: Limits, actor: Actor) -> str:
    """Give a program a key to a township and answer with its secret, which is shown this once."""
    return _issue(township, label, limits, actor=actor, secret=_new_secret(township))


def limit_key(*, key_id: UUID, limits: Limits, actor: Actor) -> None:
    """Say anew how often a key may be used, and whether it reaches beyond the sandbox."""
    with transaction.atomic():
        key = _working(key_id, actor)
        _check(limits)
        if key.limits == limits:
            return
        key.per_minute, key.per_day, key.live = (limits.per_minute, limits.per_day, limits.live)
        fields = ("per_minute", "per_day", "live")
        journal.record("open311.key_limited", subject=key, actor=actor, write=fields, **_facts(limits))


def renew_key(*, key_id: UUID, actor: Actor) -> str:
    """Give a key another secret, because the old one was seen; what it reported stays its own."""
    with transaction.atomic():
        key = _working(key_id, actor)
        secret = _new_secret(key.township)
        key.prefix, key.digest = secret[:_PREFIX], rules.digest_of(secret)
        journal.record("open311.key_renewed", subject=key, actor=actor, write=("prefix", "digest"))
        return secret


def end_key(*, key_id: UUID, actor: Actor) -> None:
    """Make a key useless from now on."""
    with transaction.atomic():
        key = _working(key_id, actor)
        key.ended_at = clock.now()
        journal.record("open311.key_ended", subject=key, actor=actor, write=("ended_at",))


def demo_key(*, township: int, actor: Actor) -> str:
    """The key of a demo: derived from the installation's own secret, so it can be asked for again."""
    digits = salted_hmac("gewu.open311.demo", str(township), algorithm="sha256").hexdigest()[:40]
    secret = f"o311_{township}_{digits}"
    found = Key.objects.filter(township=township, digest=rules.digest_of(secret)).first()
    if found is None:
        return _issue(township, DEMO_LABEL, DEMO_LIMITS, actor=actor, secret=secret)
    if found.ended_at is not None:
        raise RuleBroken(_("The demo's key was ended in the desk. Issue another one there."))
    return secret


@transaction.atomic
def _issue(township: int, label: str, limits: Limits, *, actor: Actor, secret: str) -> str:
    if not may_manage(actor, township):
        raise NotAllowed(_("Only the administrator of this place can do this."))
    _check(limits)
    key = Key(
        id=new_id(township),
        township=township,
        label=text.clean_required(label, field="label", limit=LONGEST_LABEL, lines=False),
        prefix=secret[:_PREFIX],
        digest=rules.digest_of(secret),
        live=limits.live,
        per_minute=limits.per_minute,
        per_day=limits.per_day,
        issued_at=clock.now(),
    )
    journal.record("open311.key_issued", subject=key, actor=actor, **_facts(limits))
    return secret


def _working(key_id: UUID, actor: Actor) -> Key:
    key = Key.objects.visible_to(actor).select_for_update().one(key_id)
    if key.ended_at is not None:
        raise RuleBroken(_("This key was ended. Issue another one."))
    return key


def _check(limits: Limits) -> None:
    most = {"per_minute": MOST_PER_MINUTE, "per_day": MOST_PER_DAY}
    wrong = {
        name: _("Between 1 and %(limit)d.") % {"limit": limit}
        for name, limit in most.items()
        if not 1 <= getattr(limits, name) <= limit
    }
    if wrong:
        raise Invalid(_("Some answers cannot be accepted."), fields=wrong)


def _facts(limits: Limits) -> dict[str, Any]:
    return {"per_minute": limits.per_minute, "per_day": limits.per_day, "live": limits.live}


def _new_secret(township: int) -> str:
    return f"o311_{township}_{secrets.token_urlsafe(24)}"


# What programs do


@transaction.atomic
def use_key(secret: str, *, is_test: bool) -> Key:
    """The key behind a secret, one use poorer; the use counts even when what follows is refused."""
    key = working_key(secret).select_for_update().first()
    if key is None:
        raise NotAllowed(_("api_key: it is missing or does not work."))
    if not (key.live or is_test):
        raise NotAllowed(_("api_key: this key works at the test endpoint only."))
    moment = timezone.localtime(clock.now())
    used = rules.spent(key.used, moment=moment)
    if wait := rules.wait_for(used, key.limits, moment=moment):
        raise TooMany(_("This key was used too often. Please wait a little."), retry_after=wait)
    key.minute, key.used_in_minute, key.day, key.used_on_day = (
        used.minute,
        used.in_minute,
        used.day,
        used.on_day,
    )
    key.write("minute", "used_in_minute", "day", "used_on_day")
    return key


def actor_of_key(key: Key, town: Town) -> Actor:
    """A key acts for itself: what it reported is its own, and nothing else is."""
    return Actor(user=key.id, name=key.label, door=town.door)


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What a program tells of a request it made. `id` is its own name for it, by which twins are known."""

    id: str
    words: str
    photos: tuple["Upload[bytes]", ...] = field(default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """A request as a program sent it: the report in it, all it answered, and where it says pictures lie."""

    service: str
    report: Report
    answers: Mapping[str, JsonValue]
    links: tuple[str, ...] = ()


@transaction.atomic
def send_request(*, sending: Sending, actor: Actor, receipt: str = "") -> UUID:
    """Open a case, or give the one that the same sending already opened.

    Links to pictures become a note for the staff; they are not fetched from where a stranger says.
    """
    key = sha256(receipt.encode()).hex() if receipt else _fingerprint(sending)
    case_id = report_case(report=sending.report, actor=actor, receipt=f"open311:{key}")
    if sending.links:
        note = "\n".join(["media_url:", *sending.links])
        comment(case_id=case_id, text=note, actor=actor, receipt=f"open311:{key}:links")
    return case_id


@transaction.atomic
def send_update(*, case_id: UUID, note: Note, actor: Actor) -> str:
    """Add a note and photos to a request of one's own, and name it. The town decides what follows."""
    key = sha256(canonical([str(case_id), note.id]).encode()).hex()
    comment(case_id=case_id, text=note.words, actor=actor, receipt=f"open311-update:{key}")
    for number, photo in enumerate(note.photos):
        receipt = f"open311-update:{key}:{number}"
        attach(case_id=case_id, upload=photo, kind="scene", actor=actor, receipt=receipt)
    return key[:12]


def _fingerprint(sending: Sending) -> str:
    """The standard knows no key against doubles: the same words and place on one day are one request."""
    day = timezone.localdate(clock.now()).isoformat()
    return sha256(canonical([day, spelled(sending)]).encode()).hex()
