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
# Halves of estate names that belong to nobody, for places whose estates are not listed.
STEMS = (
    "景和",
    "瑞安",
    "春晓",
    "云溪",
    "锦绣",
    "明德",
    "育才",
    "文昌",
    "祥和",
    "福临",
    "康乐",
    "丰泽",
    "清源",
    "松涛",
    "竹韵",
    "梅香",
    "兰亭",
    "荷风",
    "柳岸",
    "枫林",
    "桃源",
    "杏坛",
    "橡树",
    "银河",
    "星海",
    "望江",
    "临泉",
    "听雨",
    "观澜",
    "山语",
    "石泉",
    "碧水",
    "金桂",
    "玉泉",
    "宝华",
    "永宁",
    "长青",
    "和美",
    "同心",
    "利民",
    "惠民",
    "建业",
    "兴业",
    "新风",
    "朝阳",
    "晨光",
    "向阳",
    "东升",
    "南湖",
    "北苑",
    "西园",
    "中兴",
    "广厦",
    "安泰",
    "百合",
    "紫荆",
    "丹桂",
    "芳草",
    "绿茵",
    "青禾",
    "金穗",
    "麦浪",
    "雨花",
    "云锦",
)
MADE_UP = ("小区", "花园", "家园", "新村", "公寓", "苑", "里")
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


def made_up_names() -> Iterator[str]:
    """Each once: 景和小区, 瑞安小区 … 景和花园 …"""
    return (stem + ending for ending in MADE_UP for stem in STEMS)


def english(zh: str) -> str:
    """幸福小区 → Xingfu Estate."""
    ending = next((end for end in ENDINGS if zh.endswith(end) and zh != end), "")
    stem = "".join(lazy_pinyin(zh.removesuffix(ending))).capitalize()
    return f"{stem} {ENDINGS[ending]}" if ending else stem
