"""The page of a house: every door, who lives behind it, what trades there, what is due."""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from gewu.kernel.access import Actor
from gewu.kernel.models import nothing_here
from gewu.places import queries as places
from gewu.places.queries import Address, AreaName
from gewu.registers.models import Dwelling, Household
from gewu.registers.queries import shown
from gewu.registers.queries.definitions import register
from gewu.registers.queries.rows import rows
from gewu.registers.queries.shown import Brief
from gewu.registers.reach import reaches

MOST_DOORS = 400


@dataclass(frozen=True, slots=True)
class Door:
    """A dwelling and who lives behind it."""

    dwelling: Brief
    use: str
    use_word: str
    households: tuple[Brief, ...]
    people: int


@dataclass(frozen=True, slots=True)
class BuildingFile:
    """A house as the registers know it. `expected` are the households that its plan counts."""

    address: Address
    path: tuple[AreaName, ...]
    doors: tuple[Door, ...]
    loose: tuple[Brief, ...]
    establishments: tuple[Brief, ...]
    facilities: tuple[Brief, ...]
    people: int
    expected: int
    late: int


def building_file(actor: Actor, address: UUID) -> BuildingFile:
    """A house, or NotFound where it lies in no grid the actor reads."""
    found = places.address(address)
    if found.area is None or not reaches(actor):
        raise nothing_here()
    here = places.path_here(found.area)
    if not _reads(actor, found):
        raise nothing_here()
    doors = _doors(actor, found)
    firms = _briefs(actor, "establishment", found)
    return BuildingFile(
        address=found,
        path=here,
        doors=doors,
        loose=_loose(actor, found),
        establishments=firms,
        facilities=_briefs(actor, "facility", found),
        people=sum(door.people for door in doors),
        expected=found.households,
        late=sum(home.late for door in doors for home in door.households) + sum(firm.late for firm in firms),
    )


def _reads(actor: Actor, house: Address) -> bool:
    if house.area is None:
        return False
    path = {step.id for step in places.path(house.area)}
    return any("registers" in post.reads and post.scope.area in path for post in actor.posts)


def _doors(actor: Actor, house: Address) -> tuple[Door, ...]:
    found = rows("dwelling", actor).filter(township=house.township, building=house.id, state="standing")
    of, home_of = register("dwelling"), register("household")
    use = of.field("use")
    homes: dict[UUID | None, list[Household]] = defaultdict(list)
    for home in _households(actor, house):
        homes[home.dwelling].append(home)
    lines = []
    for row in found.order_by("name", "id")[:MOST_DOORS]:
        if not isinstance(row, Dwelling):
            continue
        choice = use.choice(row.use) if use else None
        lines.append(
            Door(
                dwelling=shown.brief(row, of),
                use=row.use,
                use_word=choice.said(shown.language()) if choice else row.use,
                households=tuple(shown.brief(home, home_of) for home in homes[row.id]),
                people=sum(home.size for home in homes[row.id]),
            )
        )
    return tuple(lines)


def _households(actor: Actor, house: Address) -> list[Household]:
    found = rows("household", actor).filter(township=house.township, building=house.id, state="whole")
    return [row for row in found.order_by("name_key", "id") if isinstance(row, Household)]


def _loose(actor: Actor, house: Address) -> tuple[Brief, ...]:
    """Households of the house without a dwelling of their own."""
    of = register("household")
    return tuple(shown.brief(home, of) for home in _households(actor, house) if home.dwelling is None)


def _briefs(actor: Actor, kind: str, house: Address) -> tuple[Brief, ...]:
    found = rows(kind, actor).filter(township=house.township, building=house.id)
    over = ("closed", "removed")
    of = register(kind)
    return tuple(shown.brief(row, of) for row in found.exclude(state__in=over).order_by("name_key", "id"))
