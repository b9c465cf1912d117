"""Which grid a house belongs to, from when to when: rows that end and begin, and what is derived of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import numpy as np
from django.db import connection, transaction
from django.utils.translation import gettext as _

from gewu.kernel import clock
from gewu.kernel.errors import Conflict, Invalid, NotFound, RuleBroken
from gewu.places.models import Address, AddressAssignment, Area, BoundaryVersion
from gewu.places.sheet import Sheet

AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class Assigned:
    """What became of an order: how many houses changed, how many belonged there already."""

    changed: int
    same: int


@transaction.atomic
def assign(
    grids: Mapping[UUID, UUID],
    *,
    township: int,
    since: datetime,
    how: str,
    reason: str = "",
    by: UUID | None = None,
    inside: bool = True,
) -> Assigned:
    """Give houses (or units apart from their house) to grids from a moment on: address id → area id.

    The open row of each ends then, a new one begins. A moment in the past is lawful down to the beginning of
    the row it ends; a row that begins at that very moment is replaced. Later than now: the present grid
    (`Address.area`) follows when `derive_areas` runs after that moment. Refuses addresses that are no living
    houses or units of the township (NotFound), areas that are retired (RuleBroken), and changes behind a
    change that is already planned (Conflict). `inside`: without it, only the present grid of these addresses
    themselves follows at once, and whoever asks has `derive_areas` bring along what is in them.
    """
    _require_houses(grids, township)
    _require_areas(grids)
    if how == AddressAssignment.HAND and not reason.strip():
        said = _("Please say why this house belongs to another grid.")
        raise Invalid(said, fields={"reason": said})
    changed = _written(grids, township, since=since, how=how, reason=reason, by=by)
    if since <= clock.now() and inside:
        derive_areas(township, list(grids))
    elif since <= clock.now():
        _run(_PUT, {"township": township, **_columns(grids)})
    return Assigned(changed=changed, same=len(grids) - changed)


@transaction.atomic
def rejoin(units: Sequence[UUID], *, township: int, since: datetime) -> int:
    """Units that were assigned apart belong to the grid of their house again."""
    before = list(
        AddressAssignment.objects.select_for_update().filter(
            township=township, address_id__in=units, valid_to=None
        )
    )
    _end(before, since)
    if since <= clock.now():
        derive_areas(township, [row.address_id for row in before])
    return len(before)


def follow_boundaries(township: int, sheet: Sheet) -> None:
    """Assign every house by the boundaries in force, dated by their version.

    What was set by hand stays, and what a redraw set since these boundaries hold; unless the grid is gone.
    """
    version = BoundaryVersion.objects.filter(
        township=township, published_at__isnull=False, valid_to=None
    ).first()
    if version is None:
        return
    wanted = _wanted(township, sheet)
    since = dict.fromkeys(wanted, version.valid_from)
    rows = AddressAssignment.objects.filter(township=township, valid_to=None).select_related("area")
    for row in rows:
        if _is_stale(row, wanted, version.valid_from):
            late = row.valid_from > version.valid_from
            since[row.address_id] = clock.now() if late else version.valid_from
            _end([row], since[row.address_id])
        else:
            since.pop(row.address_id, None)
    AddressAssignment.objects.bulk_create(
        [
            AddressAssignment(
                address_id=address, area_id=area, township=township,
                valid_from=moment, how=AddressAssignment.LOAD,
            )
            for address, moment in since.items()
            if (area := wanted.get(address))
        ],
        batch_size=AT_ONCE,
    )  # fmt: skip
    derive_areas(township)


def derive_areas(township: int, houses: Sequence[UUID] | None = None) -> int:
    """Write the present grid of houses (None: all) and of all that is in them; how many rows changed.

    By hand, because the ORM cannot update rows by a join. Twice changes nothing, so a job may do it again.
    """
    narrowed = "" if houses is None else _ONLY
    given: dict[str, Any] = {"township": township, "now": clock.now(), "houses": _array(houses or ())}
    with connection.cursor() as cursor:
        cursor.execute(_STANDING % {"narrowed": narrowed} + _DERIVE, given)
        moved = cursor.rowcount
        cursor.execute(_ROOMS % {"narrowed": narrowed}, given)
        return int(moved + cursor.rowcount)


@transaction.atomic
def derive_due(township: int) -> list[UUID]:
    """Derive the houses and units that belong elsewhere by now, because a day has come; their ids."""
    with connection.cursor() as cursor:
        given: dict[str, Any] = {"township": township, "now": clock.now()}
        cursor.execute(_STANDING % {"narrowed": "AND a.retired_at IS NULL"} + _BEHIND, given)
        behind = [row[0] for row in cursor.fetchall()]
    if behind:
        derive_areas(township, behind)
    return behind


def _written(grids: Mapping[UUID, UUID], township: int, **said: Any) -> int:
    """End and begin the rows of these addresses, set by set; how many began."""
    given = {"township": township, **said, **_columns(grids)}
    if _asked(_LATER, given):
        raise _too_late()
    _run(_NEVER_HELD, given)
    _run(_END, given)
    return _run(_BEGIN, given)


def _run(statement: str, given: dict[str, Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return int(cursor.rowcount)


def _asked(statement: str, given: dict[str, Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return int(cursor.fetchone()[0])


def _columns(grids: Mapping[UUID, UUID]) -> dict[str, str]:
    return {"addresses": _array(grids), "areas": _array(grids.values())}


def _array(ids: Iterable[UUID]) -> str:
    """As PostgreSQL writes an array: ten thousand go over in a moment."""
    return f"{{{','.join(map(str, ids))}}}"


# By hand, all rows of a kind in one statement: a redraw of a town ends and begins ten thousand at once.
_LATER = """
SELECT count(*) FROM places_addressassignment row,
  unnest(%(addresses)s::uuid[], %(areas)s::uuid[]) AS wanted (address_id, area_id)
WHERE row.township = %(township)s AND row.address_id = wanted.address_id AND row.valid_to IS NULL
  AND row.area_id <> wanted.area_id AND row.valid_from > %(since)s
"""
# A row that had not begun before the moment never held and goes.
_NEVER_HELD = """
DELETE FROM places_addressassignment row
USING unnest(%(addresses)s::uuid[], %(areas)s::uuid[]) AS wanted (address_id, area_id)
WHERE row.township = %(township)s AND row.address_id = wanted.address_id AND row.valid_to IS NULL
  AND row.area_id <> wanted.area_id AND row.valid_from = %(since)s
"""
_END = """
UPDATE places_addressassignment row SET valid_to = %(since)s
FROM unnest(%(addresses)s::uuid[], %(areas)s::uuid[]) AS wanted (address_id, area_id)
WHERE row.township = %(township)s AND row.address_id = wanted.address_id AND row.valid_to IS NULL
  AND row.area_id <> wanted.area_id
"""
_BEGIN = """
INSERT INTO places_addressassignment (address_id, area_id, township, valid_from, how, reason, by)
SELECT wanted.address_id, wanted.area_id, %(township)s, %(since)s, %(how)s, %(reason)s, %(by)s
FROM unnest(%(addresses)s::uuid[], %(areas)s::uuid[]) AS wanted (address_id, area_id)
WHERE NOT EXISTS (
    SELECT FROM places_addressassignment row
    WHERE row.township = %(township)s AND row.address_id = wanted.address_id AND row.valid_to IS NULL
)
"""
_PUT = """
UPDATE places_address a SET area_id = wanted.area_id
FROM unnest(%(addresses)s::uuid[], %(areas)s::uuid[]) AS wanted (address_id, area_id)
WHERE a.township = %(township)s AND a.id = wanted.address_id AND a.area_id IS DISTINCT FROM wanted.area_id
"""
_ONLY = """AND (
    a.id = ANY(%(houses)s::uuid[]) OR a.parent_id = ANY(%(houses)s::uuid[])
    OR a.building_id = ANY(%(houses)s::uuid[])
)"""
# A unit's own grid goes before that of its house. Each is looked up by itself: right after a load the planner
# knows nothing of these tables, and a join of sets would compare every house with every assignment.
_STANDING = """
WITH ending AS (
    SELECT address_id, area_id FROM places_addressassignment
    WHERE township = %%(township)s AND valid_from <= %%(now)s AND valid_to > %%(now)s
), standing AS (
    SELECT a.id, a.area_id, COALESCE(
        (SELECT g.area_id FROM places_addressassignment g
         WHERE g.address_id = a.id AND g.valid_to IS NULL AND g.valid_from <= %%(now)s),
        (SELECT e.area_id FROM ending e WHERE e.address_id = a.id),
        (SELECT g.area_id FROM places_addressassignment g
         WHERE g.address_id = a.building_id AND g.valid_to IS NULL AND g.valid_from <= %%(now)s),
        (SELECT e.area_id FROM ending e WHERE e.address_id = a.building_id)
    ) AS wanted
    FROM places_address a
    WHERE a.township = %%(township)s AND a.kind IN ('building', 'unit') %(narrowed)s
)
"""
_DERIVE = """
UPDATE places_address a SET area_id = standing.wanted
FROM standing WHERE a.id = standing.id AND a.area_id IS DISTINCT FROM standing.wanted
"""
_BEHIND = "SELECT id FROM standing WHERE area_id IS DISTINCT FROM wanted ORDER BY id"
# A room belongs where its unit does, or its house.
_ROOMS = """
UPDATE places_address a SET area_id = above.area_id
FROM places_address above
WHERE a.township = %%(township)s AND a.kind = 'room' AND above.id = a.parent_id
  AND a.area_id IS DISTINCT FROM above.area_id %(narrowed)s
"""


def _wanted(township: int, sheet: Sheet) -> dict[UUID, UUID | None]:
    houses = Address.objects.filter(township=township, kind=Address.BUILDING, retired_at=None)
    rows = list(houses.values_list("id", "lon", "lat"))
    lon, lat = np.array([row[1] for row in rows]), np.array([row[2] for row in rows])
    return dict(zip([row[0] for row in rows], sheet.find_many(lon, lat) if rows else (), strict=True))


def _is_stale(row: AddressAssignment, wanted: Mapping[UUID, UUID | None], since: datetime) -> bool:
    """Of a grid that is gone always; otherwise a house's own, older than the boundaries, if they differ."""
    if row.area.retired_at is not None:
        return True
    ours = row.how == AddressAssignment.LOAD or (
        row.how == AddressAssignment.REDRAW and row.valid_from < since
    )
    return ours and row.address_id in wanted and row.area_id != wanted[row.address_id]


def _too_late() -> Conflict:
    return Conflict(_("A later change of these addresses is already there. Please choose a later day."))


def _end(rows: Sequence[AddressAssignment], moment: datetime) -> None:
    """A row that had not begun before the moment never held and goes."""
    if any(row.valid_from > moment for row in rows):
        raise _too_late()
    AddressAssignment.objects.filter(id__in=[row.id for row in rows if row.valid_from == moment]).delete()
    AddressAssignment.objects.filter(id__in=[row.id for row in rows if row.valid_from < moment]).update(
        valid_to=moment
    )


_HOUSES = """
SELECT count(*) FROM places_address
WHERE township = %(township)s AND id = ANY(%(addresses)s::uuid[])
  AND kind IN ('building', 'unit') AND retired_at IS NULL
"""


def _require_houses(grids: Mapping[UUID, UUID], township: int) -> None:
    if _asked(_HOUSES, {"township": township, "addresses": _array(grids)}) != len(grids):
        raise NotFound(_("Some of these are no houses or units that stand here."))


def _require_areas(grids: Mapping[UUID, UUID]) -> None:
    wanted = set(grids.values())
    if Area.objects.filter(id__in=wanted, retired_at=None).count() != len(wanted):
        raise RuleBroken(_("This grid is no longer in use."))
