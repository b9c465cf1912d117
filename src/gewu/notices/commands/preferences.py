"""How a person wants to be told, and how a resident says: no more."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import time

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from gewu.cases.queries.outline import told_by_link
from gewu.kernel import clock, journal, text
from gewu.kernel.access import SYSTEM, Actor
from gewu.kernel.canonical import JsonValue
from gewu.kernel.errors import Invalid, NotAllowed, NotFound
from gewu.kernel.ids import new_id, township_of
from gewu.kernel.jobs import reaction
from gewu.kernel.models import Entry
from gewu.kernel.secrets import normal_phone
from gewu.notices.models import Preference, Silenced
from gewu.notices.rules import PERSONAL
from gewu.people.queries import audience

ADDRESSES = {"email": "email", "sms": "phone", "wecom": "wecom"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What a person chose. An address is kept as long as it stands here."""

    channels: Collection[str] = ()
    email: str = ""
    phone: str = ""
    wecom: str = ""
    quiet_from: time | None = None
    quiet_until: time | None = None
    digest: bool = False


@transaction.atomic
def choose(*, choices: Choices, actor: Actor) -> Preference:
    """Say by which ways one wants to be told, besides the inbox, and when not."""
    wanted = _checked(choices)
    row = _row(actor)
    row.channels = [channel for channel in PERSONAL if channel in wanted.channels]
    row.email, row.phone, row.wecom = wanted.email or None, wanted.phone or None, wanted.wecom or None
    row.quiet_from, row.quiet_until, row.digest = wanted.quiet_from, wanted.quiet_until, wanted.digest
    journal.record(
        "notices.chosen",
        subject=row,
        actor=actor,
        write=["channels", "email", "phone", "wecom", "quiet_from", "quiet_until", "digest"],
        channels=list(row.channels),
        quiet=row.quiet_from is not None,
        digest=row.digest,
    )
    return row


@reaction("notices.forget")
def forget(entry: Entry) -> None:
    """Whoever has left is told nothing any more, and no address of theirs is kept."""
    user = audience.file_is_about(entry.subject_id)
    rows = Preference.objects.filter(township=entry.township, user__in=[user] if user else [])
    row = rows.select_for_update().first()
    if row is None:
        return
    row.channels, row.digest, row.email, row.phone, row.wecom = [], False, None, None, None
    columns = ["channels", "digest", "email", "phone", "wecom"]
    told: list[JsonValue] = []
    journal.record(
        "notices.chosen", subject=row, actor=SYSTEM, write=columns, channels=told, quiet=False, digest=False
    )


@transaction.atomic
def silence(*, number: str, key: str) -> None:
    """No more texts to the phone of this report, whatever else it reported; by the reporter's link."""
    found = told_by_link(number, key)
    if found is None:
        raise NotFound(_("This link does not work, or no phone was left for messages."))
    case_id, contact = found
    township = township_of(case_id)
    row = Silenced(id=new_id(township), township=township, phone_index=contact.phone_index, at=clock.now())
    Silenced.objects.bulk_create([row], ignore_conflicts=True)


def _row(actor: Actor) -> Preference:
    homes = audience.homes_of([actor.user]) if actor.user else {}
    if actor.user is None or not homes:
        raise NotAllowed(_("Only people with an account have an inbox."))
    township = homes[actor.user]
    found = Preference.objects.filter(township=township, user=actor.user).select_for_update().first()
    return found or Preference(id=new_id(township), township=township, user=actor.user)


def _checked(choices: Choices) -> Choices:
    """The choices with their addresses made safe to keep, or Invalid naming each that is wrong."""
    given = {
        "email": text.clean(choices.email, field="email", limit=120, lines=False),
        "phone": text.clean(choices.phone, field="phone", limit=24, lines=False),
        "wecom": text.clean(choices.wecom, field="wecom", limit=64, lines=False),
    }
    wrong = {
        ADDRESSES[channel]: _("This is needed for the way you chose.")
        for channel in choices.channels
        if channel in ADDRESSES and not given[ADDRESSES[channel]]
    }
    if given["email"] and not _is_email(given["email"]):
        wrong["email"] = _("This is no e-mail address.")
    if given["phone"] and not 5 <= len(normal_phone(given["phone"])) <= 15:
        wrong["phone"] = _("This is not a telephone number.")
    if (choices.quiet_from is None) != (choices.quiet_until is None):
        wrong["quiet_until"] = _("Quiet hours need a beginning and an end.")
    if strange := set(choices.channels) - set(PERSONAL):
        wrong["channels"] = _("Choose one of the given answers.") if strange else ""
    if wrong:
        raise Invalid(_("Some answers cannot be accepted."), fields=wrong)
    return Choices(
        channels=tuple(choices.channels),
        **given,
        quiet_from=choices.quiet_from,
        quiet_until=choices.quiet_until,
        digest=choices.digest,
    )


def _is_email(given: str) -> bool:
    try:
        validate_email(given)
    except ValidationError:
        return False
    return True
