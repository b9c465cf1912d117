"""Names and addresses for what was built: estates, numbers in them, numbers along the streets. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from random import Random

from pypinyin import lazy_pinyin
from shapely import LineString, Point, Polygon

# House numbers count every so many metres, odd on the left of the street and even on the right.
PACE = 12.0
TOGETHER = 0.4
ENDINGS = {
    "小区": "Estate", "花园": "Garden", "家属院": "Staff Housing", "宿舍": "Dormitory", "新村": "New Village",
    "新居": "Homes", "一区": "Block 1", "二区": "Block 2", "三区": "Block 3", "四村": "Village 4",
    "南院": "South Court", "北院": "North Court", "南区": "South Block", "北区": "North Block",
    "家园": "Homes", "公寓": "Flats", "里": "Lane", "苑": "Court",
}  # fmt: skip
PUBLIC = (
    ("shop", "便民超市", "Corner Shop"),
    ("school", "小学", "Primary School"),
    ("nursery", "幼儿园", "Kindergarten"),
    ("market", "农贸市场", "Market"),
    ("clinic", "卫生室", "Clinic"),
    ("seniors", "老年活动室", "Seniors' Room"),
    ("library", "书屋", "Reading Room"),
    ("shop", "粮油店", "Grocer"),
)
OFFICE = ("office", "社区服务站", "Community Office")


@dataclass(frozen=True)
class Street:
    """A named street and the number of a place along it."""

    zh: str
    line: LineString

    def number(self, at: Point) -> int:
        along = self.line.project(at)
        foot, ahead = self.line.interpolate(along), self.line.interpolate(along + 1)
        left = (ahead.x - foot.x) * (at.y - foot.y) - (ahead.y - foot.y) * (at.x - foot.x) > 0
        return 2 * round(along / PACE) + (1 if left else 2)


@dataclass
class Numbers:
    """No number is given twice along a street."""

    streets: Sequence[Street]
    given: set[tuple[str, int]] = field(default_factory=set)

    def address(self, ground: Polygon) -> tuple[str, int]:
        """The nearest named street and the next free number on that side of it."""
        street = min(self.streets, key=lambda street: street.line.distance(ground))
        number = street.number(ground.centroid)
        while (street.zh, number) in self.given:
            number += 2
        self.given.add((street.zh, number))
        return street.zh, number


def quarters(units: Sequence[str], chance: Random) -> Iterator[list[str]]:
    """Units of one grid that share an estate: alone, or two neighbours."""
    waiting = list(units)
    while waiting:
        count = 2 if len(waiting) > 1 and chance.random() < TOGETHER else 1
        yield waiting[:count]
        del waiting[:count]


def english(zh: str) -> str:
    """幸福小区 → Xingfu Estate."""
    ending = next((end for end in ENDINGS if zh.endswith(end) and zh != end), "")
    stem = "".join(lazy_pinyin(zh.removesuffix(ending))).capitalize()
    return f"{stem} {ENDINGS[ending]}" if ending else stem
