"""From a plan's estates and buildings to rows: names in full, points inside the houses, the grid of each."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

import shapely
from pypinyin import lazy_pinyin
from shapely import Polygon

from gewu.kernel import clock
from gewu.places.assigning import follow_boundaries
from gewu.places.locality import Building, Estate, Locality, Plan
from gewu.places.models import Address
from gewu.places.rooms import follow_houses
from gewu.places.shapes import outline_of, polygons_of
from gewu.places.sheet import Patch, Sheet
from gewu.places.spelling import BUILDING, keys
from gewu.places.values import address_id, area_id

_KEPT = [
    "use", "parent", "name", "name_en", "number", "plate", "street", "house", "search_text", "lon", "lat",
    "outline", "area", "floors", "households", "retired_at",
]  # fmt: skip
# A statement has 65,535 parameters at most.
AT_ONCE = 2_000
ROADS = {
    "大街": "Avenue", "大道": "Avenue", "胡同": "Hutong",
    "街": "Street", "路": "Road", "巷": "Lane", "里": "Lane",
}  # fmt: skip


def write_addresses(locality: Locality, plan: Plan) -> None:
    """Bring the addresses of a township up to date, and with them the grids they belong to.

    What the plan lost keeps its row, retired. What people entered or corrected by hand stays as it is.
    """
    rows = list(_rows(locality, plan))
    by_hand = Address.objects.filter(township=locality.township, origin=Address.HAND)
    kept = set(by_hand.values_list("id", flat=True))
    Address.objects.bulk_create(
        [row for row in rows if row.id not in kept],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=_KEPT,
        batch_size=AT_ONCE,
    )
    gone = Address.objects.filter(
        township=locality.township, retired_at=None, origin=Address.PLAN, building=None
    )
    gone.exclude(id__in=[row.id for row in rows]).update(retired_at=clock.now())
    follow_houses(locality.township)
    follow_boundaries(locality.township, sheet_of(locality, plan))


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
    """Estates and roads first: buildings name them."""
    sheet = sheet_of(locality, plan)
    inside: defaultdict[str, list[Building]] = defaultdict(list)
    for building in plan.buildings:
        inside[building.estate or ""].append(building)
    estates = {estate.code: estate for estate in plan.estates}
    for estate in plan.estates:
        yield _estate(locality, estate, inside[estate.code], sheet)
    roads = _roads(locality, plan)
    yield from roads.values()
    for building in plan.buildings:
        yield _building(locality, building, estates.get(building.estate or ""), sheet, roads)


def _roads(locality: Locality, plan: Plan) -> dict[str, Address]:
    """Every street that has numbers. A code once given to a name stays with it; a new name gets a new one."""
    estates = {estate.code: estate.street for estate in plan.estates}
    along: defaultdict[str, list[Polygon]] = defaultdict(list)
    for house in plan.buildings:
        along[estates.get(house.estate or "") or house.street].append(outline_of(house))
    known = Address.objects.filter(township=locality.township, kind=Address.ROAD)
    codes = dict(known.values_list("name", "code"))
    serial = len(codes)
    for name in sorted(name for name in along if name and name not in codes):
        serial += 1
        codes[name] = f"{locality.township}R{serial:03}"
    return {name: _road(locality, name, codes[name], along[name]) for name in sorted(along) if name}


def _road(locality: Locality, name: str, code: str, houses: list[Polygon]) -> Address:
    """It runs through many grids and belongs to none."""
    spot = _nearest_to_the_middle(houses).representative_point()
    name_en = english_road(name)
    return Address(
        id=address_id(code),
        code=code,
        township=locality.township,
        kind=Address.ROAD,
        name=name,
        name_en=name_en,
        street=name,
        house=0,
        search_text=f"{keys(name)} {name_en.lower()} {code}",
        households=0,
        lon=round(spot.x, 6),
        lat=round(spot.y, 6),
    )


def english_road(name: str) -> str:
    """榴园路 → Liuyuan Road."""
    ending = next((end for end in ROADS if name.endswith(end) and name != end), "")
    stem = "".join(lazy_pinyin(name.removesuffix(ending))).capitalize()
    return f"{stem} {ROADS[ending]}" if ending else stem


def _nearest_to_the_middle(outlines: Iterable[Polygon]) -> Polygon:
    """Somebody is at home there, wherever the middle itself lies."""
    grounds = list(outlines)
    middle = shapely.MultiPolygon(grounds).centroid
    return min(grounds, key=lambda outline: outline.distance(middle)) if grounds else Polygon()


def _estate(locality: Locality, estate: Estate, houses: list[Building], sheet: Sheet) -> Address:
    nearest = _nearest_to_the_middle(outline_of(house) for house in houses)
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


def _building(
    locality: Locality, house: Building, estate: Estate | None, sheet: Sheet, roads: dict[str, Address]
) -> Address:
    name = f"{estate.zh}{house.number}{BUILDING}" if estate else house.zh
    name_en = f"{estate.en}, building {house.number}" if estate else house.en
    street, number = (estate.street, estate.house) if estate else (house.street, house.house or 1)
    outline = outline_of(house)
    above = address_id(estate.code) if estate else roads[street].id if street in roads else None
    return Address(
        id=address_id(house.code),
        code=house.code,
        township=locality.township,
        kind=Address.BUILDING,
        use=house.kind,
        parent_id=above,
        name=name,
        name_en=name_en,
        number=house.number,
        plate=str(house.number or ""),
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
