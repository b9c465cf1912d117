"""A town small enough to know by heart, for everybody's tests. Its township code exists nowhere.

    小龙 Xiaolong  A1 | A2        north
    小凤 Xiaofeng  B1 | B2        south

Each cell is a square of a thousandth of a degree; the middle of A1 is (117.7005, 34.8015).
In A1 stand the buildings 1 and 2 of 幸福小区, in A2 its building 3 and a school; the estate is 小样路8号.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from gewu.kernel.remembered import remembered
from gewu.places import atlas, commands
from gewu.places.locality import Locality, Plan, parse, parse_plan
from gewu.places.models import Area
from gewu.places.values import address_id, area_id

TOWNSHIP = 370402999
NORTH, SOUTH = "370402999001", "370402999002"
WEST_EDGE, SOUTH_EDGE, SIDE = 117_700_000, 34_800_000, 1_000


@dataclass(frozen=True)
class Spot:
    """A point in WGS 84."""

    lon: float
    lat: float


class TinyTown:
    """The ids of everything in it, and a point inside each cell."""

    township = TOWNSHIP
    province = area_id("37")
    city = area_id("3704")
    county = area_id("370402")
    street = area_id(str(TOWNSHIP))
    north = area_id(NORTH)
    south = area_id(SOUTH)
    grid_a = area_id(NORTH + "010")
    grid_b = area_id(SOUTH + "010")
    a1 = area_id(NORTH + "011")
    a2 = area_id(NORTH + "012")
    b1 = area_id(SOUTH + "011")
    b2 = area_id(SOUTH + "012")
    in_a1 = Spot(117.7005, 34.8015)
    in_a2 = Spot(117.7015, 34.8015)
    in_b1 = Spot(117.7005, 34.8005)
    in_b2 = Spot(117.7015, 34.8005)
    in_the_middle = Spot(117.701, 34.801)
    outside = Spot(117.8, 34.9)
    estate = address_id(f"{TOWNSHIP}E001")
    building_1 = address_id(f"{NORTH}00001")
    building_2 = address_id(f"{NORTH}00002")
    building_3 = address_id(f"{NORTH}00003")
    school = address_id(f"{NORTH}00004")
    in_building_1 = Spot(117.70025, 34.80175)


def tiny_town() -> TinyTown:
    """Load the tiny town. The process then looks for changes no more: statement counts stay the same."""
    remembered("tiny town", lambda: commands.install(tiny_locality(), tiny_plan()))
    know_by_heart()
    return TinyTown()


def live_in(households: dict[UUID, int]) -> None:
    """So many households in these areas from now on."""
    for area, count in households.items():
        Area.objects.filter(id=area).update(households=count)
    atlas.forget()


def know_by_heart() -> None:
    """Read the tiny town into the process, and look for changes no more."""
    atlas.forget()
    atlas.rest(3600)
    atlas.warm(TOWNSHIP)


def tiny_locality() -> Locality:
    return parse(
        {
            "key": "tiny",
            "names": {"zh": "小样街道", "en": "Tiny Street"},
            "township": TOWNSHIP,
            "letters": "XY",
            "centre": (117.701, 34.801),
            "zoom": 16,
            "levels": [
                {"key": "province", "tier": "province", "zh": "省", "en": "Province"},
                {"key": "city", "tier": "city", "zh": "市", "en": "City"},
                {"key": "county", "tier": "county", "zh": "区", "en": "District"},
                {"key": "street", "tier": "township", "zh": "街道", "en": "Sub-district"},
                {"key": "community", "tier": "community", "zh": "社区", "en": "Community"},
                {"key": "foundation", "tier": "grid", "zh": "基础网格", "en": "Foundation grid"},
                {"key": "unit", "tier": "cell", "zh": "单元网格", "en": "Unit grid"},
            ],
            "areas": [
                _entry("37", "山东省", "Shandong", "province"),
                _entry("3704", "枣庄市", "Zaozhuang", "city"),
                _entry("370402", "市中区", "Shizhong", "county"),
                _entry(str(TOWNSHIP), "小样街道", "Tiny Street", "street"),
                _entry(NORTH, "小龙社区", "Xiaolong", "community"),
                _entry(SOUTH, "小凤社区", "Xiaofeng", "community"),
            ],
            "boundaries": {
                "label": {"zh": "测试边界", "en": "Test boundaries"},
                "synthetic": True,
                "valid_from": datetime(2013, 1, 1, tzinfo=UTC),
            },
        },
        "tiny",
    )


def tiny_plan() -> Plan:
    areas, shapes = [], []
    for row, community in enumerate((SOUTH, NORTH)):
        areas.append(_entry(community + "010", "第一网格", "Grid 1", "foundation", community))
        for column in (0, 1):
            code = f"{community}01{column + 1}"
            areas.append(
                _entry(code, f"{column + 1}单元", f"Unit {column + 1}", "unit", community + "010")
                | {"households": 200}
            )
            shapes.append({"code": code, "ring": _square(column, row)})
    estate = {
        "code": f"{TOWNSHIP}E001",
        "zh": "幸福小区",
        "en": "Xingfu Estate",
        "street": "小样路",
        "house": 8,
    }
    buildings = [
        _house(1, 200, 1700, estate=estate["code"], number=1, floors=5, households=30),
        _house(2, 600, 1700, estate=estate["code"], number=2, floors=5, households=30),
        _house(3, 1200, 1700, estate=estate["code"], number=3, floors=6, households=36),
        _house(
            4, 1600, 1300, zh="小样小学", en="Tiny School", street="小样路", house=10, kind="school", floors=3
        ),
    ]
    raw = {"areas": areas, "shapes": shapes, "estates": [estate], "buildings": buildings}
    return parse_plan(raw, "tiny")


def _house(order: int, east: int, north: int, **said: object) -> dict[str, object]:
    """Ten by ten metres, so many millionths of a degree from the south-western corner of the town."""
    return {"code": f"{NORTH}{order:05}", "ring": _box(WEST_EDGE + east, SOUTH_EDGE + north, 100)} | said


def _entry(code: str, zh: str, en: str, level: str, parent: str | None = None) -> dict[str, object]:
    return {"code": code, "zh": zh, "short": zh, "en": en, "level": level, "parent": parent}


def _square(column: int, row: int) -> list[tuple[int, int]]:
    return _box(WEST_EDGE + column * SIDE, SOUTH_EDGE + row * SIDE, SIDE)


def _box(west: int, south: int, side: int) -> list[tuple[int, int]]:
    east, north = west + side, south + side
    return [(west, south), (east, south), (east, north), (west, north), (west, south)]
