"""From a plan's estates and buildings to rows: names in full, points inside the houses, the grid of each."""

from collections import defaultdict
from collections.abc import Iterator

import shapely
from shapely import Polygon

from gewu.kernel import clock
from gewu.places.locality import Building, Estate, Locality, Plan
from gewu.places.models import Address
from gewu.places.shapes import outline_of, polygons_of
from gewu.places.sheet import Patch, Sheet
from gewu.places.spelling import BUILDING, keys
from gewu.places.values import address_id, area_id

_KEPT = [
    "use", "parent", "name", "name_en", "number", "street", "house", "search_text", "lon", "lat", "outline",
    "area", "floors", "households", "retired_at",
]  # fmt: skip
# A statement has 65,535 parameters at most.
AT_ONCE = 2_000


def write_addresses(locality: Locality, plan: Plan) -> None:
    """Bring the addresses of a township up to date. What the plan lost keeps its row, retired."""
    rows = list(_rows(locality, plan))
    Address.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["id"], update_fields=_KEPT, batch_size=AT_ONCE
    )
    gone = Address.objects.filter(township=locality.township, retired_at=None)
    gone.exclude(id__in=[row.id for row in rows]).update(retired_at=clock.now())


def sheet_of(locality: Locality, plan: Plan) -> Sheet:
    """The boundaries of a plan, to be asked before they are in force."""
    leaves = {shape.code for shape in plan.shapes}
    return Sheet(
        [
            Patch(code, area_id(code), polygon, code in leaves)
            for code, polygon in polygons_of(locality, plan).items()
        ]
    )


def _rows(locality: Locality, plan: Plan) -> Iterator[Address]:
    """Estates first: buildings name them."""
    sheet = sheet_of(locality, plan)
    inside: defaultdict[str, list[Building]] = defaultdict(list)
    for building in plan.buildings:
        inside[building.estate or ""].append(building)
    estates = {estate.code: estate for estate in plan.estates}
    for estate in plan.estates:
        yield _estate(locality, estate, inside[estate.code], sheet)
    for building in plan.buildings:
        yield _building(locality, building, estates.get(building.estate or ""), sheet)


def _estate(locality: Locality, estate: Estate, houses: list[Building], sheet: Sheet) -> Address:
    """Its point is that of the house nearest to the middle of all: somebody is at home there."""
    outlines = [outline_of(house) for house in houses]
    middle = shapely.MultiPolygon(outlines).centroid
    nearest = min(outlines, key=lambda outline: outline.distance(middle)) if outlines else Polygon()
    label = f"{estate.street}{estate.house}号{estate.zh}"
    return Address(
        id=address_id(estate.code),
        code=estate.code,
        township=locality.township,
        kind=Address.ESTATE,
        name=estate.zh,
        name_en=estate.en,
        street=estate.street,
        house=estate.house,
        search_text=f"{keys(estate.zh, label)} {estate.en.lower()} {estate.code}",
        households=sum(house.households for house in houses),
        **_where(nearest, sheet),
    )


def _building(locality: Locality, house: Building, estate: Estate | None, sheet: Sheet) -> Address:
    name = f"{estate.zh}{house.number}{BUILDING}" if estate else house.zh
    name_en = f"{estate.en}, building {house.number}" if estate else house.en
    street, number = (estate.street, estate.house) if estate else (house.street, house.house or 1)
    outline = outline_of(house)
    return Address(
        id=address_id(house.code),
        code=house.code,
        township=locality.township,
        kind=Address.BUILDING,
        use=house.kind,
        parent_id=address_id(estate.code) if estate else None,
        name=name,
        name_en=name_en,
        number=house.number,
        street=street,
        house=number,
        search_text=f"{keys(name, f'{street}{number}号{name}')} {name_en.lower()} {house.code}",
        outline=shapely.to_wkb(outline, byte_order=1),
        floors=house.floors,
        households=house.households,
        **_where(outline, sheet),
    )


def _where(ground: Polygon, sheet: Sheet) -> dict[str, object]:
    """A point on the ground, six decimals, and the grid that holds it."""
    spot = ground.representative_point()
    lon, lat = round(spot.x, 6), round(spot.y, 6)
    return {"lon": lon, "lat": lat, "area_id": sheet.find(lon, lat)}
