"""Who lives in the houses of a demo town: families, their programmes, visits, shops, components.

Everybody is made up, and each household says so. Identity numbers have a right check digit over a made-up day
and order; phones begin with digits that no network has given out. The same seed makes the same town.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID

from django.utils.timezone import localdate, make_aware
from stdnum.cn import uscc

from gewu.kernel import clock
from gewu.kernel.access import SYSTEM, Actor, Tier
from gewu.kernel.points import Point
from gewu.people import queries as people
from gewu.places import queries as places
from gewu.places.queries import Address
from gewu.registers import commands
from gewu.registers.commands import Call, Entry, Line
from gewu.registers.sources import Origin, Source
from gewu.registers.values import At, Recorded
from gewu.simulator.crowd import GIVEN, SURNAMES, Crowd, Home, Made
from gewu.simulator.rounds import Rounds

SEED = 20261122
HOMES, ELSEWHERE = 1100, 160
MADE_UP = "演示数据，人物虚构"
TRADES = ("便利店", "面馆", "理发店", "药店", "五金店", "水果店", "早餐店", "洗衣店", "文具店", "打印店")
COMPONENTS = (
    ("0102", "污水井盖"),
    ("0121", "路灯"),
    ("0304", "垃圾箱"),
    ("0120", "消防栓"),
    ("0402", "行道树"),
)


def settle(township: int, *, seed: int = SEED, most: int = HOMES) -> int:
    """Fill the houses around the demo's own grid, and some of every other community; how many persons."""
    chance, now = Random(f"{seed}:{township}"), clock.now()  # noqa: S311 - a made-up town is no secret
    crowd = Crowd(f"{township:09d}"[:6], localdate(now), chance)
    homes = [home for houses, count in _where(township, most) for home in crowd.homes(houses, count)]
    told = record(township, homes)
    _take_in(township, told, chance)
    shops = _trade(township, homes, chance)
    _stand(township, homes, chance)
    _visit(township, told, chance)
    _inspect(township, told, shops, chance)
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
    typed = Origin(Source.DOOR, at=now - timedelta(days=400))
    sent = Origin(Source.EXCHANGED, at=now - timedelta(days=500), office="police")
    rounds = Rounds(now, Random(f"{SEED}:{homes[0].house.id}:rounds"))  # noqa: S311 - a made-up town is no secret
    seen = [rounds.seen(home.house) for home in homes]
    dwellings = _many(
        township,
        "dwelling",
        [
            Line(
                {"door": one.door, "use": one.use, "built_for": "home", **_owner(one)},
                At(address=one.house.id),
                seen=looked,
            )
            for one, looked in zip(homes, seen, strict=True)
        ],
        typed,
    )
    lived = [one for one in zip(homes, dwellings, seen, strict=True) if one[0].people]
    households = _many(
        township,
        "household",
        [
            Line({"kind": _kind(home), "note": MADE_UP}, At(dwelling=dwelling), seen=looked)
            for home, dwelling, looked in lived
        ],
        typed,
    )
    crowd = [
        (home, made, dwelling, household, looked)
        for (home, dwelling, looked), household in zip(lived, households, strict=True)
        for made in home.people
    ]
    since = localdate(now) - timedelta(days=900)
    lines = [
        Line(made.values, At(household=household, relation=made.relation), since, looked)
        for _home, made, _dwelling, household, looked in crowd
    ]
    ids = _many(township, "person", lines, sent)
    return [
        Living(found, made, household, dwelling, home.house, len(home.people) == 1)
        for found, (home, made, dwelling, household, _looked) in zip(ids, crowd, strict=True)
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


def _trade(township: int, homes: Sequence[Home], chance: Random) -> list[UUID]:
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
    return _many(township, "establishment", lines, origin)


def _inspect(township: int, told: Sequence[Living], shops: Sequence[UUID], chance: Random) -> None:
    """Dwellings that are let, and shops: how many live there, and whether they would get out of a fire."""
    today = localdate(clock.now())
    began = today - timedelta(days=200)
    tenants = Counter(one.dwelling for one in told if one.made.tenant)

    def entry(subject: UUID, values: dict[str, object]) -> Entry:
        exits = chance.choices(["clear", "blocked"], [12, 1])[0]
        return Entry(
            subject, began, today - timedelta(days=chance.randint(1, 80)), {"exits": exits, **values}
        )

    let = [
        entry(dwelling, {"tenants": count, "alarm": chance.random() < 0.7, "letter": chance.random() < 0.9})
        for dwelling, count in tenants.items()
    ]
    small = [
        entry(shop, {"extinguishers": chance.randint(1, 4), "sleeping": chance.random() < 0.1})
        for shop in shops
    ]
    origin = Origin(Source.DOOR, checked=True, at=clock.now() - timedelta(days=30))
    for key, entries in (("let_dwelling", let), ("nine_small", small)):
        commands.enrol_many(township, key, entries=entries, origin=origin, actor=SYSTEM)


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
