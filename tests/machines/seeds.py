"""Real values by the name of a parameter or member, so that what a machine asks for exists.

A name that is not here is made up from its schema alone; a parameter of a path must be here.
"""

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from gewu.cases import queries
from gewu.cases.queries.worklists import LISTS
from gewu.cases.rules import SOURCES
from gewu.cases.tests.builders import BROKEN_BIN, CATEGORY, NAME, PHONE, WAYS, a_photo
from gewu.kernel import clock
from gewu.kernel.access import Tier
from gewu.kernel.jobs import run_due
from gewu.notices.queries.inbox import inbox
from gewu.places.testing import NORTH, TinyTown
from tests.machines import knowing, made, righting
from tests.machines.world import Asking

LEFT_OUT = object()
# What a member is left out for: it is right only for somebody else, or only together with another.
Choices = Callable[[Asking], Iterable[Any]]
SPOTS = (TinyTown.in_a1, TinyTown.in_a2, TinyTown.in_b1)
AREAS = (TinyTown.a1, TinyTown.grid_a, TinyTown.north, TinyTown.street)


def _of(*values: Any) -> Choices:
    return lambda asking: values


def _lists(asking: Asking) -> Iterable[Any]:
    return [key for key, list_ in LISTS.items() if list_.roles & asking.actor.roles] or [LEFT_OUT]


def _days(asking: Asking) -> Iterable[str]:
    return ((clock.now() + timedelta(days=days)).date().isoformat() for days in (-1, 0, 1, 30))


def _notices(asking: Asking) -> list[str]:
    run_due()
    return [str(line.id) for line in inbox(asking.actor).items]


# Parameters of paths. `file_id` belongs to its case: see `made.files_of`.
PATHS: dict[str, Choices] = {
    "case_id": lambda asking: map(str, asking.cases),
    "file_id": _of(str(UUID(int=0))),
    "supervision_id": _of(str(UUID(int=0))),
    **righting.PATHS,
    "finding_id": _of(str(UUID(int=0))),
    "place_id": _of(*map(str, AREAS)),
    "key": _of("event"),
    "address_id": _of(*map(str, (TinyTown.estate, TinyTown.building_1, TinyTown.school))),
    "year": _of(2026, 2025, 2013),
    "filter_id": lambda asking: [str(made.a_filter(asking))],
    "export_id": lambda asking: [str(made.an_export(asking))],
    "batch_id": lambda asking: [str(made.a_batch(asking))],
    "import_id": _of(str(UUID(int=0))),
    "pair_id": _of(str(UUID(int=0))),
    "table_id": _of(str(UUID(int=0))),
    "edition_id": _of(str(UUID(int=0))),
    "sheet_id": _of(str(UUID(int=0))),
    "what": _of("stale", "gaps"),
    "kind": _of("residents", "facilities"),
    "row_id": lambda asking: [str(made.a_person())],
    "redraw_id": lambda asking: [str(made.a_redraw(asking))],
    "draft_id": lambda asking: [str(made.a_draft(asking))],
    "section": _of("frame"),
    "plan_id": lambda asking: [str(made.a_plan(asking))],
    "proposal_id": lambda asking: [str(made.a_proposal(asking))],
    "plate_id": lambda asking: [str(made.a_plate(asking))],
    "rule_id": lambda asking: [str(made.a_rule(asking).id)],
    "problem_id": lambda asking: [str(made.a_problem(asking))],
    "stop_id": lambda asking: [str(made.a_stop(asking))],
    "layer_id": lambda asking: [str(made.a_layer().id)],
    "area_id": lambda asking: [str(made.an_area())],
    "notice_id": lambda asking: _notices(asking) or [str(UUID(int=0))],
    # Open ones, which have a public page.
    "number": lambda asking: [queries.slip_of(case).number for case in asking.world.cases[:3]],
}
# Where only some of them can be meant.
PATHS_OF: dict[tuple[str, str], Choices] = {
    **{
        (f"/api/v1/registers/{path}", "kind"): _of("person")
        for path in ("{kind}", "{kind}/{row_id}", "{kind}/{row_id}/open", "{kind}/{row_id}/take-back")
    },
    ("/api/v1/places/address-tree/{address_id}/grid", "address_id"): _of(
        *map(str, (TinyTown.building_1, TinyTown.school))
    ),
    ("/api/v1/registers/{kind}/{row_id}/take-back", "row_id"): lambda asking: [str(made.written_to(asking))],
    **{
        (f"/api/v1/joint/batches/{{batch_id}}{more}", "batch_id"): lambda asking: [str(made.a_visit(asking))]
        for more in ("", "/close")
    },
    **knowing.PATHS_OF,
    **righting.PATHS_OF,
    ("/api/v1/cases/{case_id}/merge", "case_id"): lambda asking: [str(asking.world.twins[1])],
    ("/api/v1/cases/{case_id}/unmerge", "case_id"): lambda asking: [str(asking.world.joined)],
}
QUERIES: dict[str, Choices] = {
    "bond": _of(LEFT_OUT, "lines"),
    "state": _of(LEFT_OUT, "on"),
    "subject_kind": _of(LEFT_OUT, "person"),
    "purpose": _of(LEFT_OUT, "visit"),
    "retired": _of(LEFT_OUT, "1"),
    "worklist": lambda asking: [LEFT_OUT, *_lists(asking)],
    "category": _of(LEFT_OUT, [CATEGORY]),
    "stage": _of(LEFT_OUT, *[[stage] for stage in WAYS]),
    "source": _of(LEFT_OUT, ["resident"], ["patrol", "hotline"]),
    "place": _of(LEFT_OUT, *map(str, AREAS)),
    "area": _of(str(TinyTown.grid_a)),
    "period": _of("day", "week"),
    "first": _of("2026-03-02"),
    "parent": _of(LEFT_OUT, *map(str, AREAS)),
    "tier": _of(LEFT_OUT, *(tier.value for tier in Tier)),
    "text": _of(LEFT_OUT, "桶盖"),
    "q": _of(LEFT_OUT, "桶", "lajitong", "单元"),
    "sort": _of(LEFT_OUT, "new", "best"),
    "page": _of(LEFT_OUT, 1, 2),
    "older": _of(LEFT_OUT),
    "case_type": _of(LEFT_OUT, "event"),
    "day_from": _days,
    "day_to": _of(LEFT_OUT),
    "after": _of(LEFT_OUT),
    "unread": _of(LEFT_OUT, "1"),
    "urgent": _of(LEFT_OUT, "1"),
    "number": _of(LEFT_OUT, "WH0305000001"),
    "size": _of(LEFT_OUT, 1, 50, 200),
    "lon": _of(*(spot.lon for spot in SPOTS)),
    "lat": _of(*(spot.lat for spot in SPOTS)),
    "crs": _of("WGS84", "CGCS2000", "GCJ02", "BD09"),
    "township": _of(TinyTown.township),
    "width": _of(LEFT_OUT, 320, 1280),
    "start": lambda asking: (clock.now().isoformat(), "2026-02-13T17:30:00+08:00"),
    "amount": _of(1, 5, 48),
    "rule_version": lambda asking: (made.a_rule(asking).version,),
    "unit": _of("work_day", "urgent_hour", "legal_work_day"),
    "grid": _of(LEFT_OUT, str(TinyTown.grid_a)),
}
HEADERS: dict[str, Choices] = {"Idempotency-Key": lambda asking: (LEFT_OUT, uuid4().hex)}
BODIES: dict[str, Choices] = {
    "type": _of(LEFT_OUT, "event"),
    "category": _of(CATEGORY),
    "text": _of(BROKEN_BIN, "😀" * 200, "a\r\nb", "غطاء مكسور"),
    "location": _of(*({"lon": spot.lon, "lat": spot.lat, "crs": "WGS84"} for spot in SPOTS), None),
    "area": _of(LEFT_OUT, str(TinyTown.a1)),
    "address": _of("文化路 1 号"),
    "reporter": _of(LEFT_OUT, None, {"name": NAME, "phone": PHONE}, {}),
    "source": _of(LEFT_OUT, "", *SOURCES),
    "answers": _of(LEFT_OUT, {}),
    "solved": _of(LEFT_OUT, None),
    "id": _of(LEFT_OUT, None),
    "happened_at": lambda asking: (LEFT_OUT, None, (clock.now() - timedelta(minutes=1)).isoformat()),
    "purpose": _of("clarify", "call_back", "visit"),
    "used_for": _of("meeting", "work", "report"),
    "name": lambda asking: (f"超时 {uuid4().hex[:6]}",),
    "list": _lists,
    "query": _of("late=1", "category=010305", "source=resident"),
    "form": _of("xlsx", "csv"),
    "reason": _of("tried", "no_means"),
    "into": lambda asking: [str(asking.world.twins[0])],
    "follows": lambda asking: (LEFT_OUT, None),
    "organisation": _of(LEFT_OUT),
    "cases": lambda asking: [[one] for one in made.to_put_off(asking)] or [LEFT_OUT],
    "move": _of("wait"),
    "data": lambda asking: [
        {
            "reason": "等材料",
            "reply": "请稍等几天",
            "review_on": (clock.now() + timedelta(days=3)).date().isoformat(),
        },
    ],
    "subject": lambda asking: [str(made.a_person())],
    "subjects": lambda asking: [[str(made.a_person())]],
    "programme": _of("veteran", "living_alone"),
    "values": _of({"name": "李小新", "occupation": "木工"}),
    "at": lambda asking: [{"household": str(made.a_household())}],
    "fields": _of([], ["phone"]),
    "basis": _of("law"),
    "beside": _of([], LEFT_OUT),
    "edit": _of({"kind": "merge", "keys": [NORTH + "011", NORTH + "012"]}),
    "title": _of("拆分"),
    "note": _of(LEFT_OUT, "按楼栋"),
    "effective_on": _of(LEFT_OUT, None),
    "key": _of("event"),
    "place": _of(str(TinyTown.street), str(TinyTown.north)),
    "act": _of("withdraw", "offer"),
    "words": _of("派遣要快一些"),
    "value": lambda asking: [made.section(asking)],
    "seen_version": _of(1),
    "level": _of("grid", "community", "township"),
    "tried": _of("上门两次，没办成"),
    "kind": _of(LEFT_OUT, "scene"),
    "file": lambda asking: (a_photo().read(),),
    "crs": _of("WGS84", "CGCS2000"),
    "office": lambda asking: (str(asking.world.cast.office),),
    "categories": _of([], [CATEGORY], ["0103", "010137"]),
    "areas": _of([], [str(TinyTown.north), str(TinyTown.a1)]),
    "communities": _of([], [str(TinyTown.north)]),
    "low": _of(30),
    "high": _of(70),
    "size": _of(48),
    "together": _of(LEFT_OUT, [], [[str(TinyTown.estate)]]),
    "sources": _of([], [*SOURCES][:2]),
    "households": _of(0, 7),
    "said": _of("", "路灯暗"),
    "day": _of(LEFT_OUT),
    "bond": _of("lines"),
    "sort": _of("workday", "visit"),
    "partner": _of("城管局"),
    "promise": _of("每周碰一次"),
    "places": _of([str(TinyTown.a1)], [str(TinyTown.north)]),
    "offices": _of([], LEFT_OUT),
    "agreement": _of(LEFT_OUT, None),
    "asks": _of("", "看看楼道"),
    "since": _of("2026-03-02"),
    "until": _of(LEFT_OUT, None),
    "first_day": _of("2026-03-02"),
    "last_day": _of("2026-03-08"),
    "closing": _of("下雨，改日再去"),
    "settled": _of(LEFT_OUT, False),
    "houses": _of([], LEFT_OUT),
    "successor": _of(LEFT_OUT, None),
    "name_en": _of(LEFT_OUT, "Street"),
    "leader": _of(LEFT_OUT, "街长"),
    "says": _of([], ["桶盖", "灯"]),
    "start": _of(LEFT_OUT),
    "end": _of(LEFT_OUT),
    "township": _of(TinyTown.township),
    "rule_version": lambda asking: (made.a_rule(asking).version,),
    "points": _of([{"lon": spot.lon, "lat": spot.lat, "label": "井盖"} for spot in SPOTS]),
}
_TREE, _NAMES, _GRID = (
    f"/api/v1/places/address-tree{below}" for below in ("", "/{address_id}/aliases", "/{address_id}/grid")
)
# What one operation means by a member that others have, too; put in even where the machine leaves it out.
BODIES_OF: dict[tuple[str, str], Choices] = {
    (_TREE, "kind"): _of("building", "estate"),
    (_TREE, "parent"): _of(str(TinyTown.estate)),
    (_TREE, "plate"): lambda asking: (uuid4().hex[:10],),
    (_TREE, "lon"): _of(TinyTown.in_a1.lon),
    (_TREE, "lat"): _of(TinyTown.in_a1.lat),
    (_TREE, "street"): _of(LEFT_OUT, "小样路"),
    (_TREE, "house"): _of(LEFT_OUT, 0, 12),
    (_TREE, "floors"): _of(LEFT_OUT, None, 6),
    (_NAMES, "kind"): _of("nick", "old", "other"),
    (_GRID, "area"): _of(str(TinyTown.b1), str(TinyTown.b2)),
    (_GRID, "since"): _of("2026-03-01T00:00:00+08:00", "2031-01-01T00:00:00+08:00"),
    (_GRID, "reason"): _of("大门开在南侧"),
    (_GRID, "seen_version"): _of(LEFT_OUT, None, 1),
    ("/api/v1/redraws/{redraw_id}/shapes", "crs"): _of("WGS84", "CGCS2000"),
    **knowing.BODIES_OF,
    **righting.BODIES_OF,
}
# What must be there by the rules, though not by its schema, beside another member: machines leave out a lot.
BESIDE = {"category": "address", "points": "crs", "move": "data"}
