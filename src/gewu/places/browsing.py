"""Lists of addresses for people who keep them: the tree, what is searched, what is to be done."""

from uuid import UUID

from django.db.models import Q, QuerySet

from gewu.kernel.access import Actor
from gewu.kernel.errors import NotFound
from gewu.places import belonging
from gewu.places.addresses import NO_ADDRESS, address, rows_with_what_holds_them
from gewu.places.models import Address, AddressAlias, AddressChange
from gewu.places.reading import written
from gewu.places.values import Address as AddressValue

# Lists of work: houses that no grid holds, that several do, and units that belong elsewhere than their house.
WORK = ("nowhere", "border", "apart", "retired")

DOORS = (Address.UNIT, Address.ROOM)


def address_here(actor: Actor, identifier: UUID) -> AddressValue:
    """An address of a place where the actor works, or NotFound."""
    found = address(identifier)
    if not actor.at_home_in(found.township):
        raise NotFound(str(NO_ADDRESS))
    return found


def listed(
    township: int, *, text: str = "", kind: str = "", area: UUID | None = None, work: str = ""
) -> QuerySet[Address]:
    """Addresses of a township, narrowed; to be paged by ("code", "id").

    Without a text, a kind or a list of work: the estates and roads, from which everything is reached.
    """
    rows = rows_with_what_holds_them().filter(_to_do(township, work), township=township)
    for word in written(text).split():
        said = Q(search_text__contains=word) | Q(id__in=_called(township, word))
        # Doors have no words of their own: they are found by their house.
        rows = rows.filter(said | Q(building__search_text__contains=word) if kind in DOORS else said)
    if area:
        rows = rows.filter(area__path__contains=[area])
    return rows.filter(kind__in=_kinds(kind, narrowed=bool(text or work or area)))


def _to_do(township: int, work: str) -> Q:
    """What stands there, narrowed to a list of work; or what no longer does."""
    lists = {
        "retired": lambda: Q(retired_at__isnull=False),
        "nowhere": lambda: Q(retired_at=None, kind=Address.BUILDING, area=None),
        "border": lambda: Q(retired_at=None, id__in=list(belonging.on_a_border(township))),
        "apart": lambda: Q(retired_at=None, id__in=belonging.apart(township).values("id")),
    }
    return lists[work]() if work in lists else Q(retired_at=None)


def _kinds(kind: str, *, narrowed: bool) -> tuple[str, ...]:
    if kind in Address.KINDS:
        return (kind,)
    return Address.KINDS if narrowed else (Address.ESTATE, Address.ROAD)


def aliases_of(identifier: UUID) -> QuerySet[AddressAlias]:
    """The names of an address, those in use first."""
    return AddressAlias.objects.filter(address_id=identifier).order_by("ended_at", "-since", "id")


def changes_of(township: int, identifier: UUID) -> QuerySet[AddressChange]:
    """What people changed of an address, the newest first."""
    return AddressChange.objects.filter(township=township, address_id=identifier).order_by("-at", "-id")


def _called(township: int, word: str) -> QuerySet[AddressAlias, UUID]:
    aliases = AddressAlias.objects.filter(township=township, ended_at=None, search_text__contains=word)
    return aliases.values_list("address_id", flat=True)
