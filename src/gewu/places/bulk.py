"""Many points at once: one declared system for all, every bad one named, a warning when it looks wrong."""

import csv
import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from django.utils.translation import gettext as _

from gewu.kernel.errors import DomainError, Invalid
from gewu.kernel.points import Point, from_crs
from gewu.places.queries import Location, locate_many

MOST_POINTS = 1000
LARGEST_FILE = 1_000_000
# The systems people mix up. CGCS2000 lies where WGS 84 does.
CONFUSED = ("WGS84", "GCJ02", "BD09")
# From this share of the points on, another system that fits better is worth a word.
WORTH_A_WORD = 0.05
HEADS = {
    "lon": ("lon", "lng", "long", "longitude", "x", "经度"),
    "lat": ("lat", "latitude", "y", "纬度"),
}


@dataclass(frozen=True, slots=True)
class Given:
    """A point as it came: `line` is where it stood, `label` what its giver calls it."""

    line: int
    label: str
    lon: float | str
    lat: float | str


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one point: a location, none (outside every grid), or what is wrong with it."""

    given: Given
    point: Point | None
    location: Location | None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Located:
    answers: tuple[Answer, ...]
    warnings: tuple[str, ...]

    @property
    def bad(self) -> tuple[Answer, ...]:
        return tuple(answer for answer in self.answers if answer.problem)

    @property
    def inside(self) -> int:
        return sum(answer.location is not None for answer in self.answers)

    @property
    def outside(self) -> int:
        return len(self.answers) - len(self.bad) - self.inside


def locate_points(given: Sequence[Given], crs: str) -> Located:
    """Where every point lies. Invalid without a known `crs`, or with none or too many points."""
    if not given:
        raise _invalid("points", _("There are no points."))
    if len(given) > MOST_POINTS:
        raise _invalid("points", _("At most %(most)d points at once.") % {"most": MOST_POINTS})
    if not crs.strip():
        raise _invalid("crs", _undeclared(given))
    from_crs(0, 0, crs)  # an unknown system is refused once, not a thousand times
    read = [_read(one, crs) for one in given]
    found = iter(locate_many([point for point, _problem in read if point]))
    answers = tuple(
        Answer(one, point, next(found) if point else None, problem)
        for one, (point, problem) in zip(given, read, strict=True)
    )
    claimed = next((answer.point.claimed for answer in answers if answer.point), "")
    return Located(answers, tuple(_suspicions(given, claimed)))


def points_of_file(content: bytes) -> list[Given]:
    """The points of a CSV file with the columns lon and lat (or 经度 and 纬度). Invalid when it has none."""
    if len(content) > LARGEST_FILE:
        raise _invalid("file", _("The file is too large: at most 1 MB."))
    rows = csv.reader(io.StringIO(_decoded(content)))
    try:
        head = [cell.strip().lower() for cell in next(rows, [])]
        columns = {part: _column(head, part) for part in HEADS}
        lines = list(islice(rows, MOST_POINTS + 1))
    except csv.Error:
        raise _invalid("file", _("This is no CSV file.")) from None
    return [_given(number, row, columns) for number, row in enumerate(lines, 2) if any(row)]


def _given(number: int, row: Sequence[str], columns: dict[str, int]) -> Given:
    cells = {part: row[at].strip() if at < len(row) else "" for part, at in columns.items()}
    rest = (cell.strip() for at, cell in enumerate(row) if at not in columns.values())
    return Given(number, next((cell for cell in rest if cell), "")[:60], cells["lon"], cells["lat"])


def _decoded(content: bytes) -> str:
    """UTF-8, or what spreadsheets in China still write."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise _invalid("file", _("This is no CSV file."))


def _column(head: list[str], part: str) -> int:
    found = next((head.index(name) for name in HEADS[part] if name in head), None)
    if found is None:
        said = _("The first line must name the columns lon and lat, or 经度 and 纬度.")
        raise _invalid("file", said)
    return found


def _read(one: Given, crs: str) -> tuple[Point | None, str]:
    try:
        lon, lat = float(one.lon), float(one.lat)
    except ValueError:
        return None, _("These are no degrees.")
    try:
        return from_crs(lon, lat, crs), ""
    except DomainError as refusal:
        wrong = refusal.fields.values() if isinstance(refusal, Invalid) else ()
        return None, next(iter(wrong), str(refusal))


def _suspicions(given: Sequence[Given], claimed: str) -> list[str]:
    """Shifted by half a kilometre, most points of a list still lie in some grid: compare the systems."""
    fits = _fits(given)
    declared = "WGS84" if claimed == "CGCS2000" else claimed
    best = max(CONFUSED, key=lambda system: (fits[system], system == declared))
    gain = fits[best] - fits.get(declared, 0)
    if best == declared or gain < max(1, WORTH_A_WORD * len(given)):
        return []
    said = _(
        "Read as %(best)s, %(more)d of %(all)d points lie in our grids; as %(declared)s only %(less)d. "
        "Is the declared system right?"
    )
    figures = {"best": best, "more": fits[best], "all": len(given), "declared": claimed}
    return [said % (figures | {"less": fits.get(declared, 0)})]


def _undeclared(given: Sequence[Given]) -> str:
    """Refused, with what would fit: the giver decides, we do not guess."""
    fits = _fits(given)
    counts = ", ".join(f"{system} {fits[system]}" for system in CONFUSED)
    said = _("Say in which coordinate system the points are. So many would lie in our grids: %(counts)s.")
    return said % {"counts": counts}


def _fits(given: Sequence[Given]) -> dict[str, int]:
    """How many points lie in a grid, by the system they are read in."""
    fits: dict[str, int] = {}
    for system in CONFUSED:
        points = [point for point, _problem in (_read(one, system) for one in given) if point]
        finite = [point for point in points if math.isfinite(point.lon) and math.isfinite(point.lat)]
        fits[system] = sum(found is not None for found in locate_many(finite)) if finite else 0
    return fits


def _invalid(field: str, said: str) -> Invalid:
    return Invalid(said, fields={field: said})
