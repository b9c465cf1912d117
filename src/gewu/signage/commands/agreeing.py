"""What a person agrees to show on the contact card, and takes back whenever they like."""

import re

from django.core.files.base import File as Upload
from django.db import transaction
from django.utils.translation import gettext as _

from gewu.kernel import clock, files, journal, text
from gewu.kernel.access import Actor
from gewu.kernel.errors import Invalid, NotAllowed
from gewu.kernel.ids import new_id
from gewu.kernel.models import nothing_here
from gewu.people import queries as people
from gewu.signage.models import WorkCard

PHONE = re.compile(r"[0-9][0-9 -]{4,18}")


@transaction.atomic
def agree_to_phone(*, phone: str, agreed: bool, actor: Actor) -> WorkCard:
    """A work phone stands on the card from now on. Without the person's own yes it is refused."""
    said = text.clean_required(phone, field="phone", limit=20, lines=False)
    if not PHONE.fullmatch(said):
        message = _("A telephone number has digits, spaces and hyphens, at least five.")
        raise Invalid(message, fields={"phone": message})
    _require_yes(agreed)
    card = _card(actor)
    card.phone, card.phone_agreed_at = said, clock.now()
    _keep(card, actor, "signage.agreed", "phone", ("phone", "phone_agreed_at"))
    return card


@transaction.atomic
def agree_to_photo(*, photo: "Upload[bytes]", agreed: bool, actor: Actor) -> WorkCard:
    """A work photo stands on the card from now on; the one before is taken away."""
    _require_yes(agreed)
    card = _card(actor)
    before = card.photo
    kept = files.store(
        upload=photo,
        township=card.township,
        actor=actor,
        purpose="portrait",
        subject=card.id,
        field="photo",
        accept=files.IMAGES,
    )
    card.photo, card.photo_agreed_at = kept.id, clock.now()
    _keep(card, actor, "signage.agreed", "photo", ("photo", "photo_agreed_at"))
    if before is not None:
        files.forget(before)
    return card


@transaction.atomic
def take_back_phone(*, actor: Actor) -> None:
    """The phone is off the card from this moment, and kept no longer."""
    card = _card(actor)
    if card.phone_agreed_at is None:
        raise nothing_here()
    card.phone, card.phone_agreed_at = "", None
    _keep(card, actor, "signage.withdrawn", "phone", ("phone", "phone_agreed_at"))


@transaction.atomic
def take_back_photo(*, actor: Actor) -> None:
    """The photo is off the card from this moment, and kept no longer."""
    card = _card(actor)
    if card.photo is None:
        raise nothing_here()
    before, card.photo, card.photo_agreed_at = card.photo, None, None
    _keep(card, actor, "signage.withdrawn", "photo", ("photo", "photo_agreed_at"))
    files.forget(before)


def _require_yes(agreed: bool) -> None:
    if not agreed:
        message = _("Only with your yes. Nobody may give it for you.")
        raise Invalid(message, fields={"agreed": message})


def _card(actor: Actor) -> WorkCard:
    """One's own, locked; a new one if there never was any."""
    if actor.user is None or not actor.posts:
        raise NotAllowed(_("You hold no post today. Your administrator can give you one."))
    home = people.person(actor.user).home
    found = WorkCard.objects.visible_to(actor).select_for_update().filter(township=home).first()
    return found or WorkCard(id=new_id(home), township=home, user=actor.user)


def _keep(card: WorkCard, actor: Actor, kind: str, what: str, fields: tuple[str, ...]) -> None:
    card.version += 1
    journal.record(kind, subject=card, actor=actor, write=[*fields, "version"], what=what)
