"""Plates with a code on doors 门牌二维码: issued, withdrawn, issued anew; what a scanned code leads to."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gewu.kernel import clock, numbers
from gewu.kernel.access import Actor
from gewu.kernel.errors import Invalid, NotFound, RuleBroken
from gewu.kernel.text import clean
from gewu.places.addresses import addresses, rows_with_what_holds_them
from gewu.places.keeping import held, tell
from gewu.places.models import Address, AddressPlate
from gewu.places.values import Address as AddressValue

# Nine that say nothing, one that finds a slip of the finger or two changed places.
LENGTH = 10
PLATED = (Address.BUILDING, Address.UNIT, Address.ROOM)
MOST_AT_ONCE = 500
NO_PLATE = gettext_lazy("This plate leads nowhere. Perhaps it was replaced; please tell us where you are.")


@dataclass(frozen=True, slots=True)
class Plate:
    """A code in force and where it hangs."""

    code: str
    address: AddressValue

    @property
    def grouped(self) -> str:
        return f"{self.code[:5]}-{self.code[5:]}"


def plate_at(code: str) -> Plate:
    """Where a scanned or typed code leads, or NotFound; Invalid where a character is wrong."""
    said = cleaned(code)
    row = AddressPlate.objects.filter(code=said, withdrawn_at=None, address__retired_at=None).first()
    if row is None:
        raise NotFound(str(NO_PLATE))
    return Plate(row.code, addresses([row.address_id])[row.address_id])


def plates_of(identifiers: Sequence[UUID]) -> list[Plate]:
    """The plates in force of these addresses, in the order of their codes."""
    rows = AddressPlate.objects.filter(address_id__in=identifiers, withdrawn_at=None)
    known = addresses([row.address_id for row in rows])
    found = [Plate(row.code, known[row.address_id]) for row in rows]
    return sorted(found, key=lambda plate: plate.address.code)


def plates_in(address: AddressValue) -> list[Plate]:
    """The plates in force of an address and of everything in it."""
    rows = Address.objects.filter(township=address.township, retired_at=None)
    own = rows.filter(id=address.id) | rows.filter(parent_id=address.id) | rows.filter(building_id=address.id)
    inside = (own | rows.filter(building__parent_id=address.id)).filter(
        plates__withdrawn_at=None, plates__isnull=False
    )
    return plates_of(list(inside.values_list("id", flat=True)))


def history_of(address: UUID) -> QuerySet[AddressPlate]:
    """All plates an address ever had, the newest first."""
    return AddressPlate.objects.filter(address_id=address).order_by("-issued_at", "-id")


@transaction.atomic
def issue_plates(*, above: UUID, kinds: Sequence[str], actor: Actor) -> list[Plate]:
    """Plates for an address and what is in it, by kind; those that have one keep it. All of them, by code."""
    row = held(above, actor)
    wanted = _wanted(row, kinds)
    have = set(
        AddressPlate.objects.filter(address_id__in=wanted, withdrawn_at=None).values_list(
            "address", flat=True
        )
    )
    missing = [address for address in wanted if address not in have]
    AddressPlate.objects.bulk_create(
        [
            AddressPlate(
                code=_new_code(), address_id=address, township=row.township, issued_at=clock.now(),
                issued_by=actor.user,
            )
            for address in missing
        ]
    )  # fmt: skip
    if missing:
        tell(row, "address.plates_issued", actor, count=len(missing))
    return plates_of(wanted)


@transaction.atomic
def withdraw_plate(*, code: str, why: str, actor: Actor) -> UUID:
    """A plate that is lost, damaged or wrong leads nowhere from now on. Answers with its address."""
    row = AddressPlate.objects.select_for_update().filter(code=cleaned(code), withdrawn_at=None).first()
    if row is None:
        raise NotFound(str(NO_PLATE))
    address = held(row.address_id, actor)
    if why not in (AddressPlate.LOST, AddressPlate.DAMAGED, AddressPlate.WRONG):
        said = _("Say whether it is lost, damaged or wrong.")
        raise Invalid(said, fields={"why": said})
    AddressPlate.objects.filter(id=row.id).update(withdrawn_at=clock.now(), why=why)
    tell(address, "address.plate_withdrawn", actor, why=why)
    return address.id


@transaction.atomic
def replace_plate(*, code: str, why: str, actor: Actor) -> Plate:
    """Withdraw a plate and issue another for the same door."""
    address = withdraw_plate(code=code, why=why, actor=actor)
    kind = Address.objects.values_list("kind", flat=True).get(id=address)
    return issue_plates(above=address, kinds=[kind], actor=actor)[0]


def cleaned(code: str) -> str:
    """A code as people type it: any case, hyphens, O for 0, I and L for 1."""
    said = clean(code, field="code", limit=40, lines=False).upper().translate(_HEARD_AS)
    letters = "".join(one for one in said if one in numbers.ALPHABET)
    if len(letters) != LENGTH or numbers.check_character(letters[:-1]) != letters[-1]:
        message = _("A character is wrong or two are swapped. Please compare it with the plate.")
        raise Invalid(message, fields={"code": message})
    return letters


_HEARD_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})


def _new_code() -> str:
    body = "".join(secrets.choice(numbers.ALPHABET) for _place in range(LENGTH - 1))
    return body + numbers.check_character(body)


def _wanted(row: Address, kinds: Sequence[str]) -> list[UUID]:
    """The address itself and what is in it, of these kinds, in the order of their codes."""
    chosen = [kind for kind in kinds if kind in PLATED]
    rows = rows_with_what_holds_them().filter(township=row.township, kind__in=chosen, retired_at=None)
    inside = {
        Address.BUILDING: ["id", "building_id"],
        Address.UNIT: ["id", "parent_id"],
        Address.ROOM: ["id"],
    }.get(row.kind, ["parent_id", "building__parent_id"])
    found: set[UUID] = set()
    for column in inside:
        found |= set(rows.filter(**{column: row.id}).values_list("id", flat=True))
    if not found:
        raise RuleBroken(_("There is nothing here to hang a plate on."))
    if len(found) > MOST_AT_ONCE:
        raise RuleBroken(_("These are more than 500 plates. Print them house by house."))
    return list(rows.filter(id__in=found).order_by("code").values_list("id", flat=True))
