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
from gewu.kernel.errors import Invalid, NotFound
from gewu.kernel.ids import new_id, township_of
from gewu.kernel.jobs import reaction
from gewu.kernel.models import Entry
from gewu.kernel.secrets import normal_phone
from gewu.notices.commands.claiming import claim_email
from gewu.notices.commands.own import row_of
from gewu.notices.models import Binding, Preference, Silenced
from gewu.notices.queries.parcels import ADDRESSES
from gewu.notices.rules import PERSONAL
from gewu.people.queries import audience

FIELDS = tuple(ADDRESSES.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What a person chose. An address is kept as long as it stands here."""

    channels: Collection[str] = ()
    email: str = ""
    phone: str = ""
    wecom: str = ""
    dingtalk: str = ""
    quiet_from: time | None = None
    quiet_until: time | None = None
    digest: bool = False


@transaction.atomic
def choose(*, choices: Choices, actor: Actor) -> Preference:
    """Say by which ways one wants to be told, besides the inbox, and when not.

    A new e-mail address is kept aside until its owner has followed the link that is sent there.
    """
    wanted = _checked(choices)
    row = row_of(actor)
    kept = row.email.open() if row.email is not None else ""
    row.channels = [channel for channel in PERSONAL if channel in wanted.channels]
    row.phone, row.wecom, row.dingtalk = (
        wanted.phone or None,
        wanted.wecom or None,
        wanted.dingtalk or None,
    )
    if wanted.email and wanted.email != kept:
        claim_email(row, wanted.email)
    elif not wanted.email:
        row.email = None
    row.quiet_from, row.quiet_until, row.digest = wanted.quiet_from, wanted.quiet_until, wanted.digest
    journal.record(
        "notices.chosen",
        subject=row,
        actor=actor,
        write=["channels", *FIELDS, "quiet_from", "quiet_until", "digest"],
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
    row.channels, row.digest = [], False
    for name in FIELDS:
        setattr(row, name, None)
    Binding.objects.filter(township=row.township, user=row.user).delete()
    columns = ["channels", "digest", *FIELDS]
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


def _checked(choices: Choices) -> Choices:
    """The choices with their addresses made safe to keep, or Invalid naming each that is wrong."""
    given = {
        "email": text.clean(choices.email, field="email", limit=120, lines=False),
        "phone": text.clean(choices.phone, field="phone", limit=24, lines=False),
        "wecom": text.clean(choices.wecom, field="wecom", limit=64, lines=False),
        "dingtalk": text.clean(choices.dingtalk, field="dingtalk", limit=64, lines=False),
    }
    # WeChat's is never typed: it comes by the code.
    wrong = {
        ADDRESSES[channel]: _("This is needed for the way you chose.")
        for channel in choices.channels
        if channel in ADDRESSES and not given.get(ADDRESSES[channel], channel == "wechat")
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
