"""Every write of layers: bringing them in from files, changing areas and what a layer carries."""

import hashlib
from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from gewu.catalogue import queries as catalogue
from gewu.kernel import clock, journal, receipts
from gewu.kernel.access import SYSTEM, Actor
from gewu.kernel.errors import Conflict, Invalid, NotAllowed, RuleBroken
from gewu.kernel.ids import new_id
from gewu.layers import shipped
from gewu.layers.asked import Asked, Tidy, tidied
from gewu.layers.building import Town, member_rows, put
from gewu.layers.definition import LayerEntry, read
from gewu.layers.models import Holding, Layer, LayerArea, Matter, Member
from gewu.layers.queries import layer, layer_area, matters_of, may_write
from gewu.places import queries as places

KEPT = (
    "code", "name_zh", "name_en", "form", "search_text", "outline", "households", "in_community", "version",
)  # fmt: skip


def load_layers(locality: str) -> int:
    """Bring the layers of a locality in, or up to date; how many areas they have. Twice changes nothing."""
    township = places.locality(locality).township
    file = read(locality)
    return sum(load_layer(township, entry) for entry in file.layers)


def make_area(*, layer_id: UUID, asked: Asked, actor: Actor, receipt: str | None = None) -> UUID:
    """A new area of a layer."""
    of = require_writer(layer(actor, layer_id), actor)
    tidy = tidied(of, asked)

    def do() -> str:
        row = LayerArea(id=new_id(of.township), township=of.township, layer_id=of.id, since=clock.now())
        _put(row, tidy)
        _told("layers.area_made", of, row, tidy.office, actor)
        return str(row.id)

    with transaction.atomic():
        return UUID(str(receipts.once(actor=actor, key=receipt, request=(layer_id, asked), do=do)))


@transaction.atomic
def change_area(*, area_id: UUID, asked: Asked, seen_version: int, actor: Actor) -> None:
    """Another name, ground or office. What it was made of and who answered for it stay with their days."""
    row, of = _held(area_id, seen_version, actor)
    tidy = tidied(of, asked, row)
    row.version += 1
    _put(row, tidy)
    _told("layers.area_changed", of, row, tidy.office, actor)


@transaction.atomic
def retire_area(*, area_id: UUID, successor: UUID | None, seen_version: int, actor: Actor) -> None:
    """An area is no more; another of the same layer may take its place. Its code is never given again."""
    row, of = _held(area_id, seen_version, actor)
    if successor is not None:
        after = layer_area(actor, successor)
        if after.layer_id != of.id or after.until is not None or after.id == row.id:
            message = _("Choose an area of this layer that is in force.")
            raise Invalid(message, fields={"successor": message})
    row.until, row.successor_id, row.version = clock.now(), successor, row.version + 1
    row.write("until", "successor_id", "version")
    _end(row)
    _told("layers.area_retired", of, row, None, actor)


@transaction.atomic
def carry(*, layer_id: UUID, categories: Collection[str], seen_version: int, actor: Actor) -> None:
    """Say for which categories of cases the areas of a layer answer. One layer at most carries each."""
    of = require_writer(Layer.objects.visible_to(actor).select_for_update().one(layer_id), actor)
    if of.version != seen_version:
        raise Conflict(_("Somebody else changed this layer meanwhile. Look at it again."), version=of.version)
    wanted = list(dict.fromkeys(categories))
    _require_free(of, wanted)
    before = matters_of(of.township).get(of.id, ())
    Matter.objects.filter(township=of.township, layer_id=of.id).delete()
    Matter.objects.bulk_create(_matters(of, wanted))
    of.version += 1
    facts: dict[str, Any] = {"before": list(before), "after": wanted}
    journal.record("layers.carried", subject=of, actor=actor, write=("version",), **facts)


def _require_free(of: Layer, wanted: Sequence[str]) -> None:
    known = {one.code for one in catalogue.categories()}
    if not set(wanted) <= known:
        message = _("Choose one of the given answers.")
        raise Invalid(message, fields={"categories": message})
    others = Matter.objects.filter(township=of.township, category__in=wanted).exclude(layer_id=of.id)
    if taken := sorted(others.values_list("category", flat=True)):
        raise RuleBroken(
            _("Another layer carries this already: one layer answers for a matter."), taken=taken
        )


def require_writer(of: Layer, actor: Actor) -> Layer:
    """The layer itself, or NotAllowed for whoever may read it but not write it."""
    if not may_write(actor, of.township):
        raise NotAllowed(_("This is not part of your post."))
    return of


def _held(area_id: UUID, seen_version: int, actor: Actor) -> tuple[LayerArea, Layer]:
    row = LayerArea.objects.visible_to(actor).select_for_update().one(area_id)
    of = require_writer(Layer.objects.select_for_update().one(row.layer_id), actor)
    if row.version != seen_version:
        raise Conflict(_("Somebody else changed this area meanwhile. Look at it again."), version=row.version)
    if row.until is not None:
        raise RuleBroken(_("This area is retired; nothing of it changes any more."))
    return row, of


def _put(row: LayerArea, tidy: Tidy) -> None:
    """The row with its members and its office, those before ended at this moment."""
    _row, inside = put(row, tidy.made, Town(row.township))
    new = row.version == 1 and not LayerArea.objects.by_id(row.id).exists()
    if new:
        LayerArea.objects.bulk_create([row])
    else:
        row.write(*KEPT)
    moment = clock.now()
    _end(row, but_holding=(tidy.office, tidy.leader))
    Member.objects.bulk_create(member_rows(row, inside, tidy.made.houses, moment))
    if not Holding.objects.filter(township=row.township, layer_area_id=row.id, until=None).exists():
        Holding.objects.bulk_create([_holding(row, tidy.office, tidy.leader)])


def _end(row: LayerArea, but_holding: tuple[UUID | None, str] | None = None) -> None:
    now = clock.now()
    Member.objects.filter(township=row.township, layer_area_id=row.id, until=None).update(until=now)
    holding = Holding.objects.filter(township=row.township, layer_area_id=row.id, until=None)
    if but_holding is not None:
        holding = holding.exclude(office=but_holding[0], leader=but_holding[1])
    holding.update(until=now)


def _holding(row: LayerArea, office: UUID | None, leader: str) -> Holding:
    return Holding(
        id=new_id(row.township), township=row.township, layer_area_id=row.id, since=clock.now(),
        office=office, leader=leader,
    )  # fmt: skip


def _matters(of: Layer, categories: Sequence[str]) -> list[Matter]:
    return [
        Matter(id=new_id(of.township), township=of.township, layer_id=of.id, category=code)
        for code in categories
    ]


def _told(kind: str, of: Layer, row: LayerArea, office: UUID | None, actor: Actor) -> None:
    facts: dict[str, Any] = {"area": str(row.id), "code": row.code, "office": str(office) if office else None}
    journal.record(kind, subject=of, actor=actor, **facts)


def load_layer(township: int, entry: LayerEntry) -> int:
    """Bring one layer in, or up to date; how many areas it has."""
    digest = hashlib.sha256(entry.model_dump_json().encode()).hexdigest()
    of = Layer.objects.filter(township=township, key=entry.key).first()
    if of is not None and of.digest == digest:
        return LayerArea.objects.filter(township=township, layer_id=of.id, until=None).count()
    with transaction.atomic():
        return _write(township, of, entry, digest)


def _write(township: int, of: Layer | None, entry: LayerEntry, digest: str) -> int:
    fresh = of is None
    of = of or Layer(id=new_id(township), township=township, key=entry.key)
    of.kind, of.scheme, of.digest = entry.kind, entry.scheme, digest
    of.name_zh, of.name_en, of.note_zh, of.note_en = (
        entry.names.zh,
        entry.names.en,
        entry.note.zh,
        entry.note.en,
    )
    town = Town(township)
    areas = shipped.areas_of(entry, town)
    columns = ("kind", "scheme", "digest", "name_zh", "name_en", "note_zh", "note_en")
    facts: dict[str, Any] = {"layer": entry.key, "areas": len(areas), "digest": digest}
    journal.record("layers.loaded", subject=of, actor=SYSTEM, write=() if fresh else columns, **facts)
    _write_areas(of, areas, town)
    if fresh:
        Matter.objects.bulk_create(_matters(of, entry.carries))
    return len(areas)


def _write_areas(of: Layer, areas: Sequence[shipped.Entry], town: Town) -> None:
    """New codes are made, known ones stay as they are in the database, and nothing is taken away."""
    known = set(LayerArea.objects.filter(township=of.township, layer_id=of.id).values_list("code", flat=True))
    rows: dict[str, LayerArea] = {}
    members: list[Member] = []
    holdings: list[Holding] = []
    for entry in (one for one in areas if one.made.code not in known):
        row = LayerArea(id=new_id(of.township), township=of.township, layer_id=of.id, since=clock.now())
        _row, inside = put(row, entry.made, town)
        row.parent_id = rows[entry.parent].id if entry.parent in rows else None
        rows[row.code] = row
        members += member_rows(row, inside, entry.made.houses, row.since)
        holdings.append(_holding(row, entry.office, entry.leader))
    LayerArea.objects.bulk_create(rows.values(), batch_size=500)
    Member.objects.bulk_create(members, batch_size=1000)
    Holding.objects.bulk_create(holdings, batch_size=1000)
