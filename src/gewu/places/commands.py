"""Writes of places: bring a locality with its areas and boundaries into the database, or up to date."""

import hashlib
from collections.abc import Iterable
from uuid import UUID, uuid5

import shapely
from django.db import transaction
from django.db.models import F

from gewu.kernel import clock
from gewu.kernel.access import Tier
from gewu.places import atlas, shelf
from gewu.places.area_keys import keys_of
from gewu.places.assigning import Assigned, assign, derive_areas, derive_due, rejoin
from gewu.places.keeping import (
    add_address,
    add_alias,
    assign_by_hand,
    correct_address,
    end_alias,
    lay_out,
    rejoin_by_hand,
    retire_address,
)
from gewu.places.locality import AreaEntry, Locality, LocalityError, Plan, parent_code, parse, read_place
from gewu.places.models import Area, Boundary, BoundaryVersion, Township
from gewu.places.numbers import write_codes
from gewu.places.plates import issue_plates, replace_plate, withdraw_plate
from gewu.places.redrawn import MadeArea, Redrawn, redraw
from gewu.places.rooms import lay_out_houses, lay_out_township
from gewu.places.settlers import AT_ONCE, write_addresses
from gewu.places.shapes import households_of, polygons_of
from gewu.places.values import area_id, home_of

__all__ = [
    "Assigned",
    "MadeArea",
    "Redrawn",
    "add_address",
    "add_alias",
    "assign",
    "assign_by_hand",
    "correct_address",
    "derive_areas",
    "derive_due",
    "end_alias",
    "install",
    "issue_plates",
    "lay_out",
    "lay_out_houses",
    "lay_out_township",
    "load_locality",
    "redraw",
    "refresh_localities",
    "rejoin",
    "rejoin_by_hand",
    "replace_plate",
    "retire_address",
    "withdraw_plate",
]
# Counts up when a load writes more than it did, so that places already there get it at their next load.
_WRITES = "2"
_KEPT = ["name", "short", "name_en", "name_key", "search_text", "level", "parent", "path", "households"]


def load_locality(key: str) -> int:
    """Bring a shipped locality in, or up to date; twice changes nothing. Answers with its township."""
    locality, plan = shelf.read(key)
    return install(locality, plan)


def refresh_localities() -> tuple[str, ...]:
    """Bring the places that are run here up to date with their edited files. Answers with their keys."""
    found = shelf.folders()
    changed = [
        key
        for key, said in Township.objects.order_by("code").values_list("key", "definition")
        if key in found and parse(said, key) != read_place(found[key])
    ]
    for key in changed:
        load_locality(key)
    return tuple(changed)


def install(locality: Locality, plan: Plan | None) -> int:
    """Write a locality: its areas and, when the plan is new, a boundary version that holds from now on."""
    digest = _digest(_WRITES, locality.model_dump_json(), plan.model_dump_json() if plan else "")
    if not Township.objects.filter(code=locality.township, digest=digest).exists():
        _write(locality, plan, digest)
    atlas.forget()
    return locality.township


def _is_filed(township: int) -> bool:
    """Whether the grids are still those of the files: what people redrew is theirs from then on."""
    return not BoundaryVersion.objects.filter(township=township, redraw__isnull=False).exists()


@transaction.atomic
def _write(locality: Locality, plan: Plan | None, digest: str) -> None:
    plan = plan if _is_filed(locality.township) else None
    _require_fresh_codes(locality, plan)
    _write_township(locality, digest)
    _write_areas(locality, plan)
    write_codes(locality, plan)
    if plan and locality.boundaries:
        _write_boundaries(locality, plan)
        write_addresses(locality, plan)


def _write_township(locality: Locality, digest: str) -> None:
    values = {
        "key": locality.key,
        "letters": locality.letters,
        "definition": locality.model_dump(mode="json"),
        "digest": digest,
    }
    if not Township.objects.filter(code=locality.township).update(revision=F("revision") + 1, **values):
        Township.objects.create(code=locality.township, **values)


def _write_areas(locality: Locality, plan: Plan | None) -> None:
    entries = [*locality.areas, *(plan.areas if plan else ())]
    households = households_of(plan, locality) if plan else {}
    parents = {entry.code: parent_code(entry) for entry in entries}
    rows = [_row(entry, locality, parents, households.get(entry.code)) for entry in entries]
    Area.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["id"], update_fields=_KEPT, batch_size=AT_ONCE
    )

    homes = {row.township for row in rows if row.township}
    gone = Area.objects.filter(township__in=homes, retired_at=None)
    if plan is None:
        gone = gone.exclude(tier__in=[Tier.GRID, Tier.CELL])
    gone.exclude(id__in=[row.id for row in rows]).update(retired_at=clock.now())


def _require_fresh_codes(locality: Locality, plan: Plan | None) -> None:
    """A code that was retired is not given to anything new."""
    codes = [entry.code for entry in (*locality.areas, *(plan.areas if plan else ()))]
    retired = Area.objects.filter(code__in=codes, retired_at__isnull=False).order_by("code")
    if again := list(retired.values_list("code", flat=True)):
        problems = [f"the code {code} is retired and never given again" for code in again]
        raise LocalityError(locality.key, problems)


def _row(
    entry: AreaEntry, locality: Locality, parents: dict[str, str | None], households: int | None
) -> Area:
    path = list(_from_the_top(entry.code, parents))
    key, search_text = keys_of(entry.zh, entry.short, entry.en, entry.code)
    return Area(
        id=path[-1],
        code=entry.code,
        name=entry.zh,
        short=entry.short,
        name_en=entry.en,
        name_key=key,
        search_text=search_text,
        tier=locality.level(entry.level).tier,
        level=entry.level,
        parent_id=path[-2] if len(path) > 1 else None,
        path=path,
        township=home_of(entry.code) if len(entry.code) >= 9 else None,
        households=households,
    )


def _from_the_top(code: str, parents: dict[str, str | None]) -> Iterable[UUID]:
    above = parents[code]
    if above:
        yield from _from_the_top(above, parents)
    yield area_id(code)


def _write_boundaries(locality: Locality, plan: Plan) -> None:
    """A new version, unless these very shapes are in force. The one before ends where this begins."""
    digest = _digest(plan.model_dump_json(include={"shapes", "lines"}))
    before = BoundaryVersion.objects.filter(
        township=locality.township, published_at__isnull=False, valid_to__isnull=True
    ).first()
    if before and before.digest == digest:
        return
    version = _new_version(locality, plan, digest)
    if before:
        version.valid_from = max(version.valid_from, clock.now())
        BoundaryVersion.objects.filter(id=before.id).update(valid_to=version.valid_from)
    version.save(force_insert=True)
    rows = [
        Boundary(version=version, area_id=area_id(code), polygon=shapely.to_wkb(polygon, byte_order=1))
        for code, polygon in sorted(polygons_of(locality, plan).items())
    ]
    Boundary.objects.bulk_create(rows, batch_size=AT_ONCE)


def _new_version(locality: Locality, plan: Plan, digest: str) -> BoundaryVersion:
    assert locality.boundaries  # noqa: S101 - the caller asked
    west, south, east, north = shapely.total_bounds(list(polygons_of(locality, plan).values()))
    return BoundaryVersion(
        id=uuid5(area_id(str(locality.township)), digest),
        township=locality.township,
        digest=digest,
        synthetic=locality.boundaries.synthetic,
        valid_from=locality.boundaries.valid_from,
        published_at=clock.now(),
        west=float(west),
        south=float(south),
        east=float(east),
        north=float(north),
        lines=[line.model_dump(mode="json") for line in plan.lines],
    )


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
