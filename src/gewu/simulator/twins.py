"""Reports of one matter in the demo town: some joined, some "me too", and one that waits to be joined."""

from dataclasses import dataclass
from uuid import UUID

from gewu.cases import commands
from gewu.cases import queries as cases
from gewu.cases.commands import Merging, Report
from gewu.cases.queries import CaseFile, CaseRow
from gewu.kernel.access import ANYONE, Actor
from gewu.kernel.points import Point
from gewu.people import queries as people

# By category, what somebody else says of the same thing.
AGAIN: dict[str, tuple[str, ...]] = {
    "020506": ("楼下也淹了，跟楼上说的是一处", "水都漫到大门口了，刚才有人报过没有？"),
    "010123": ("井盖还敞着呢，天黑前能不能盖上", "就是路口那个井盖，我也看见了"),
    "030201": ("楼道里那堆东西还在，我家也是这个单元的",),
    "010104": ("同一个地方，我早上也看到了",),
    "010137": ("这盏灯我们楼也看得见，晚上一片黑",),
}
OTHERWISE = "和刚才邻居报的是同一件事，还没有人来。"
REPEATED = "又来电话问，没有新情况，已告知进度。"
# A few metres beside the first report, as another phone would say.
BESIDE = (0.00008, -0.00005)
JOINED, SECONDED = 2, 7


@dataclass(frozen=True, slots=True)
class _Desk:
    clerk: Actor
    township: int


def tell_again(township: int) -> None:
    """On the last morning, before somebody looks."""
    logins = {role: name for name, role, home in people.demo_logins() if home == township}
    if "clerk" not in logins:
        return
    desk = _Desk(people.actor_of(people.user_named(logins["clerk"]), door="desk"), township)
    leads = _fitting(desk)
    for file in leads[:JOINED]:
        later = _again(file)
        _join(desk, later, file.id)
    # Nobody has joined this one yet: it waits in the clerk's list beside the first.
    for file in leads[JOINED : JOINED + 1]:
        _again(file)
    for place, file in enumerate(leads[JOINED + 1 : JOINED + 4]):
        for number in range(1 + (SECONDED * (place + 1)) % 5):
            commands.second(number=file.number, who=f"demo {file.number} {number}", actor=ANYONE)
    for file in leads[:1]:
        commands.repeat(case_id=file.id, said=REPEATED, actor=desk.clerk)


def _fitting(desk: _Desk) -> list[CaseFile]:
    """Today's open cases with a page for everybody and a point, newest first."""
    rows: tuple[CaseRow, ...] = tuple(cases.worklist(desk.clerk, "open", size=200).items)
    newest = sorted(rows, key=lambda row: (row.recorded_at, row.id), reverse=True)
    return [file for row in newest if (file := _file(desk, row)) is not None][: JOINED + 4]


def _file(desk: _Desk, row: CaseRow) -> CaseFile | None:
    shown = cases.public_case(row.number)
    if row.township != desk.township or row.merged or shown is None or not shown.may_second:
        return None
    file = cases.case_file(desk.clerk, row.id)
    return file if file.lon is not None and file.type == "event" and not file.whole else None


def _again(file: CaseFile) -> UUID:
    said = AGAIN.get(file.category, (OTHERWISE,))
    lon, lat = (file.lon or 0) + BESIDE[0], (file.lat or 0) + BESIDE[1]
    text = said[file.id.int % len(said)]
    return commands.report_case(
        report=Report(category=file.category, text=text, point=Point(lon, lat)), actor=ANYONE
    )


def _join(desk: _Desk, later: UUID, lead: UUID) -> None:
    version = cases.brief(desk.clerk, later).version
    commands.merge(case_id=later, merging=Merging(lead, "duplicate"), seen_version=version, actor=desk.clerk)
