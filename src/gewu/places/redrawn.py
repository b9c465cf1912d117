"""The one write of a redraw: a new boundary version, areas made and retired, what became of what."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

import shapely
from django.db import transaction
from django.db.models import F, OuterRef, Subquery
from django.utils.translation import gettext as _
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from gewu.kernel import clock
from gewu.kernel.access import Tier
from gewu.kernel.canonical import sha256
from gewu.kernel.errors import Conflict
from gewu.places import atlas, shelf
from gewu.places.area_keys import keys_of
from gewu.places.codes import CodeError, Item, generate
from gewu.places.grounds import Became
from gewu.places.models import Area, AreaCode, AreaLineage, Boundary, BoundaryVersion, Township
from gewu.places.values import area_id

AT_ONCE = 2_000
# From the township down areas have ground here.
LEAST_DIGITS = 9


@dataclass(frozen=True, slots=True)
class MadeArea:
    """An area that a redraw makes. `parent` is a code, perhaps of another that it makes."""

    code: str
    parent: str
    tier: Tier
    level: str
    name: str
    short: str
    name_en: str


@dataclass(frozen=True, slots=True)
class Redrawn:
    """Everything a redraw changes, by official codes; `leaves` is the ground of all deepest grids from
    then on.

    `parents`: areas that stay but come under another; `named`: code → (name, short, name_en), if renamed;
    `became`: (old code, new code, how).
    """

    base: UUID
    leaves: Mapping[str, Polygon]
    households: Mapping[str, int]
    made: Sequence[MadeArea] = ()
    retired: Sequence[str] = ()
    parents: Mapping[str, str] | None = None
    named: Mapping[str, tuple[str, str, str]] | None = None
    became: Sequence[tuple[str, str, Became]] = ()


@transaction.atomic
def redraw(change: Redrawn, *, township: int, at: datetime, origin: UUID) -> UUID:
    """Let new boundaries hold from `at` on: one version with its polygons, in the caller's transaction.

    Answers with the version. Conflict when the borders in force are no longer those it was drawn on (`base`).
    """
    Township.objects.select_for_update().get(code=township)
    before = (
        BoundaryVersion.objects.select_for_update()
        .filter(township=township, published_at__isnull=False, valid_to=None)
        .get()
    )
    if before.id != change.base:
        raise Conflict(_("The borders have been redrawn in the meantime."))
    _keep_tree(before)
    _make(change, township)
    _move(change)
    Area.objects.filter(township=township, code__in=list(change.retired)).update(retired_at=at)
    version = _version(change, before, at, origin)
    _number(change, township)
    AreaLineage.objects.bulk_create(
        [
            AreaLineage(old_id=area_id(old), new_id=area_id(new), kind=kind, at=at, version=version)
            for old, new, kind in change.became
        ]
    )
    Township.objects.filter(code=township).update(revision=F("revision") + 1)
    atlas.forget()
    return version.id


def _keep_tree(before: BoundaryVersion) -> None:
    """What lay in what while the version held: the areas themselves say only what is."""
    parent = Area.objects.filter(id=OuterRef("area_id")).values("parent_id")
    Boundary.objects.filter(version=before, parent=None).update(parent=Subquery(parent))


def _make(change: Redrawn, township: int) -> None:
    paths = {
        place.code: place.path for place in atlas.current().places.values() if place.township == township
    }
    rows = []
    for one in sorted(change.made, key=lambda one: list(Tier).index(one.tier)):
        paths[one.code] = (*paths[one.parent], area_id(one.code))
        key, search = keys_of(one.name, one.short, one.name_en, one.code)
        rows.append(
            Area(
                id=area_id(one.code), code=one.code, name=one.name, short=one.short, name_en=one.name_en,
                name_key=key, search_text=search, tier=one.tier, level=one.level,
                parent_id=area_id(one.parent), path=list(paths[one.code]), township=township,
                households=change.households.get(one.code),
            )
        )  # fmt: skip
    Area.objects.bulk_create(rows)


def _move(change: Redrawn) -> None:
    """Other parents, names and counts of areas that stay."""
    codes = {*change.households, *(change.parents or ()), *(change.named or ())} - {
        one.code for one in change.made
    }
    rows = list(Area.objects.filter(code__in=codes))
    above = {
        row.code: row.path for row in Area.objects.filter(code__in=list((change.parents or {}).values()))
    }
    for row in rows:
        if parent := (change.parents or {}).get(row.code):
            row.parent_id, row.path = area_id(parent), [*above[parent], row.id]
        if row.code in change.households:
            row.households = change.households[row.code]
        if names := (change.named or {}).get(row.code):
            row.name, row.short, row.name_en = names
            row.name_key, row.search_text = keys_of(*names, row.code)
    written = ["parent", "path", "households", "name", "short", "name_en", "name_key", "search_text"]
    Area.objects.bulk_update(rows, written, batch_size=500)


def _version(change: Redrawn, before: BoundaryVersion, at: datetime, origin: UUID) -> BoundaryVersion:
    grounds = _unions(change)
    west, south, east, north = shapely.total_bounds(list(grounds.values()))
    BoundaryVersion.objects.filter(id=before.id).update(valid_to=at)
    version = BoundaryVersion(
        id=uuid5(origin, "borders"), township=before.township, digest=_digest(grounds),
        synthetic=before.synthetic,
        valid_from=at, published_at=clock.now(), west=float(west), south=float(south), east=float(east),
        north=float(north), lines=before.lines, redraw=origin,
    )  # fmt: skip
    version.save(force_insert=True)
    rows = [
        Boundary(version=version, area_id=area_id(code), polygon=shapely.to_wkb(ground, byte_order=1))
        for code, ground in sorted(grounds.items())
    ]
    Boundary.objects.bulk_create(rows, batch_size=AT_ONCE)
    return version


def _unions(change: Redrawn) -> dict[str, BaseGeometry]:
    """The leaves, and everything above them as the union of what is below."""
    parts: defaultdict[str, list[BaseGeometry]] = defaultdict(list)
    rows = Area.objects.filter(code__in=list(change.leaves)).values_list("code", "path")
    known = dict(
        Area.objects.filter(id__in={step for _code, path in rows for step in path}).values_list("id", "code")
    )
    for code, path in rows:
        for step in path[:-1]:
            if len(known[step]) >= LEAST_DIGITS:
                parts[known[step]].append(change.leaves[code])
    above = {code: shapely.coverage_union_all(pieces) for code, pieces in parts.items()}
    return above | dict(change.leaves)


def _digest(grounds: Mapping[str, BaseGeometry]) -> str:
    return sha256(
        *[code.encode() + shapely.to_wkb(grounds[code], byte_order=1) for code in sorted(grounds)]
    ).hex()


def _number(change: Redrawn, township: int) -> None:
    """Numbers in the schemes of other systems for what is new. A former number it never had."""
    book = atlas.current()
    own = book.townships[township]
    made = {one.code: one for one in change.made}
    for use in own.codes:
        if use.use != "external" or not made:
            continue
        scheme = shelf.schemes()[use.scheme]
        kept = dict(
            AreaCode.objects.filter(scheme=use.scheme, area__township=township).values_list(
                "area__code", "code"
            )
        )
        rows = Area.objects.filter(township=township, retired_at=None).select_related("parent")
        items = [_item(row, change) for row in rows if row.tier in {Tier.COMMUNITY, Tier.GRID, Tier.CELL}]
        try:
            found = generate(scheme, items, kept)
        except CodeError:
            continue  # another system has no number left; ours does not wait for it
        AreaCode.objects.bulk_create(
            [
                AreaCode(area_id=area_id(code), scheme=use.scheme, code=number, use=use.use)
                for code, number in found.items()
                if code in made
            ]
        )


def _item(row: Area, change: Redrawn) -> Item:
    above = {row.tier: row.code, "community": row.code[:12]}
    if row.parent is not None:
        above[row.parent.tier] = row.parent.code
    ground = change.leaves.get(row.code, shapely.Point(0, 0))
    return Item(row.code, row.tier, row.level, above, ground)
