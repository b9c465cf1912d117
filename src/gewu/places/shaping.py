"""What a row of an address is made of: its name from the estate down, its door, what stands in what."""

from dataclasses import dataclass, fields
from uuid import UUID

from django.utils.translation import gettext as _

from gewu.kernel.errors import Invalid
from gewu.kernel.points import Point
from gewu.kernel.text import clean
from gewu.places import rooms
from gewu.places.models import Address, Township
from gewu.places.spelling import keys
from gewu.places.values import address_id

# What may stand in what; estates and roads stand in nothing.
HOLDS = {
    Address.ESTATE: (), Address.ROAD: (), Address.BUILDING: (Address.ESTATE, Address.ROAD),
    Address.UNIT: (Address.BUILDING,), Address.ROOM: (Address.UNIT, Address.BUILDING),
}  # fmt: skip
# The kinds that have a name of their own, and may have others.
NAMED = (Address.ESTATE, Address.ROAD)


COLUMNS = (
    "name", "name_en", "plate", "number", "use", "street", "house", "lon", "lat", "outline", "floors",
    "households", "search_text",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class NewAddress:
    """An address to be added. `name` is for estates, roads and houses with a name; `plate` for all others."""

    township: int
    kind: str
    parent: UUID | None = None
    name: str = ""
    name_en: str = ""
    plate: str = ""
    use: str = ""
    street: str = ""
    house: int = 0
    point: Point | None = None
    floors: int | None = None
    households: int = 0


@dataclass(frozen=True, slots=True)
class Correction:
    """What is corrected of an address; None leaves it as it is."""

    name: str | None = None
    name_en: str | None = None
    plate: str | None = None
    use: str | None = None
    street: str | None = None
    house: int | None = None
    point: Point | None = None
    outline: bytes | None = None
    floors: int | None = None
    households: int | None = None


def new_row(new: NewAddress) -> Address:
    """The row to be inserted, under the lock of its township: two at once get two codes."""
    if not Township.objects.select_for_update().filter(code=new.township).exists():
        raise invalid("township", _("This place is not run here."))
    above = _above(new)
    code = _new_code(new, above)
    row = Address(
        id=address_id(code), code=code, township=new.township, kind=new.kind, parent=above,
        building=above if above and new.kind == Address.UNIT else None, households=0, house=0,
        origin=Address.HAND, area=above.area if above else None,
    )  # fmt: skip
    if above and new.kind == Address.ROOM:
        row.building = above.building or above
    if above:
        row.street, row.house, row.lon, row.lat = above.street, above.house, above.lon, above.lat
    put(row, Correction(**{f.name: getattr(new, f.name) for f in fields(Correction) if f.name != "outline"}))
    _require_sense(row, new)
    give_name(row)
    return row


def _above(new: NewAddress) -> Address | None:
    allowed = HOLDS.get(new.kind)
    if allowed is None:
        raise invalid("kind", _("This is no kind of address."))
    if not allowed:
        return None
    rows = Address.objects.select_related("area", "building")
    above = rows.filter(
        id__in=[new.parent] if new.parent else [], township=new.township, kind__in=allowed, retired_at=None
    ).first()
    if above is None:
        raise invalid("parent", _("This cannot stand there."))
    return above


def _new_code(new: NewAddress, above: Address | None) -> str:
    if above is not None and new.kind in (Address.UNIT, Address.ROOM):
        return rooms.next_code(above.building or above, new.kind)
    # Plans number with E and R and by community; what people add counts for itself.
    given = Address.objects.filter(township=new.township, code__startswith=f"{new.township}H").count()
    return f"{new.township}H{given + 1:05}"


def put(row: Address, to: Correction) -> None:
    """Take over what is said; Invalid names the field that cannot be right."""
    for column, limit in _TEXTS.items():
        said = getattr(to, column)
        # Everything lies along some street: a blank one says nothing.
        if said is not None and (said or column != "street"):
            setattr(row, column, clean(said, field=column, limit=limit, lines=False))
    row.plate = row.plate.upper()
    for column, (least, most) in _NUMBERS.items():
        number = getattr(to, column)
        if number is not None and number >= least:
            setattr(row, column, _within(number, most, column))
    if to.point is not None:
        row.lon, row.lat = round(to.point.lon, 6), round(to.point.lat, 6)
    if to.outline is not None:
        row.outline = to.outline or None


_TEXTS = {"name": 60, "name_en": 60, "plate": 12, "use": 12, "street": 60}
# A house number of 0 is none said: what is added takes over that of what it stands in.
_NUMBERS = {"house": (1, 99_999), "floors": (0, 99), "households": (0, 9_999)}


def _within(number: int, most: int, column: str) -> int:
    if number > most:
        raise invalid(column, _("This number cannot be right."))
    return number


def _require_sense(row: Address, new: NewAddress) -> None:
    if new.kind in (*NAMED, Address.BUILDING) and new.point is None:
        raise invalid("point", _("Say where it stands: longitude and latitude."))
    if new.kind in NAMED and not row.name:
        raise invalid("name", _("This must not be empty."))
    if new.kind == Address.BUILDING and not (row.name or row.plate):
        raise invalid("plate", _("A house has a number or a name."))
    if new.kind == Address.UNIT and not row.plate:
        raise invalid("plate", _("This must not be empty."))
    _require_free_plate(row)


def _require_free_plate(row: Address) -> None:
    """One door of a plate in a house; one house of a number in an estate."""
    twins = Address.objects.filter(parent=row.parent_id, kind=row.kind, plate=row.plate, retired_at=None)
    if row.kind in NAMED or (row.kind == Address.BUILDING and not row.plate):
        return
    if twins.exclude(id=row.id).exists():
        raise invalid("plate", _("This number is there already."))


def give_name(row: Address) -> None:
    """The name from the estate down, and the words it is found by."""
    above = row.parent
    if row.kind in NAMED:
        # Estates and roads have a name: what has a number instead is not looked for by its name.
        row.plate = ""
    row.number = int(row.plate) if row.kind == Address.BUILDING and row.plate.isdecimal() else None
    if row.kind == Address.ROAD:
        row.street, row.house = row.name, 0
    elif row.kind == Address.BUILDING and row.plate and above and above.kind == Address.ESTATE:
        row.name, row.name_en = f"{above.name}{row.plate}号楼", f"{above.name_en}, building {row.plate}"
        row.street, row.house = above.street, above.house
    elif row.kind == Address.BUILDING and not row.name and above:
        row.name, row.name_en = f"{above.name}{row.plate}号", f"{above.name_en} {row.plate}"
    elif row.kind in (Address.UNIT, Address.ROOM) and above:
        zh, en = ("单元", "unit") if row.kind == Address.UNIT else ("室", "room")
        row.name = f"{above.name}{row.plate}{zh}" if row.plate else above.name
        row.name_en = f"{above.name_en}, {en} {row.plate}" if row.plate else above.name_en
    row.name_en = row.name_en or row.name
    if row.kind in (Address.ESTATE, Address.ROAD, Address.BUILDING):
        label = f"{row.street}{row.house}号{row.name}" if row.house else row.name
        row.search_text = f"{keys(row.name, label)} {row.name_en.lower()} {row.code}"[:700]
    _require_free_plate(row)


def rename_houses(row: Address) -> None:
    """The houses of an estate carry its name."""
    houses = Address.objects.filter(parent=row, kind=Address.BUILDING, retired_at=None).exclude(plate="")
    changed = list(houses.select_related("parent"))
    for house in changed:
        house.parent = row
        give_name(house)
    columns = ["name", "name_en", "street", "house", "search_text"]
    Address.objects.bulk_update(changed, columns, batch_size=500)


def invalid(field: str, said: str) -> Invalid:
    """The refusal of one field."""
    return Invalid(said, fields={field: said})
