"""Who lives in the houses of a demo town: families, their programmes, visits, shops, components.

Everybody is made up, and each household says so. Identity numbers have a right check digit over a made-up day
and order; phones begin with digits that no network has given out. The same seed makes the same town.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID

from django.utils.timezone import localdate, make_aware
from stdnum.cn import uscc

from gewu.kernel import clock
from gewu.kernel.access import SYSTEM, Actor, Tier
from gewu.kernel.codes import check_digit
from gewu.kernel.points import Point
from gewu.people import queries as people
from gewu.places import queries as places
from gewu.places.queries import Address
from gewu.registers import commands
from gewu.registers.commands import Call, Entry, Line
from gewu.registers.sources import Origin, Source
from gewu.registers.values import At, Recorded

SEED = 20261122
HOMES, ELSEWHERE = 1100, 160
MADE_UP = "演示数据，人物虚构"
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
GIVEN = (
    *"伟芳娜敏静丽强磊洋艳勇军杰娟涛明超霞平刚",
    *("秀兰", "桂英", "玉兰", "建国", "建华", "秀珍", "志强", "晓东", "晓燕", "海燕", "文静", "子涵", "雨桐"),
    *("浩然", "梓萱", "一诺", "宇轩", "欣怡", "淑华", "国强", "凤英", "玉珍", "德明", "永福", "春梅", "红梅"),
)
TRADES = ("便利店", "面馆", "理发店", "药店", "五金店", "水果店", "早餐店", "洗衣店", "文具店", "打印店")
WORK = (
    "教师",
    "工人",
    "司机",
    "会计",
    "厨师",
    "售货员",
    "护士",
    "个体经营",
    "电工",
    "职员",
    "保洁",
    "快递员",
)
COMPONENTS = (
    ("0102", "污水井盖"),
    ("0121", "路灯"),
    ("0304", "垃圾箱"),
    ("0120", "消防栓"),
    ("0402", "行道树"),
)
KINDS = ("empty", "family", "couple", "old couple", "alone", "three", "tenants")
OF_A_HUNDRED = (6, 34, 12, 16, 8, 12, 12)


@dataclass(frozen=True, slots=True)
class Made:
    """A made-up person before they are recorded."""

    name: str
    sex: str
    born: date
    relation: str
    values: dict[str, object]
    tenant: bool = False


@dataclass(frozen=True, slots=True)
class Home:
    """A dwelling and who lives there; nobody in an empty one."""

    house: Address
    door: str
    use: str
    people: tuple[Made, ...] = ()


@dataclass(slots=True)
class Crowd:
    """Makes the homes of one town, one after another."""

    county: str
    today: date
    chance: Random
    order: int = 0
    phones: int = 0
    seen: set[str] = field(default_factory=set)

    def homes(self, houses: Sequence[Address], count: int) -> Iterator[Home]:
        """So many homes, house by house, as many in each as its plan counts."""
        left = count
        for house in houses:
            for number in range(min(house.households, left)):
                unit, floor = number // 12 + 1, number % 12 // 2 + 1
                yield self.home(house, f"{unit}单元{floor}0{number % 2 + 1}室")
            left -= house.households
            if left <= 0:
                return

    def home(self, house: Address, door: str) -> Home:
        kind = self.chance.choices(KINDS, OF_A_HUNDRED)[0]
        if kind == "empty":
            return Home(house, door, "empty")
        return Home(house, door, "let" if kind == "tenants" else "own", tuple(self._people(kind)))

    def _people(self, kind: str) -> Iterator[Made]:
        surname = self.chance.choice(SURNAMES)
        match kind:
            case "alone":
                yield self._one(surname, (62, 92), "head")
            case "old couple":
                yield from self._couple(surname, (61, 84))
            case "tenants":
                for place in range(self.chance.randint(1, 3)):
                    relation = "head" if place == 0 else "unrelated"
                    yield self._one(self.chance.choice(SURNAMES), (19, 38), relation, tenant=True)
            case _:
                yield from self._couple(surname, (28, 52))
                if kind != "couple":
                    yield from self._children(surname)
                if kind == "three":
                    yield self._one(surname, (60, 82), "parent")

    def _couple(self, surname: str, ages: tuple[int, int]) -> Iterator[Made]:
        first = self._one(surname, ages, "head", sex="male")
        yield first
        age = self.today.year - first.born.year
        other = self.chance.choice(SURNAMES)
        yield self._one(other, (max(age - 4, 20), age + 2), "spouse", sex="female")

    def _children(self, surname: str) -> Iterator[Made]:
        for _child in range(self.chance.choices([1, 2], [7, 4])[0]):
            sex = self.chance.choice(["male", "female"])
            yield self._one(surname, (1, 17), "son" if sex == "male" else "daughter", sex=sex)

    def _one(
        self, surname: str, ages: tuple[int, int], relation: str, *, sex: str = "", tenant: bool = False
    ) -> Made:
        born = self.today - timedelta(days=365 * self.chance.randint(*ages) + self.chance.randint(1, 360))
        sex = sex or self.chance.choice(["male", "female"])
        age = (self.today - born).days // 365
        name = surname + self.chance.choice(GIVEN)
        values: dict[str, object] = {
            "name": name,
            "identity_number": self._number(born, sex),
            "ethnicity": self.chance.choices(["01", "03", "11"], [95, 4, 1])[0],
            "registered_here": "lives" if tenant else "both",
        }
        if age > 17:
            values |= {"marriage": "20" if relation in {"head", "spouse"} and not tenant else "10"}
            values |= {"occupation": "退休" if age > 60 else self.chance.choice(WORK)}
        if age > 12 and self.chance.random() < 0.9:
            values["phone"] = self._phone()
        if 3 <= age <= 17:
            values["schooling"] = "kindergarten" if age < 6 else "primary" if age < 12 else "junior"
        return Made(name, sex, born, relation, values, tenant)

    def _number(self, born: date, sex: str) -> str:
        """A right check digit over a made-up day and order, and never the same twice."""
        while True:
            self.order += 1
            serial = self.order % 500 * 2 + (sex == "male")
            body = f"{self.county}{born:%Y%m%d}{serial:03}"
            if body not in self.seen:
                self.seen.add(body)
                return body + check_digit(body)

    def _phone(self) -> str:
        self.phones += 1
        return f"1000{self.phones:07}"


def settle(township: int, *, seed: int = SEED, most: int = HOMES) -> int:
    """Fill the houses around the demo's own grid, and some of every other community; how many persons."""
    chance, now = Random(f"{seed}:{township}"), clock.now()  # noqa: S311 - a made-up town is no secret
    crowd = Crowd(f"{township:09d}"[:6], localdate(now), chance)
    homes = [home for houses, count in _where(township, most) for home in crowd.homes(houses, count)]
    told = record(township, homes)
    _take_in(township, told, chance)
    _trade(township, homes, chance)
    _stand(township, homes, chance)
    _visit(township, told, chance)
    return len(told)


def _where(township: int, most: int) -> Iterator[tuple[list[Address], int]]:
    """Houses with homes, by community: those where the demo's grid worker goes come first."""
    top = places.area_by_code(f"{township:09d}")
    worker = _worker(township)
    own = worker.posts[0].scope.area if worker else None
    path = set(places.area(own).path) if own else set()
    communities = places.under(top.id, Tier.COMMUNITY)
    if own:
        yield _houses(own), most // 2
    for community in communities:
        mine = community.id in path
        yield _houses(community.id, own if mine else None), most // 2 if mine else ELSEWHERE // 4


def _houses(area: UUID, without: UUID | None = None) -> list[Address]:
    found = [one for one in places.addresses_in(area) if one.kind == "building" and one.households]
    return [one for one in found if one.area != without]


@dataclass(frozen=True, slots=True)
class Living:
    """A made-up person as they were recorded."""

    id: UUID
    made: Made
    household: UUID
    dwelling: UUID
    house: Address
    alone: bool


def record(township: int, homes: Sequence[Home]) -> list[Living]:
    """Homes with everybody in them, as the police and the doors have told them."""
    now = clock.now()
    seen = Origin(Source.DOOR, checked=True, at=now - timedelta(days=70))
    sent = Origin(Source.EXCHANGED, at=now - timedelta(days=120), office="police")
    dwellings = _many(
        township,
        "dwelling",
        [
            Line(
                {"door": one.door, "use": one.use, "built_for": "home", **_owner(one)},
                At(address=one.house.id),
            )
            for one in homes
        ],
        seen,
    )
    lived = [(home, dwelling) for home, dwelling in zip(homes, dwellings, strict=True) if home.people]
    households = _many(
        township,
        "household",
        [Line({"kind": _kind(home), "note": MADE_UP}, At(dwelling=dwelling)) for home, dwelling in lived],
        seen,
    )
    crowd = [
        (home, made, dwelling, household)
        for (home, dwelling), household in zip(lived, households, strict=True)
        for made in home.people
    ]
    since = localdate(now) - timedelta(days=900)
    lines = [
        Line(made.values, At(household=household, relation=made.relation), since)
        for _home, made, _dwelling, household in crowd
    ]
    ids = _many(township, "person", lines, sent)
    return [
        Living(found, made, household, dwelling, home.house, len(home.people) == 1)
        for found, (home, made, dwelling, household) in zip(ids, crowd, strict=True)
    ]


def _many(township: int, kind: str, lines: Sequence[Line], origin: Origin) -> list[UUID]:
    told = commands.record_many(kind, township=township, lines=lines, origin=origin, actor=SYSTEM)
    refused = [one for one in told if not isinstance(one, Recorded)]
    if refused:
        raise refused[0]
    return [one.id for one in told if isinstance(one, Recorded)]


def _owner(home: Home) -> dict[str, object]:
    return {"owner_name": home.people[0].name} if home.people and home.use == "own" else {}


def _kind(home: Home) -> str:
    if len(home.people) == 1:
        return "single"
    return "shared" if home.use == "let" else "family"


def _take_in(township: int, told: Sequence[Living], chance: Random) -> None:
    """Programmes as they would be: the old, the alone, tenants; a few of everything else."""
    today = localdate(clock.now())
    began = today - timedelta(days=200)
    wanted: dict[str, list[Entry]] = {}
    for one in told:
        for key, share, values in (*_by_age(one, today, chance), *_by_life(one, began, chance)):
            if chance.random() < share:
                seen = today - timedelta(days=chance.randint(1, 40))
                wanted.setdefault(key, []).append(Entry(one.id, began, seen, values))
    origin = Origin(Source.DOOR, checked=True, at=clock.now() - timedelta(days=30))
    for key, entries in wanted.items():
        basis = "self" if key in {"volunteer", "skills"} else "law"
        commands.enrol_many(township, key, entries=entries, origin=origin, actor=SYSTEM, basis=basis)


Share = tuple[str, float, dict[str, object]]


def _by_age(one: Living, today: date, chance: Random) -> Iterator[Share]:
    age = (today - one.made.born).days // 365
    if age >= 60:
        yield "older", 1, {"care": chance.choices(["self", "partly", "full"], [8, 2, 1])[0]}
        if one.alone:
            yield "living_alone", 1, {"keeper": "网格员", "alarm": chance.random() < 0.4}
    elif 6 <= age < 15:
        yield "school_child", 1, {}
    elif age >= 18:
        yield "volunteer", 0.03, {"service": [chance.choice(["older", "clean", "repairs", "culture"])]}
        yield "skills", 0.03, {"skill": [chance.choice(["electric", "teaching", "music", "cooking"])]}
        yield "veteran", 0.02, {"kind": "veteran"}


def _by_life(one: Living, began: date, chance: Random) -> Iterator[Share]:
    if one.made.tenant:
        yield "floating", 0.8, {"came_on": (began - timedelta(days=30)).isoformat(), "reason": "work"}
        yield "rental_tenant", 1, {"from_on": began.isoformat()}
    yield "disabled", 0.015, {"category": "limbs", "grade": chance.choice("1234")}
    yield "hardship", 0.012, {"kind": "minimum", "cause": "illness"}


def _trade(township: int, homes: Sequence[Home], chance: Random) -> None:
    """A shop in every eighth house or so."""
    houses = list(dict.fromkeys(home.house for home in homes))
    lines = [
        Line(
            {
                "name": f"{chance.choice(SURNAMES)}记{chance.choice(TRADES)}",
                "kind": "shop",
                "credit_code": _credit_code(township, number),
                "chief_name": chance.choice(SURNAMES) + chance.choice(GIVEN),
                "phone": f"1001{number:07}",
                "staff": chance.randint(1, 9),
                "hazards": [chance.choices(["none", "wiring", "exits"], [8, 1, 1])[0]],
            },
            At(address=house.id),
        )
        for number, house in enumerate(houses[::4])
    ]
    origin = Origin(Source.DOOR, checked=True, at=clock.now() - timedelta(days=50))
    _many(township, "establishment", lines, origin)


def _credit_code(township: int, number: int) -> str:
    body = f"92{f'{township:09d}'[:6]}MA0{number:06}"
    return body + uscc.calc_check_digit(body)


def _stand(township: int, homes: Sequence[Home], chance: Random) -> None:
    """Components around the houses; some are damaged, one or two are missing."""
    houses = list(dict.fromkeys(home.house for home in homes))[:30]
    lines = []
    for number, house in enumerate(house for house in houses for _each in range(3)):
        kind, name = chance.choice(COMPONENTS)
        point = Point(
            house.point.lon + chance.uniform(-0.0003, 0.0003),
            house.point.lat + chance.uniform(-0.0003, 0.0003),
        )
        code = f"{f'{township:09d}'[:6]}{kind}{number + 1:06}"
        values: dict[str, object] = {"name": f"{name}{number + 1:03}", "kind": kind, "object_code": code}
        values |= {"authority": "城市管理局", "owner": "城市管理局", "maintainer": "市政养护公司"}
        lines.append(Line(values | {"where": house.name}, At(point=point)))
    ids = _many(township, "facility", lines, Origin(Source.DOOR, checked=True))
    for one in ids[::13]:
        state = chance.choice(["damaged", "damaged", "missing"])
        commands.change_state("facility", one, state=state, actor=SYSTEM)


def _visit(township: int, told: Sequence[Living], chance: Random) -> None:
    """The grid worker has been at some doors in the last weeks; most were opened."""
    worker = _worker(township)
    if worker is None:
        return
    own = worker.posts[0].scope.area
    grid = set(places.area(own).path[-1:])
    heads = [one for one in told if one.made.relation == "head" and one.house.area]
    mine = [one for one in heads if one.house.area and grid & set(places.area(one.house.area).path)]
    for one in chance.sample(mine, min(40, len(mine))):
        days = chance.randint(1, 45)
        day = localdate(clock.now()) - timedelta(days=days)
        moment = make_aware(datetime.combine(day, time(chance.randint(9, 18), chance.randint(0, 59))))
        outcome = chance.choices(["met", "away"], [8, 2])[0]
        call = Call([one.household, one.id], outcome=outcome, right=outcome == "met", visited_at=moment)
        commands.visit(call, actor=worker)


def _worker(township: int) -> Actor | None:
    """The grid worker of the demo, if the town has one."""
    names = {role: name for name, role, home in people.demo_logins() if home == township}
    if "gridworker" not in names:
        return None
    return people.actor_of(people.user_named(names["gridworker"]), door="field")
