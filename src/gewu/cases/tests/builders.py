"""A cast, and cases in any stage, made by the public commands: for all tests that work with cases."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from io import BytesIO
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from gewu.cases import guards
from gewu.cases.commands import Report, act, report_case
from gewu.cases.models import Case
from gewu.catalogue.commands import publish_definitions
from gewu.deadlines.testing import quiet_calendars
from gewu.kernel.access import ANYONE, Actor
from gewu.kernel.canonical import JsonValue
from gewu.kernel.points import Point
from gewu.kernel.remembered import remembered
from gewu.people.queries import actor_of, today
from gewu.people.testing import a_user, an_actor, an_organisation
from gewu.places.testing import Spot, TinyTown, know_by_heart, tiny_town

Answers = Mapping[str, JsonValue]

BROKEN_BIN = "垃圾桶盖坏了，招苍蝇"
CATEGORY = "010305"
PHONE = "13912345678"
NAME = "王小样"


@dataclass(frozen=True)
class Cast:
    """Who is on duty in the tiny town, one actor per role, and some who have nothing to do with A1."""

    town: TinyTown
    office: UUID
    other_office: UUID
    gridworker: Actor
    assistant: Actor
    gridlead: Actor
    chief: Actor
    clerk: Actor
    dispatcher: Actor
    handler: Actor
    checker: Actor
    supervisor: Actor
    overseer: Actor
    auditor: Actor
    admin: Actor
    resident: Actor
    neighbour: Actor
    other_handler: Actor
    other_gridworker: Actor
    other_chief: Actor

    def of_role(self, role: str) -> Actor:
        """The one who has to do with a case in A1 under this role."""
        found = getattr(self, role)
        assert isinstance(found, Actor)
        return found


def a_cast() -> Cast:
    """The tiny town with its people, offices and definitions."""
    cast = remembered("cast", _hired)
    know_by_heart()
    quiet_calendars()
    return cast


def _hired() -> Cast:
    town = tiny_town()
    publish_definitions(guards=guards.NAMES)
    office = an_organisation(town.street, "sanitation").id
    other_office = an_organisation(town.street, "repairs", "utility").id
    station = an_organisation(town.north, "station-north", "station").id
    other_station = an_organisation(town.south, "station-south", "station").id
    return Cast(
        town=town,
        office=office,
        other_office=other_office,
        gridworker=an_actor("gridworker", town.a1, door="field"),
        assistant=an_actor("assistant", town.grid_a, door="field"),
        gridlead=an_actor("gridlead", town.grid_a, door="field"),
        chief=an_actor("chief", town.north, organisation=station),
        clerk=an_actor("clerk", town.street),
        dispatcher=an_actor("dispatcher", town.street),
        handler=an_actor("handler", town.street, organisation=office),
        checker=an_actor("checker", town.street, door="field"),
        supervisor=an_actor("supervisor", town.street),
        overseer=an_actor("overseer", town.county),
        auditor=an_actor("auditor", town.street),
        admin=an_actor("admin", town.street),
        resident=actor_of(a_user(), door="portal"),
        neighbour=actor_of(a_user(), door="portal"),
        other_handler=an_actor("handler", town.street, organisation=other_office),
        other_gridworker=an_actor("gridworker", town.b1, door="field"),
        other_chief=an_actor("chief", town.south, organisation=other_station),
    )


def a_report(where: Spot | None = TinyTown.in_a1, **changes: object) -> Report:
    """A resident's report of a broken bin in A1."""
    point = Point(where.lon, where.lat) if where else None
    report = Report(category=CATEGORY, text=BROKEN_BIN, point=point, address="" if point else "文化路 1 号")
    return replace(report, **changes)  # type: ignore[arg-type] # a test names the fields it wants


def a_case(cast: Cast, stage: str = "reported", *, by: Actor = ANYONE, **report: object) -> Case:
    """A case that was walked to the stage by the people whose turn it was."""
    case = Case.objects.one(report_case(report=a_report(**report), actor=by))  # type: ignore[arg-type]
    for move, role, answers in WAYS[stage]:
        case = move_on(case, move, cast.of_role(role), **answers(cast))
    return case


def again(case_id: UUID) -> Case:
    """The row as it stands now."""
    return Case.objects.one(case_id)


def bend(case: Case, **columns: object) -> None:
    """Columns changed behind the engine's back, for tests of what must not look at them."""
    Case.objects.filter(township=case.township, id=case.id).update(**columns)


def move_on(case: Case, move: str, actor: Actor, **answers: JsonValue) -> Case:
    """One move, seen at the case's present version."""
    seen = Case.objects.one(case.id).version
    return act(case_id=case.id, move=move, data=answers, seen_version=seen, actor=actor)


def tomorrow() -> str:
    """As the town counts days: late in the evening of UTC it is the day after already."""
    return (today() + timedelta(days=1)).isoformat()


def _nothing(cast: Cast) -> Answers:
    return {}


def _says(**answers: JsonValue) -> Callable[[Cast], Answers]:
    return lambda cast: answers


def _to_office(cast: Cast) -> Answers:
    return {"organisation": str(cast.office)}


Step = tuple[str, str, Callable[[Cast], Answers]]

_FILE: Step = ("file", "clerk", _says(standard="broken"))
_DISPATCH: Step = ("dispatch", "dispatcher", _to_office)
_ACCEPT: Step = ("accept", "handler", _nothing)
_HANDLE: Step = ("handle", "handler", _says(report="换了新桶盖"))
_CHECK: Step = ("check", "checker", _nothing)
_CLOSE: Step = ("close", "clerk", _says(standard="mended", reply="桶盖换好了，谢谢您"))
_RATE: Step = ("rate", "clerk", _says(contacted=True, solved="yes", rating=5))
_ARCHIVE: Step = ("archive", "clerk", _nothing)

WAYS: dict[str, tuple[Step, ...]] = {
    "reported": (),
    "verifying": (("send_to_verify", "clerk", _nothing),),
    "refused": (("refuse", "clerk", _says(refusal="not_ours", reply="这是物业的事，请找物业")),),
    "filed": (_FILE,),
    "dispatched": (_FILE, _DISPATCH),
    "returned": (
        _FILE,
        _DISPATCH,
        ("return", "handler", _says(return_cause="not_ours", reason="不归我们管")),
    ),
    "handling": (_FILE, _DISPATCH, _ACCEPT),
    "handled": (_FILE, _DISPATCH, _ACCEPT, _HANDLE),
    "sent_back": (_FILE, _DISPATCH, _ACCEPT, _HANDLE, ("send_back", "checker", _says(reason="还没换"))),
    "checked": (_FILE, _DISPATCH, _ACCEPT, _HANDLE, _CHECK),
    "closed": (_FILE, _DISPATCH, _ACCEPT, _HANDLE, _CHECK, _CLOSE),
    "rated": (_FILE, _DISPATCH, _ACCEPT, _HANDLE, _CHECK, _CLOSE, _RATE),
    "archived": (_FILE, _DISPATCH, _ACCEPT, _HANDLE, _CHECK, _CLOSE, _RATE, _ARCHIVE),
}


def a_photo(name: str = "bin.jpg") -> SimpleUploadedFile:
    """A small photo, as a phone sends one."""
    content = BytesIO()
    Image.new("RGB", (40, 30), "green").save(content, "JPEG")
    return SimpleUploadedFile(name, content.getvalue(), "image/jpeg")
