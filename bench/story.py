"""The cases of the bench town: told through the public commands, every one at another spot."""

import random
from dataclasses import replace
from typing import Any
from uuid import UUID

from gewu.cases.commands import Report, act, report_case
from gewu.cases.models import Case
from gewu.catalogue import queries as catalogue
from gewu.kernel.access import Actor
from gewu.people import queries as people
from gewu.people.commands import issue_token
from gewu.places import queries as places

POINTS = 400
ASKED_FOR = 400
# Of twenty cases six wait to be filed, four to be dispatched, four to be accepted; six were done on the spot.
REPORTED, FILED, DISPATCHED, ALL = 6, 10, 14, 20
# Category, words.
REPORTS = (
    ("010305", "小区门口的果皮箱坏了，盖子掉在地上"),
    ("010137", "路灯从昨天晚上起就不亮，走路看不见"),
    ("020201", "楼道里贴满了小广告，请清理一下"),
    ("010305", "果皮箱满了好几天，没有人来清"),
    ("010137", "路灯杆歪了，看着要倒下来"),
)


class Story:
    """Tells one case after another, each up to the stage that its number says."""

    def __init__(self, chance: random.Random) -> None:
        self.clerk, self.dispatcher, self.gridworker, self.handler = (
            _actor(name) for name in ("clerk", "dispatcher", "gridworker", "handler")
        )
        self.points = points(chance)

    def tell(self, number: int) -> None:
        category, words = REPORTS[number % len(REPORTS)]
        report = Report(
            category=category,
            text=words,
            point=self.points[number % len(self.points)],
            address=f"文化路{number % 200}号",
        )
        wanted = number % ALL
        if wanted >= DISPATCHED:
            report_case(report=replace(report, solved={"report": "已经处理好了"}), actor=self.gridworker)
            return
        case = report_case(report=report, actor=self.clerk)
        if wanted >= REPORTED:
            self._move(case, "file", {"standard": standard_of(category)}, actor=self.clerk, version=1)
        if wanted >= FILED:
            office = str(min(self.handler.organisations))
            data = {"organisation": office, "instruction": "请尽快处理"}
            self._move(case, "dispatch", data, actor=self.dispatcher, version=2)

    def _move(self, case: UUID, move: str, data: dict[str, Any], *, actor: Actor, version: int) -> None:
        act(case_id=case, move=move, data=data, seen_version=version, actor=actor)


def told() -> dict[str, Any]:
    """What a client asks for."""
    clerk, signed_in = _actor("clerk"), people.actor_of(_user("clerk"), door="console")
    cases = Case.objects.visible_to(clerk).order_by("-recorded_at")
    return {
        "token": issue_token(user_id=_user("clerk").id, label="bench", actor=signed_in, days=1),
        "points": [(spot.lon, spot.lat) for spot in points(random.Random(1))],
        "read": [str(case) for case in cases.values_list("id", flat=True)[:ASKED_FOR]],
        "standards": {category: standard_of(category) for category, _words in REPORTS},
        "cases": cases.count(),
    }


def standard_of(category: str) -> str:
    """The filing standard that a clerk would choose first."""
    return catalogue.category(category).filing[0].key


def points(chance: random.Random) -> list[Any]:
    """Spots all over the town."""
    return places.points_in(places.area_by_code(str(_township())).id, chance, POINTS)


def _township() -> int:
    return places.localities()[0].township


def _user(name: str) -> Any:
    return people.user_named(name)


def _actor(name: str) -> Actor:
    return people.actor_of(_user(name), door="api")
