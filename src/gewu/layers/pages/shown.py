"""Layers and areas as pages and tables show them: words, rows, the picture with the layer over the town."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

import shapely
from django.utils.translation import get_language, gettext_lazy
from shapely.geometry.base import BaseGeometry

from gewu.catalogue import queries as catalogue
from gewu.kernel.access import ActorRequest
from gewu.layers import queries
from gewu.layers.models import Layer, LayerArea
from gewu.layers.queries import AreaSheet
from gewu.places import queries as places
from gewu.places.picture import WIDTH, piece_of

HEAD = (
    gettext_lazy("Code"), gettext_lazy("Name"), gettext_lazy("Name in English"), gettext_lazy("Kind of grid"),
    gettext_lazy("Households"), gettext_lazy("Office that answers"), gettext_lazy("Who leads it, by post"),
    gettext_lazy("In force since"), gettext_lazy("Retired on"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """An area in the list of its layer."""

    area: LayerArea
    form: str
    community: str
    office: str
    leader: str


@dataclass(frozen=True, slots=True)
class Picture:
    """The town with the layer over it: the size of the picture, and a path for every area with its name."""

    width: int
    height: int
    paths: tuple[tuple[str, str], ...]


def kind(of: Layer) -> str:
    return str(queries.KINDS[of.kind])


def form_name(row: LayerArea) -> str:
    return str(queries.FORMS[row.form]) if row.form else ""


def categories(codes: Iterable[str]) -> list[str]:
    language = get_language() or ""
    return [catalogue.category_name(code, language) for code in codes]


@dataclass(frozen=True, slots=True)
class Beside:
    """Layers over one picture: number, name and outlines of each."""

    width: int
    height: int
    layers: tuple[tuple[int, str, tuple[tuple[str, str], ...]], ...]


def rows_of(areas: Sequence[LayerArea]) -> list[Row]:
    """The areas with who answers for them, in three statements at most."""
    holding = queries.holders(areas)
    names = queries.office_names(one.office for one in holding.values())
    return [_row(area, holding, names) for area in areas]


def _row(area: LayerArea, holding: dict, names: dict) -> Row:  # type: ignore[type-arg]  # of rows_of
    held = holding.get(area.id)
    community = places.area(area.in_community) if area.in_community else None
    return Row(
        area,
        form_name(area),
        _short(community) if community else "",
        names.get(held.office, "") if held else "",
        held.leader if held else "",
    )


def lines_of(of: Layer) -> Iterator[Sequence[object]]:
    """Every area of a layer that ever was, for a table to take away."""
    for row in rows_of(queries.every_area(of)):
        area = row.area
        until = area.until.date() if area.until else ""
        yield (
            area.code, area.name_zh, area.name_en, row.form, area.households, row.office, row.leader,
            area.since.date(), until,
        )  # fmt: skip


def form_filters(request: ActorRequest, of: Layer) -> list[dict[str, object]]:
    """One chip for each kind of grid the layer has."""
    there = {row.form for row in queries.every_area(of) if row.form and row.until is None}
    asked = request.GET.get("form", "")
    found = []
    for form, word in queries.FORMS.items():
        if form in there:
            rest = {key: value for key, value in request.GET.items() if key not in {"form", "after"}}
            url = "?" + urlencode(rest if asked == form else rest | {"form": str(form)})
            found.append({"label": word, "url": url, "on": asked == form, "count": None})
    return found


def picture(of: Layer) -> Picture | None:
    """The layer over the picture of its town; None where nothing is drawn."""
    frame = places.frame(of.township)
    drawn = queries.drawn(of)
    if frame is None or not drawn:
        return None
    names = {row.id: f"{row.code} {_name(row)}" for row in queries.every_area(of)}
    paths = tuple((frame.outline(ground), names[key]) for key, ground in drawn.items())
    return Picture(WIDTH, frame.height, paths)


def beside(township: int, layers: Sequence[Layer], on: Collection[str]) -> Beside | None:
    """Several layers over one picture of the town, each in its own line; None where nothing is drawn."""
    frame = places.frame(township)
    if frame is None:
        return None
    found = []
    for number, of in enumerate(layers, start=1):
        if of.key in on and (drawn := queries.drawn(of)):
            names = {row.id: f"{row.code} {_name(row)}" for row in queries.every_area(of)}
            paths = tuple((frame.outline(ground), names[key]) for key, ground in drawn.items())
            found.append((number, of.name_en if _english() else of.name_zh, paths))
    return Beside(WIDTH, frame.height, tuple(found))


def layer_chips(
    request: ActorRequest, layers: Sequence[Layer], on: Collection[str]
) -> list[dict[str, object]]:
    """A chip for every layer that can be laid over the map; several at once."""
    place = request.GET.get("place", "")
    found: list[dict[str, object]] = []
    for number, of in enumerate(layers, start=1):
        shown = [key for key in on if key != of.key] if of.key in on else [*on, of.key]
        query = [("place", place)] if place else []
        query += [("show", key) for key in shown] or [("show", "")]
        name = of.name_en if _english() else of.name_zh
        found.append({"number": number, "label": name, "url": "?" + urlencode(query), "on": of.key in on})
    return found


def piece(sheet: AreaSheet) -> object | None:
    """The window of the near picture around an area."""
    ground = queries.ground_of(sheet.area) or _whole(sheet)
    box = places.box_of(sheet.area.township)
    return piece_of(box, None, ground) if ground is not None and box else None


def _whole(sheet: AreaSheet) -> BaseGeometry | None:
    grounds = places.grounds(sheet.area.township)
    parts = [grounds[one.place.id] for one in sheet.tree if one.place.id in grounds]
    return shapely.union_all(parts) if parts else None


def _name(row: LayerArea) -> str:
    return row.name_en if _english() else row.name_zh


def _short(place: places.AreaName) -> str:
    return place.name_en if _english() else place.short


def _english() -> bool:
    return (get_language() or "").startswith("en")
