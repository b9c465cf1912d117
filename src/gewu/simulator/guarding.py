"""A report about a child at risk in the demo town: out at once to three offices, and seen by nobody else."""

from datetime import timedelta
from functools import partial
from uuid import UUID

from gewu.cases import commands, queries
from gewu.cases.commands import Report
from gewu.kernel.access import Actor
from gewu.people import queries as people
from gewu.simulator.commands import Aside

CATEGORY = "030402"
TOLD = "三单元五楼，这几天夜里都听见孩子哭喊，今天早上看到孩子胳膊上有伤，问孩子不肯说。"
SAFE = "已出警，孩子送医检查，暂由姑姑照看，监护人带回询问。"
HOUR = timedelta(hours=1)


def asides(township: int) -> list[Aside]:
    """Reported three hours ago, seen at once, dealt with by one office; two still have to answer."""
    logins = {role: name for name, role, home in people.demo_logins() if home == township}
    offices = {office.key: office.id for office in people.organisations_of(township)}
    if "gridworker" not in logins or not {"police", "civil"} <= offices.keys():
        return []
    story = _Report(people.actor_of(people.user_named(logins["gridworker"]), door="field"))
    police, civil = (_hand_of(offices[key]) for key in ("police", "civil"))
    return [
        (3 * HOUR, story.tell),
        (2.9 * HOUR, partial(story.answer, police, "acknowledge")),
        (2.5 * HOUR, partial(story.answer, civil, "acknowledge")),
        (1 * HOUR, partial(story.answer, police, "sign_off", help_report=SAFE)),
    ]


def _hand_of(office: UUID) -> Actor:
    return people.actor_of(people.handlers_of(office)[0], door="desk")


class _Report:
    """The case does not exist before it is told, and its reporter does not see it afterwards."""

    def __init__(self, reporter: Actor) -> None:
        self._reporter, self._case = reporter, UUID(int=0)

    def tell(self) -> None:
        area = self._reporter.posts[0].scope.area
        report = Report(category=CATEGORY, text=TOLD, area=area)
        self._case = commands.report_case(report=report, actor=self._reporter)

    def answer(self, actor: Actor, move: str, **data: str) -> None:
        seen = queries.brief(actor, self._case)
        commands.act(case_id=self._case, move=move, data=data, seen_version=seen.version, actor=actor)
