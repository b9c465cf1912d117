"""Places over HTTP. Codes, names, borders and houses are no secret."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from ninja import Field, Query, Router, Schema
from pydantic import AwareDatetime

from gewu.kernel import paging
from gewu.kernel.access import Tier
from gewu.kernel.errors import NotFound
from gewu.kernel.points import from_crs
from gewu.kernel.text import clean
from gewu.places import bulk, queries
from gewu.places.addresses import NO_ADDRESS
from gewu.places.drawing import Drawing
from gewu.places.values import Address, AddressKind, AreaName, Code, Location, Neighbour, Place

# What says `auth=None` is open to all; a thousand points are work, for programs and people with an account.
router = Router(tags=["places"])


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


class CodeOut(Schema):
    """A number of a place. `scheme` is empty for official codes that no scheme of the place explains."""

    scheme: str
    title: str = Field(description="What the scheme is called, in the language of the request.")
    use: Literal["main", "old", "external"]
    code: str


class NeighbourOut(Schema):
    """A place of the same tier across a shared border."""

    place: StepOut
    metres: float = Field(description="Length of the shared border.")
    along: str = Field(description="The street, river or railway the border runs along; empty if unnamed.")
    kind: str = Field(description="What that is: main, street, lane, river, railway; empty if nothing.")
    barrier: bool = Field(description="A main road, a river or a railway lies between.")


class PlaceFileOut(PlaceOut):
    path: list[StepOut] = Field(description="From the province down to the place itself.")
    children: list[StepOut]
    codes: list[CodeOut]
    neighbours: list[NeighbourOut] = Field(description="The longest shared border first.")
    now: list[StepOut] = Field(description="What a retired area lives on in today; itself while in use.")
    came_from: list[StepOut] = Field(description="What it was made from, or got ground from.")


class AddressOut(Schema):
    """An estate or a road, a building, a unit, a room. `area` is the deepest grid it belongs to today."""

    id: UUID
    code: str
    kind: AddressKind
    use: str = Field(description="home, school, clinic …; empty for all but buildings.")
    name: str
    name_en: str
    label: str = Field(description="The address in full: street, number, estate, building.")
    lon: float
    lat: float
    area: UUID | None
    estate: UUID | None
    parent: UUID | None = Field(description="What it stands in: an estate or a road, a building, a unit.")
    plate: str = Field(description="What is on its own door: 3, 2, 501; empty where it has a name.")
    retired_at: datetime | None


class PointIn(Schema):
    lon: float
    lat: float
    label: str = Field("", max_length=60, description="Given back with the answer.")


class PointsIn(Schema):
    """Up to 1,000 points in one declared coordinate system."""

    crs: str = Field("", description="WGS84, CGCS2000, GCJ02 or BD09: one for all. Undeclared is refused.")
    points: list[PointIn]


class PointOut(Schema):
    """Where one point lies. `place` is null outside every grid, and where `problem` says what is wrong."""

    label: str
    lon: float | None = Field(description="WGS 84")
    lat: float | None
    place: StepOut | None
    township: int | None
    community: UUID | None
    grid: UUID | None
    cell: UUID | None
    problem: str


class PointsOut(Schema):
    items: list[PointOut]
    inside: int
    outside: int
    bad: int
    warnings: list[str] = Field(description="For instance that another system would fit better.")


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
    retired: bool = Field(
        False, description="Areas that are no more, too; one by itself says what it is now."
    )
    after: str | None = None
    size: int = 50


@router.get("", auth=None, response=PlacePage, summary="Areas by name, code or tier")
def list_places(request: HttpRequest, wanted: Query[PlaceFilter]) -> PlacePage:
    words = clean(wanted.q, field="q", limit=60, lines=False)
    rows = queries.search(words, tier=wanted.tier, parent=wanted.parent, retired=wanted.retired)
    page = paging.page([rows], order=["code", "id"], after=wanted.after, size=wanted.size)
    return PlacePage(items=[_place(queries.area(row.id)) for row in page.items], next=page.next)


@router.get("/locate", auth=None, response=LocationOut, summary="The deepest grid that holds a point")
def locate(
    request: HttpRequest, lon: float, lat: float, crs: str = "", at: AwareDatetime | None = None
) -> LocationOut:
    """`at`: by the borders of that moment; left out, by those of today."""
    found = queries.locate(from_crs(lon, lat, crs), at=at)
    if found is None:
        return LocationOut(
            place=None, township=None, community=None, grid=None, cell=None, boundary_version=None, path=[]
        )
    return _location(found)


@router.post("/locate", response=PointsOut, summary="Where up to 1,000 points lie")
def locate_points(request: HttpRequest, body: PointsIn) -> PointsOut:
    """Undeclared systems are refused. A warning says when the points would fit better in another one."""
    given = [bulk.Given(n, one.label, one.lon, one.lat) for n, one in enumerate(body.points)]
    found = bulk.locate_points(given, body.crs)
    return PointsOut(
        items=[_answer(answer) for answer in found.answers],
        inside=found.inside,
        outside=found.outside,
        bad=len(found.bad),
        warnings=list(found.warnings),
    )


@router.get(
    "/addresses", auth=None, response=list[AddressOut], summary="Estates and buildings by name or number"
)
def find_addresses(request: HttpRequest, q: str, township: int | None = None) -> list[AddressOut]:
    """幸福小区3号楼, 幸福 3, xfxq3, 榴园路18号: the best match first, at most 20."""
    text = clean(q, field="q", limit=200, lines=False)
    return [address_out(found) for found in queries.find_address(text, township=township)]


@router.get("/addresses/{uuid:address_id}", auth=None, response=AddressOut, summary="One estate or building")
def one_address(request: HttpRequest, address_id: UUID) -> AddressOut:
    return address_out(_public(queries.address(address_id)))


@router.get("/houses", auth=None, summary="Houses and estates of a township as GeoJSON")
def houses(request: HttpRequest, township: int) -> HttpResponse:
    """WGS 84. Features of kind `house` (outlines with a number or a name) and `estate` (a point)."""
    return _sent(request, queries.houses(township))


@router.get("/boundaries", auth=None, summary="Polygons and streets of a township as GeoJSON")
def boundaries(request: HttpRequest, township: int, at: AwareDatetime | None = None) -> HttpResponse:
    """WGS 84. Features of kind `area` carry code, names, tier, parent, households and a point for a label.

    `at`: the borders of that moment.
    """
    return _sent(request, queries.boundaries(township, at))


def _sent(request: HttpRequest, drawing: Drawing) -> HttpResponse:
    if request.headers.get("If-None-Match", "").removeprefix("W/") == drawing.etag:
        response = HttpResponse(status=304)
    elif "gzip" in request.headers.get("Accept-Encoding", ""):
        response = HttpResponse(drawing.packed, content_type="application/geo+json")
        response["Content-Encoding"] = "gzip"
    else:
        response = HttpResponse(drawing.body, content_type="application/geo+json")
    response["ETag"] = drawing.etag
    # Asked for each time (304 as long as nothing changed): borders that were just published are seen at once.
    response["Cache-Control"] = "public, no-cache"
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


@router.get(
    "/{uuid:place_id}",
    auth=None,
    response=PlaceFileOut,
    summary="One area, the way down to it and what is below",
)
def one_place(request: HttpRequest, place_id: UUID) -> PlaceFileOut:
    place = queries.area(place_id)
    below = [_step(child) for child in queries.children(place_id)]
    path = [_step(step) for step in queries.path(place_id)]
    return PlaceFileOut(
        **_place(place).model_dump(),
        path=path,
        children=below,
        codes=[_code(code) for code in queries.codes_of(place_id)],
        neighbours=[_neighbour(near) for near in queries.neighbours(place_id)],
        now=[_step(queries.area(one)) for one in queries.successors(place_id)],
        came_from=[
            _step(queries.area(one))
            for one in dict.fromkeys(line.old for line in queries.came_from(place_id))
        ],
    )


def _code(code: Code) -> CodeOut:
    scheme = queries.scheme_of(code)
    title = scheme.title.in_language(get_language() or "") if scheme else ""
    return CodeOut(scheme=code.scheme, title=title, use=code.use, code=code.code)


def _neighbour(near: Neighbour) -> NeighbourOut:
    return NeighbourOut(
        place=_step(queries.area(near.area)),
        metres=near.metres,
        along=near.along(get_language() or ""),
        kind=near.kind,
        barrier=near.barrier,
    )


def _public(found: Address) -> Address:
    """Doors inside a house are for those who work there (`/address-tree`)."""
    if found.kind in {"unit", "room"}:
        raise NotFound(str(NO_ADDRESS))
    return found


def address_out(found: Address) -> AddressOut:
    """An address as every operation tells it."""
    return AddressOut(
        id=found.id,
        code=found.code,
        kind=found.kind,
        use=found.use,
        name=found.name,
        name_en=found.name_en,
        label=found.label,
        lon=found.point.lon,
        lat=found.point.lat,
        area=found.area,
        estate=found.estate,
        parent=found.parent,
        plate=found.plate,
        retired_at=found.retired_at,
    )


def _answer(answer: bulk.Answer) -> PointOut:
    found = answer.location
    return PointOut(
        label=answer.given.label,
        lon=round(answer.point.lon, 7) if answer.point else None,
        lat=round(answer.point.lat, 7) if answer.point else None,
        place=_step(found.name) if found else None,
        township=found.township if found else None,
        community=found.community if found else None,
        grid=found.grid if found else None,
        cell=found.cell if found else None,
        problem=answer.problem,
    )


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
