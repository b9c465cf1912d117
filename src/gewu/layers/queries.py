"""Every read of layers: what there is, what areas are made of, which of them hold a place."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import shapely
from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from shapely.geometry.base import BaseGeometry

from gewu.kernel import clock, paging
from gewu.kernel.access import Actor, Tier
from gewu.kernel.filters import Chosen, Filter, parse
from gewu.kernel.ids import township_of
from gewu.kernel.paging import Page
from gewu.layers.models import MAY_WRITE, Holding, Layer, LayerArea, Matter, Member, held
from gewu.layers.rules import Form, Kind
from gewu.people import queries as people
from gewu.places import queries as places
from gewu.places.values import Address, Place

KINDS: Mapping[str, Promise] = {
    Kind.MANAGEMENT: _("City-management unit grids"),
    Kind.DEDICATED: _("Dedicated grids"),
    Kind.JOINT: _("Slices of joint building"),
    Kind.OTHER: _("Another division"),
}
FORMS: Mapping[str, Promise] = {
    Form.UNIT: _("Unit"),
    Form.ESTATE: _("Estate"),
    Form.STREET: _("Shopping street"),
    Form.TOWER: _("Office tower"),
}
FILTERS = (
    Filter("q", _("Words"), "text", narrow=lambda text: _holding(str(text))),
    Filter("form", _("Kind of grid"), choices=FORMS),
    Filter("community", _("Community"), "id", lookup="in_community"),
    Filter("retired", _("Retired ones, too"), "flag", narrow=lambda _on: Q()),
)


@dataclass(frozen=True, slots=True)
class LayerLine:
    """A layer in the list of a township: how many areas it has today, and what it carries."""

    layer: Layer
    areas: int
    carries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InTree:
    """A place of the tree that an area of a layer lies in, with the part of the area's ground there."""

    place: Place
    share: float


@dataclass(frozen=True, slots=True)
class Held:
    """Who answered for an area, from when to when."""

    office: UUID | None
    office_name: str
    leader: str
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class AreaSheet:
    """Everything about one area of a layer."""

    area: LayerArea
    layer: Layer
    parent: LayerArea | None
    successor: LayerArea | None
    predecessors: tuple[LayerArea, ...]
    inside: tuple[LayerArea, ...]
    tree: tuple[InTree, ...]
    houses: tuple[Address, ...]
    holdings: tuple[Held, ...]
    carries: tuple[str, ...]
    may_write: bool

    @property
    def now(self) -> Held | None:
        return next((one for one in self.holdings if one.until is None), None)


@dataclass(frozen=True, slots=True)
class Made:
    """An area of a layer with those of its members that were asked about."""

    area: LayerArea
    layer: Layer
    members: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class Standing:
    """An area of a layer that holds a place. `carries`: it answers for the matter that was asked about."""

    area: LayerArea
    layer: Layer
    office: UUID | None
    leader: str
    carries: bool


def layers_of(actor: Actor, township: int) -> list[LayerLine]:
    """The layers of a township, by key."""
    rows = list(Layer.objects.visible_to(actor).filter(township=township).order_by("key"))
    found = LayerArea.objects.filter(township=township, until=None).values("layer_id").order_by()
    counts = {row["layer_id"]: row["n"] for row in found.annotate(n=Count("id"))}
    carried = matters_of(township)
    return [LayerLine(row, counts.get(row.id, 0), carried.get(row.id, ())) for row in rows]


def townships_with_layers(actor: Actor) -> list[int]:
    """Where the actor finds layers."""
    rows = Layer.objects.visible_to(actor).values_list("township", flat=True).distinct()
    return sorted(set(rows))


def has_layers(township: int) -> bool:
    """Whether a township has any layer beside its tree."""
    return Layer.objects.filter(township=township).exists()


def layer(actor: Actor, identifier: UUID) -> Layer:
    return Layer.objects.visible_to(actor).one(identifier)


def layer_area(actor: Actor, identifier: UUID) -> LayerArea:
    return LayerArea.objects.visible_to(actor).one(identifier)


def may_write(actor: Actor, township: int) -> bool:
    """Whether the actor changes the layers of a township."""
    return any(
        post.role in MAY_WRITE and post.scope.low <= township <= post.scope.high for post in actor.posts
    )


def matters_of(township: int) -> dict[UUID, tuple[str, ...]]:
    """The categories that each layer carries."""
    carried: dict[UUID, tuple[str, ...]] = {}
    for one in Matter.objects.filter(township=township).order_by("category"):
        carried[one.layer_id] = (*carried.get(one.layer_id, ()), one.category)
    return carried


def chosen_from(given: Mapping[str, str]) -> Chosen:
    return parse(FILTERS, given)


def areas_of(of: Layer, *, chosen: Chosen, after: str | None = None, size: int = 50) -> Page[LayerArea]:
    """The areas of a layer by code; retired ones only where they were asked for."""
    rows = LayerArea.objects.filter(township=of.township, layer_id=of.id)
    if not chosen.values.get("retired"):
        rows = rows.filter(until=None)
    return paging.page([chosen.apply(rows)], order=("code", "id"), after=after, size=size)


def every_area(of: Layer) -> list[LayerArea]:
    """All areas of a layer that ever were, by code."""
    return list(LayerArea.objects.filter(township=of.township, layer_id=of.id).order_by("code", "id"))


def holders(areas: Iterable[LayerArea]) -> dict[UUID, Holding]:
    """Who answers for each of these areas of one township today."""
    rows = list(areas)
    if not rows:
        return {}
    found = Holding.objects.filter(
        township=rows[0].township, until=None, layer_area_id__in=[row.id for row in rows]
    )
    return {one.layer_area_id: one for one in found}


def sheet(actor: Actor, identifier: UUID) -> AreaSheet:
    """One area with what it is made of, where it lies in the tree, and who answered for it when."""
    row = layer_area(actor, identifier)
    members = list(Member.objects.filter(township=row.township, layer_area_id=row.id, until=None))
    tree = [InTree(places.area(one.area_id), one.share) for one in members if one.area_id]
    houses = [places.address(one.address_id) for one in members if one.address_id]
    same = LayerArea.objects.filter(township=row.township, layer_id=row.layer_id)
    return AreaSheet(
        area=row,
        layer=Layer.objects.one(row.layer_id),
        parent=same.filter(id=row.parent_id).first() if row.parent_id else None,
        successor=same.filter(id=row.successor_id).first() if row.successor_id else None,
        predecessors=tuple(same.filter(successor_id=row.id).order_by("code")),
        inside=tuple(same.filter(parent_id=row.id, until=None).order_by("code")),
        tree=tuple(sorted(tree, key=lambda one: (-one.share, one.place.code))),
        houses=tuple(sorted(houses, key=lambda one: one.code)),
        holdings=_held(row),
        carries=matters_of(row.township).get(row.layer_id, ()),
        may_write=may_write(actor, row.township),
    )


def made_of(township: int, areas: Collection[UUID]) -> list[Made]:
    """The areas of layers in force that are made of any of these places of the tree themselves."""
    members = Member.objects.filter(township=township, until=None, area_id__in=list(areas))
    parts: dict[UUID, set[UUID]] = {}
    for holder, area in members.values_list("layer_area_id", "area_id"):
        if area:
            parts.setdefault(holder, set()).add(area)
    rows = LayerArea.objects.filter(township=township, until=None, id__in=list(parts)).order_by("code")
    named = {one.id: one for one in Layer.objects.filter(township=township)}
    return [Made(row, named[row.layer_id], frozenset(parts[row.id])) for row in rows]


def over(township: int, area: UUID) -> list[tuple[Layer, LayerArea, float]]:
    """The areas of layers that lie over a place of the tree today, with the part of each that is there."""
    inner = {area, *(place.id for place in _deepest(area))}
    members = list(Member.objects.filter(township=township, until=None, area_id__in=inner))
    shares: dict[UUID, float] = {}
    for one in members:
        shares[one.layer_area_id] = min(1.0, shares.get(one.layer_area_id, 0.0) + one.share)
    rows = LayerArea.objects.filter(township=township, until=None, id__in=list(shares)).order_by("code")
    named = {one.id: one for one in Layer.objects.filter(township=township)}
    return [(named[row.layer_id], row, shares[row.id]) for row in rows]


def standing_at(
    township: int,
    inside: Collection[UUID],
    point: tuple[float, float] | None,
    *,
    category: str = "",
    at: datetime | None = None,
) -> list[Standing]:
    """The areas of every layer that hold a place, the one that carries the matter first.

    `inside`: the place's community, grids and cells. An area with ground of its own holds only points in it.
    """
    moment = at or clock.now()
    held_then = Q(since__lte=moment) & (Q(until=None) | Q(until__gt=moment))
    members = Member.objects.filter(held_then, township=township, area_id__in=list(inside))
    ids = set(members.values_list("layer_area_id", flat=True))
    if not ids:
        return []
    rows = [
        row
        for row in LayerArea.objects.filter(held_then, township=township, id__in=ids).order_by("code")
        if row.outline is None or (point and shapely.intersects_xy(ground_of(row), *point))
    ]
    named = {one.id: one for one in Layer.objects.filter(township=township)}
    answering = {one.layer_area_id: one for one in Holding.objects.filter(
        held_then, township=township, layer_area_id__in=[row.id for row in rows]
    )}  # fmt: skip
    carrier = _carrier(township, category)
    found = [_standing(row, named[row.layer_id], answering.get(row.id), carrier) for row in rows]
    return sorted(found, key=lambda one: (not one.carries, one.layer.key, one.area.code))


def office_names(offices: Iterable[UUID | None]) -> dict[UUID, str]:
    """What offices are called, in the language of whoever reads."""
    english = (get_language() or "").startswith("en")
    found = people.organisations(offices)
    return {key: one.name_en if english else one.name_zh for key, one in found.items()}


def ground_of(row: LayerArea) -> BaseGeometry | None:
    """The ground of an area: its own outline, or None where it is nothing but its members."""
    return shapely.from_wkb(bytes(row.outline)) if row.outline else None


def drawn(of: Layer) -> dict[UUID, BaseGeometry]:
    """The ground of every area of a layer in force, members put together where there is no outline."""
    rows = list(LayerArea.objects.filter(township=of.township, layer_id=of.id, until=None))
    own = {row.id: ground for row in rows if (ground := ground_of(row)) is not None}
    grounds = places.grounds(of.township)
    parts: dict[UUID, list[BaseGeometry]] = {}
    rest = [row.id for row in rows if row.id not in own]
    for one in Member.objects.filter(township=of.township, until=None, layer_area_id__in=rest):
        if one.area_id in grounds:
            parts.setdefault(one.layer_area_id, []).append(grounds[one.area_id])
    return own | {key: shapely.union_all(found) for key, found in parts.items()}


def _standing(row: LayerArea, of: Layer, holding: Holding | None, carrier: UUID | None) -> Standing:
    office, leader = (holding.office, holding.leader) if holding else (None, "")
    return Standing(row, of, office, leader, carries=of.id == carrier)


def _carrier(township: int, category: str) -> UUID | None:
    if not category:
        return None
    found = Matter.objects.filter(township=township, category=category).values_list("layer_id", flat=True)
    return found.first()


def _held(row: LayerArea) -> tuple[Held, ...]:
    rows = held(row.id, row.township)
    names = office_names(one.office for one in rows)
    return tuple(
        Held(one.office, names.get(one.office, "") if one.office else "", one.leader, one.since, one.until)
        for one in rows
    )


def _deepest(area: UUID) -> tuple[Place, ...]:
    return places.under(area, Tier.CELL) or places.under(area, Tier.GRID)


def _holding(text: str) -> Q:
    found = Q()
    for word in text.lower().split():
        found &= Q(search_text__contains=word)
    return found


def area_of_id(identifier: UUID) -> LayerArea | None:
    """An area by its id, for rooms that keep one; None where it is not there."""
    return LayerArea.objects.by_id(identifier).first()


def in_force(township: int) -> list[LayerArea]:
    """Every area of every layer of a township that is in force, but the squares of city management."""
    planned = [one.id for one in Layer.objects.filter(township=township).exclude(kind=Kind.MANAGEMENT)]
    rows = LayerArea.objects.filter(township=township, layer_id__in=planned, until=None)
    return list(rows.order_by("layer_id", "code"))


def named(identifiers: Collection[UUID]) -> dict[UUID, str]:
    """What areas of one township are called, in the language of whoever reads."""
    english = (get_language() or "").startswith("en")
    homes = {township_of(one) for one in identifiers}
    rows = LayerArea.objects.filter(township__in=homes, id__in=list(identifiers))
    return {row.id: row.name_en if english else row.name_zh for row in rows}
