"""Plates: putting them on the list, and noting how they hang. Damage becomes a case."""

from collections.abc import Iterator
from uuid import UUID

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from gewu.cases import commands as cases
from gewu.cases import queries as case_queries
from gewu.cases.commands import Report
from gewu.kernel import journal, receipts
from gewu.kernel.access import Actor
from gewu.kernel.errors import Conflict, Invalid, RuleBroken
from gewu.kernel.ids import new_id
from gewu.kernel.points import Point
from gewu.people import queries as people
from gewu.places import queries as places
from gewu.places.queries import Place
from gewu.signage.commands.ground import present_contact, require_area, require_ground
from gewu.signage.models import Plate
from gewu.signage.queries.ledgers import BUILDING, carded_under, plate_seen, where_is
from gewu.signage.rules import State, may_follow, opens_case

# 宣传栏损坏: public boards of a place, mended by its station.
CATEGORY = "010308"
MOST_UNITS = 20
# What a case says stands in the language of the places' names, whoever is at it: everybody reads the case.
WRITTEN = "zh-hans"
STATES: dict[str, State] = {"up": "up", "damaged": "damaged", "missing": "missing"}


@transaction.atomic
def list_plates(*, area: UUID, actor: Actor) -> int:
    """Put every plate that an area should have on the list: a big one for each of its areas, a small one for
    each house. What is there stays as it is. Answers with how many are new.
    """
    place = require_area(actor, area)
    made = list(_wanted(place))
    notes = [journal.Note(row, {"size": row.size}) for row in made]
    journal.record_all("signage.plates_listed", notes, actor=actor)
    return len(made)


@transaction.atomic
def set_units(*, address: UUID, units: int, actor: Actor) -> None:
    """So many stairways has this house, a plate for each beside its own. None is taken off that hung."""
    house = places.address(address)
    require_ground(actor, house)
    if not 0 <= units <= MOST_UNITS:
        message = _("A house has up to %(most)d units.") % {"most": MOST_UNITS}
        raise Invalid(message, fields={"units": message})
    rows = Plate.objects.filter(township=house.township, address=address).select_for_update()
    there = {row.unit: row for row in rows}
    for unit in range(0 if there == {} else 1, units + 1):
        if unit not in there:
            row = _small(house.township, address, unit)
            journal.record("signage.plates_listed", subject=row, actor=actor, size=row.size, unit=unit)
    gone = [row.id for unit, row in there.items() if unit > units and row.state == Plate.State.PLANNED]
    Plate.objects.filter(township=house.township, id__in=gone).delete()


def note_plate(
    *, plate: UUID, state: str, actor: Actor, seen_version: int | None = None, receipt: str | None = None
) -> Plate:
    """How a plate hangs today. Damaged or missing, it becomes a case, unless one is open."""
    request = {"what": "plate", "plate": plate, "state": state, "seen": seen_version}

    def do() -> str:
        return str(_note(plate, state, actor, seen_version).id)

    with transaction.atomic():
        given = receipts.once(actor=actor, key=receipt, request=request, do=do)
    return Plate.objects.one(UUID(str(given)))


def _note(identifier: UUID, wanted: str, actor: Actor, seen_version: int | None) -> Plate:
    plate_seen(actor, identifier)
    row = Plate.objects.by_id(identifier).select_for_update().one(identifier)
    area = _ground(row, actor)
    if seen_version is not None and row.version != seen_version:
        raise Conflict(_("Somebody else changed this at the same moment. Please look again."))
    before, after = _state(row.state), STATES.get(wanted)
    if after is None:
        message = _("Choose how the plate hangs.")
        raise Invalid(message, fields={"state": message})
    if not may_follow(before, after):
        raise RuleBroken(_("This plate never hung here. Note first that it was put up."))
    open_case = row.case_id is not None and case_queries.still_open(row.case_id)
    if opens_case(before, after, open_case=open_case):
        row.case_id, row.case_number = _reported(row, area, after, actor)
    _keep(row, after, area, actor)
    return row


def _keep(row: Plate, state: State, area: Place, actor: Actor) -> None:
    today = people.today()
    row.put_up_on = today if state == "up" and row.state != "up" else row.put_up_on
    row.state, row.checked_on, row.checked_by, row.version = state, today, actor.user, row.version + 1
    if state == "up":
        row.contact = present_contact(area)
    journal.record(
        "signage.plate_seen",
        subject=row,
        actor=actor,
        write=[
            "state",
            "put_up_on",
            "checked_on",
            "checked_by",
            "contact",
            "case_id",
            "case_number",
            "version",
        ],
        state=state,
        case=str(row.case_id) if row.case_id else None,
    )


def _reported(row: Plate, area: Place, state: State, actor: Actor) -> tuple[UUID, str]:
    """A case like any other: it is given to the station, has its time, and is checked by another."""
    where = where_is(row, WRITTEN)
    with translation.override(WRITTEN):
        said = (
            _("The public plate is damaged: %(where)s")
            if state == "damaged"
            else _("The public plate is missing: %(where)s")
        )
    house = places.address(row.address) if row.address else None
    report = Report(
        category=CATEGORY,
        text=said % {"where": where},
        point=Point(house.point.lon, house.point.lat) if house else None,
        area=area.id,
        address=house.label if house else "",
    )
    opened = cases.report_case(report=report, actor=actor)
    return opened, case_queries.slip_of(opened).number


def _ground(row: Plate, actor: Actor) -> Place:
    if row.address is not None:
        return require_ground(actor, places.address(row.address))
    if row.area is None:
        raise ValueError("a plate stands for an area or hangs at a house")
    return require_area(actor, row.area)


def _state(kept: str) -> State:
    return STATES.get(kept, "planned")


def _wanted(place: Place) -> Iterator[Plate]:
    rows = Plate.objects.on(place.id)
    areas = set(rows.filter(size="big").values_list("area", flat=True))
    houses = set(rows.filter(size="small", unit=0).values_list("address", flat=True))
    for area in carded_under(place):
        if area.id not in areas:
            home = area.home
            yield Plate(id=new_id(home), township=home, size=Plate.Size.BIG, area=area.id)
    for house in places.addresses_in(place.id):
        if house.kind == BUILDING and house.area and house.id not in houses:
            yield _small(house.township, house.id, 0)


def _small(township: int, address: UUID, unit: int) -> Plate:
    return Plate(id=new_id(township), township=township, size=Plate.Size.SMALL, address=address, unit=unit)
