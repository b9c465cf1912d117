"""Contact cards given out from door to door, noted house by house."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from gewu.kernel import journal, receipts
from gewu.kernel.access import Actor
from gewu.kernel.errors import Conflict, Invalid
from gewu.kernel.ids import new_id
from gewu.people import queries as people
from gewu.places import queries as places
from gewu.places.queries import Address
from gewu.signage.commands.ground import present_contact, require_ground
from gewu.signage.models import Handout
from gewu.signage.rules import Handed, handed_problem


def note_handout(
    *,
    address: UUID,
    handed: Handed,
    actor: Actor,
    seen_version: int | None = None,
    receipt: str | None = None,
) -> Handout:
    """How many doors of a house have a card by now, refused one, or did not open: the state as it is."""
    request = {"what": "handout", "address": address, **{name: getattr(handed, name) for name in FIELDS}}

    def do() -> str:
        return str(_note(address, handed, actor, seen_version).id)

    with transaction.atomic():
        given = receipts.once(actor=actor, key=receipt, request=request, do=do)
    return Handout.objects.one(UUID(str(given)))


FIELDS = ("delivered", "refused", "nobody")


def _note(address: UUID, handed: Handed, actor: Actor, seen_version: int | None) -> Handout:
    house = places.address(address)
    area = require_ground(actor, house)
    _check(handed, house)
    row = Handout.objects.filter(township=house.township, address=address).select_for_update().first()
    if row is not None and seen_version is not None and row.version != seen_version:
        raise Conflict(_("Somebody else changed this at the same moment. Please look again."))
    row = row or Handout(
        id=new_id(house.township), township=house.township, address=address, version=0, contact=None
    )
    row.households, row.contact = house.households, present_contact(area)
    row.delivered, row.refused, row.nobody = handed.delivered, handed.refused, handed.nobody
    row.noted_on, row.noted_by, row.version = people.today(), actor.user, row.version + 1
    journal.record(
        "signage.handed_out",
        subject=row,
        actor=actor,
        write=["households", *FIELDS, "contact", "noted_on", "noted_by", "version"],
        address=str(address),
        contact=str(row.contact) if row.contact else None,
        delivered=row.delivered,
        refused=row.refused,
        nobody=row.nobody,
    )
    return row


def _check(handed: Handed, house: Address) -> None:
    problem = handed_problem(handed, house.households)
    if problem == "negative":
        message = _("No number is below nothing.")
        raise Invalid(message, fields={"delivered": message})
    if problem == "more":
        message = _("These are %(doors)d doors; %(households)d households live here.") % {
            "doors": handed.doors,
            "households": house.households,
        }
        raise Invalid(message, fields={"delivered": message})
