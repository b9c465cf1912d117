"""岱庙 with more houses than it is shipped with: each of its own becomes several that stand on its ground."""

from collections.abc import Iterator
from typing import Any

import shapely
from shapely import affinity

LOCALITY = "daimiao"
# A house is shared out over so many corners of its outline, each so much smaller.
CORNERS = ((-0.25, -0.25), (0.25, -0.25), (-0.25, 0.25), (0.25, 0.25))
SHRUNK = 0.42
AT_ONCE = 2_000


def make_town(houses: int) -> int:
    """Places and staff without cases and residents; so many houses with rooms. Answers with the township."""
    from django.db import connection

    from gewu.places.commands import lay_out_township
    from gewu.places.queries import localities

    load_place(LOCALITY)
    township = next(one.township for one in localities() if one.key == LOCALITY)
    _fill_up(township, houses)
    lay_out_township(township)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return township


def load_place(locality: str) -> None:
    """A place as it is shipped, with its people and without cases."""
    from django.core.management import call_command

    from gewu.cases import guards
    from gewu.catalogue.commands import publish_definitions
    from gewu.people.commands import load_people
    from gewu.places.commands import load_locality

    call_command("migrate", verbosity=0)
    publish_definitions(guards=guards.NAMES)
    load_locality(locality)
    load_people(locality)


def _fill_up(township: int, wanted: int) -> None:
    from gewu.places.models import Address, AddressAssignment

    first = list(Address.objects.filter(township=township, kind=Address.BUILDING).order_by("code"))
    missing = wanted - len(first)
    made: list[Any] = []
    for house in first:
        if missing > len(made):
            made += _shared_out(house)
    made = made[: max(0, missing)]
    since = AddressAssignment.objects.filter(township=township).values_list("valid_from", flat=True)[0]
    Address.objects.bulk_create(made, batch_size=AT_ONCE)
    Address.objects.bulk_update(first, ["outline", "households", "lon", "lat"], batch_size=AT_ONCE)
    AddressAssignment.objects.bulk_create(
        [
            AddressAssignment(
                address=one, area_id=one.area_id, township=township, valid_from=since, how="load"
            )
            for one in made
        ],
        batch_size=AT_ONCE,
    )


def _shared_out(house: Any) -> Iterator[Any]:
    """The others that stand where this one stood; its households are shared among all of them."""
    from gewu.places.models import Address
    from gewu.places.values import address_id

    ground = shapely.from_wkb(bytes(house.outline))
    living, corners = house.households, _corners(ground)
    for number, corner in enumerate(corners[1:], 1):
        share = (living + number) // len(corners)
        one = Address(
            **{field.attname: getattr(house, field.attname) for field in Address._meta.concrete_fields}
        )
        one.code, one.name = f"{house.code}x{number}", f"{house.name}附{number}"
        one.id, one.number, one.households = address_id(one.code), None, share
        house.households -= share
        yield _put(one, corner)
    _put(house, corners[0])


def _corners(ground: Any) -> list[Any]:
    west, south, east, north = ground.bounds
    small = affinity.scale(ground, SHRUNK, SHRUNK)
    return [affinity.translate(small, x * (east - west), y * (north - south)) for x, y in CORNERS]


def _put(house: Any, ground: Any) -> Any:
    house.outline = shapely.to_wkb(ground, byte_order=1)
    house.lon, house.lat = ground.centroid.x, ground.centroid.y
    return house
