"""Joint work of the demo towns: a visit under way, a work day that is over, agreements with an office."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from gewu.joint import commands
from gewu.joint import queries as joint
from gewu.joint.commands import Found, Plan, Promise, Seen
from gewu.joint.queries import StopLine
from gewu.kernel.access import Actor, Tier
from gewu.layers import queries as layers
from gewu.people import queries as people
from gewu.people.queries import today
from gewu.places import queries as places

SAID = (
    "路灯和停车说得最多",
    "希望周末也能办事",
    "没有新的诉求",
    "老人多，想要一个量血压的点",
    "楼道干净多了",
)
BIN, LAMP = "010305", "010137"
MOST = 8


def go_out(township: int) -> None:
    """What offices planned together with communities lately, once for each town."""
    logins = {role: _actor(name) for name, role, home in people.demo_logins() if home == township}
    planner = logins.get("supervisor") or logins.get("admin")
    if planner is None or "handler" not in logins:
        return
    office = next(iter(logins["handler"].organisations))
    street = places.area_by_code(f"{township:09d}")
    communities = [place.id for place in places.under(street.id, Tier.COMMUNITY)][:MOST]
    _visit(township, planner, communities, office)
    _work_day(township, planner, communities[:4], office)
    _agree(township, planner, office, communities[0])


def _visit(township: int, planner: Actor, communities: Sequence[UUID], office: UUID) -> None:
    """Half of it is done; one stop brought a case, another was put right at the door."""
    plan = Plan(
        sort="visit",
        title="党员干部直接联系服务群众集中走访",
        first_day=today() - timedelta(days=6),
        last_day=today() + timedelta(days=3),
        places=tuple(communities),
        offices=(office,),
        asks="冬天取暖、路灯、停车；独居老人有没有人照应",
    )
    lines = _stops(planner, commands.plan_batch(township=township, plan=plan, actor=planner))
    for number, line in enumerate(lines[: max(1, len(lines) // 2)]):
        _went(line, planner, 12 + 5 * number, SAID[number % len(SAID)])
    _found(lines[0], planner, "楼道堆的纸箱，当场请住户搬走了", settled=True)
    _found(lines[0], planner, "小区东门的垃圾桶破了一个", category=BIN)
    _found(lines[-1], planner, "居民想在院里加几把长椅")


def _work_day(township: int, planner: Actor, communities: Sequence[UUID], office: UUID) -> None:
    areas = [row.id for row in layers.in_force(township)][:4]
    plan = Plan(
        sort="workday",
        title="十月社区工作日",
        first_day=today() - timedelta(days=30),
        last_day=today() - timedelta(days=30),
        places=(*communities, *areas),
        offices=(office,),
    )
    batch = commands.plan_batch(township=township, plan=plan, actor=planner)
    lines = _stops(planner, batch)
    for number, line in enumerate(lines[:-1]):
        _went(line, planner, 6 + number, SAID[(number + 2) % len(SAID)])
    _found(lines[0], planner, "单元门口的灯罩松了，当场拧紧", settled=True)
    _found(lines[1], planner, "巷口的路灯晚上不亮", category=LAMP)
    commands.close_batch(batch=batch, closing="最后一处停电检修，已另约", seen_version=1, actor=planner)


def _agree(township: int, planner: Actor, office: UUID, community: UUID) -> None:
    since = today() - timedelta(days=120)
    services = Promise(
        bond="services",
        title="便民服务进社区",
        partner="辖区供电服务站",
        promise="每月第一个周六到社区摆摊：查线路、换灯泡、教老人用手机交费。",
        office=office,
        place=community,
        since=since,
    )
    lots = "放学后和周末向周边居民开放三十个车位，社区派人看管。"
    resources = replace(services, bond="resources", title="停车位错时共享", partner="辖区小学", promise=lots)
    made = commands.agree(township=township, promise=services, actor=planner)
    commands.agree(township=township, promise=resources, actor=planner)
    for days, text in ((90, "第一次摆摊，换灯泡二十一只"), (28, "给十二位老人讲了手机交费")):
        day = today() - timedelta(days=days)
        commands.note_deed(agreement=made, sort="activity", day=day, said=text, actor=planner)


def _went(line: StopLine, actor: Actor, households: int, said: str) -> None:
    day = min(line.stop.due_on, today() - timedelta(days=1))
    seen = Seen(households=households, said=said, day=day)
    commands.visit(stop=line.stop.id, seen=seen, seen_version=1, actor=actor)


def _found(line: StopLine, actor: Actor, text: str, *, settled: bool = False, category: str = "") -> None:
    commands.find(stop=line.stop.id, found=Found(text=text, settled=settled, category=category), actor=actor)


def _stops(actor: Actor, batch: UUID) -> list[StopLine]:
    return list(joint.batch_sheet(actor, batch).stops)


def _actor(name: str) -> Actor:
    return people.actor_of(people.user_named(name), door="desk")
