"""Places over HTTP. Everything here is public: the codes, names and borders of grids are no secret."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from ninja import Field, Query, Router, Schema

from gewu.kernel import paging
from gewu.kernel.access import Tier
from gewu.kernel.points import from_crs
from gewu.kernel.text import clean
from gewu.places import queries
from gewu.places.values import AreaName, Location, Place

router = Router(tags=["places"], auth=None)
SECONDS_KEPT = 300


class StepOut(Schema):
    """One area on the way down to a place."""

    id: UUID
    code: str
    name: str
    name_en: str
    tier: Tier
    level: str


class PlaceOut(StepOut):
    short: str = Field(description="What fits on a map, for example 龙头2-3.")
    level_name: str = Field(description="What the locality calls this level, in the language of the request.")
    parent: UUID | None
    township: int | None = Field(description="Nine-digit code; null above the townships.")
    households: int | None
    retired_at: datetime | None


class PlaceFileOut(PlaceOut):
    path: list[StepOut] = Field(description="From the province down to the place itself.")
    children: list[StepOut]


class PlacePage(Schema):
    items: list[PlaceOut]
    next: str | None = Field(description="Give it back as `after` to get the next page.")


class LocationOut(Schema):
    """Where a point lies. Outside every boundary all of it is null and the path is empty."""

    place: StepOut | None
    township: int | None
    community: UUID | None
    grid: UUID | None
    cell: UUID | None
    boundary_version: UUID | None
    path: list[StepOut]


class PlaceFilter(Schema):
    parent: UUID | None = Field(None, description="Only the areas directly below this one.")
    tier: Tier | None = None
    q: str = Field("", description="A piece of the name, the pinyin, its initials or the code.")
    after: str | None = None
    size: int = 50


@router.get("", response=PlacePage, summary="Areas by name, code or tier")
def list_places(request: HttpRequest, wanted: Query[PlaceFilter]) -> PlacePage:
    rows = queries.search(
        clean(wanted.q, field="q", limit=60, lines=False), tier=wanted.tier, parent=wanted.parent
    )
    page = paging.page([rows], order=["code", "id"], after=wanted.after, size=wanted.size)
    return PlacePage(items=[_place(queries.area(row.id)) for row in page.items], next=page.next)


@router.get("/locate", response=LocationOut, summary="The deepest grid that holds a point")
def locate(request: HttpRequest, lon: float, lat: float, crs: str = "") -> LocationOut:
    found = queries.locate(from_crs(lon, lat, crs))
    if found is None:
        return LocationOut(
            place=None, township=None, community=None, grid=None, cell=None, boundary_version=None, path=[]
        )
    return _location(found)


@router.get("/boundaries", summary="Polygons and streets of a township as GeoJSON")
def boundaries(request: HttpRequest, township: int) -> HttpResponse:
    """WGS 84. Features of kind `area` carry code, names, tier, parent, households and a point for a label."""
    drawing = queries.boundaries(township)
    if request.headers.get("If-None-Match", "").removeprefix("W/") == drawing.etag:
        response = HttpResponse(status=304)
    elif "gzip" in request.headers.get("Accept-Encoding", ""):
        response = HttpResponse(drawing.packed, content_type="application/geo+json")
        response["Content-Encoding"] = "gzip"
    else:
        response = HttpResponse(drawing.body, content_type="application/geo+json")
    response["ETag"] = drawing.etag
    response["Cache-Control"] = f"public, max-age={SECONDS_KEPT}"
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


@router.get(
    "/{uuid:place_id}", response=PlaceFileOut, summary="One area, the way down to it and what is below"
)
def one_place(request: HttpRequest, place_id: UUID) -> PlaceFileOut:
    place = queries.area(place_id)
    below = [_step(child) for child in queries.children(place_id) if child.retired_at is None]
    path = [_step(step) for step in queries.path(place_id)]
    return PlaceFileOut(**_place(place).model_dump(), path=path, children=below)


def _step(area: AreaName) -> StepOut:
    return StepOut(
        id=area.id, code=area.code, name=area.name, name_en=area.name_en, tier=area.tier, level=area.level
    )


def _place(place: Place) -> PlaceOut:
    level = queries.level_of(place)
    return PlaceOut(
        **_step(place).model_dump(),
        short=place.short,
        level_name=level.in_language(get_language() or "") if level else place.level,
        parent=place.parent,
        township=place.township,
        households=place.households,
        retired_at=place.retired_at,
    )


def _location(found: Location) -> LocationOut:
    return LocationOut(
        place=_step(found.name),
        township=found.township,
        community=found.community,
        grid=found.grid,
        cell=found.cell,
        boundary_version=found.boundary_version,
        path=[_step(step) for step in found.path],
    )
