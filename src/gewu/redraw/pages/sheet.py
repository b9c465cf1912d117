"""What the page of a draft shows: numbers, findings, the grids of one community, the houses of one grid."""

from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.utils.translation import get_language

from gewu.kernel.access import ActorRequest
from gewu.people import queries as people
from gewu.places import queries as places
from gewu.places.locality import Locality
from gewu.redraw import queries, said
from gewu.redraw.models import Draft
from gewu.redraw.previews import Preview

# More findings of one kind than this are folded into a line.
MOST_ALIKE = 5
WEIGHTS = {"error": "late", "reason": "soon", "say": "quiet"}


@dataclass(frozen=True, slots=True)
class Told:
    """A finding in words, or many of one kind together: then `each` has them one by one."""

    weight: str
    tone: str
    text: str
    each: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A grid in the list beside the map."""

    key: str
    short: str
    code: str
    parent: str
    households: int
    before: int | None
    buildings: int
    hectares: float
    touched: bool
    out: bool


@dataclass(frozen=True, slots=True)
class Door:
    """A house in the list of a grid."""

    id: UUID
    name: str
    households: int


@dataclass(frozen=True, slots=True)
class Made:
    """A step in the history."""

    number: int
    what: str
    by: str
    at: object
    undone: bool
    # What is divided among the new grids: its name, and where its households come.
    parted: list[tuple[str, str]]
    divided: bool


def _told(weight: str, texts: list[str], together: str) -> list[Told]:
    """One by one, or, where there are many alike, in one line that opens."""
    tone = WEIGHTS[weight]
    if together and len(texts) > MOST_ALIKE:
        return [Told(weight, tone, together, tuple(texts))]
    return [Told(weight, tone, text) for text in texts]


class DraftSheet:
    """One draft as its page asks for it."""

    def __init__(self, request: ActorRequest, draft_id: UUID) -> None:
        self.request = request
        self.row: Draft = queries.draft(request.actor, draft_id)
        self.preview = Preview(self.row)
        self.language = get_language() or ""

    @property
    def locality(self) -> Locality | None:
        return places.locality_of(self.row.township)

    @cached_property
    def acts(self) -> list[str]:
        return queries.acts_open(self.request.actor, self.row)

    @property
    def writable(self) -> bool:
        return "offer" in self.acts

    @cached_property
    def told(self) -> list[Told]:
        alike: dict[tuple[str, str], list[str]] = {}
        for one in self.preview.findings:
            alike.setdefault((one.weight, one.what), []).append(said.finding(one, self.preview))
        return [
            told
            for (weight, what), texts in alike.items()
            for told in _told(weight, texts, said.together(what, len(texts)))
        ]

    @cached_property
    def communities(self) -> list[tuple[str, str, bool]]:
        """Code, name and whether something was drawn there."""
        cut = self.preview.now.cut
        homes = {cut.community(key) for key in cut.pieces}
        drawn = {line.community for line in self.preview.lines}
        areas = sorted((places.area_by_code(code) for code in homes), key=lambda area: area.code)
        return [(area.code, area.in_language(self.language), area.code in drawn) for area in areas]

    @cached_property
    def community(self) -> str:
        """The one whose grids are listed.

        Asked for, or that of the chosen grid, or where something was drawn.
        """
        cut, asked = self.preview.now.cut, self.request.GET.get("community", "")
        known = [code for code, _name, _drawn in self.communities]
        if asked in known:
            return asked
        if self.grid:
            return cut.community(self.grid)
        return next((code for code, _name, drawn in self.communities if drawn), known[0] if known else "")

    @cached_property
    def grid(self) -> str:
        asked = self.request.GET.get("grid", "")
        return asked if asked in self.preview.now.cut.pieces else ""

    @cached_property
    def rows(self) -> list[Row]:
        """The deepest grids of the community, by number."""
        cut, shown = self.preview.now.cut, self.preview
        touched = shown.now.touched
        wrong = {one.key for one in shown.findings if one.what == "range"}
        before = shown.counts.households_before
        found = [
            Row(
                key=key,
                short=shown.short_of(key),
                code=shown.code_of(key),
                parent=shown.short_of(piece.parent) if piece.parent in cut.groups else "",
                households=shown.households.get(key, 0),
                before=before.get(key, 0) if key in shown.now.base.pieces else None,
                buildings=shown.counts.buildings.get(key, 0),
                hectares=round(cut.flat.area(piece.ground) / 10_000, 2),
                touched=key in touched,
                out=key in wrong,
            )
            for key, piece in cut.pieces.items()
            if cut.community(key) == self.community
        ]
        return sorted(found, key=lambda row: row.code)

    @cached_property
    def groups(self) -> list[tuple[str, str]]:
        """What stands between the grids of the community and itself."""
        cut = self.preview.now.cut
        found = [key for key, group in cut.groups.items() if group.parent == self.community]
        return [(key, self.preview.short_of(key)) for key in sorted(found)]

    @cached_property
    def doors(self) -> list[Door]:
        """The houses of the chosen grid."""
        counts = self.preview.counts
        english = self.language.startswith("en")
        inside = [counts.houses[house] for house, key in counts.after.items() if key == self.grid]
        return [Door(one.id, one.name_en if english else one.name, one.households) for one in inside]

    @cached_property
    def beside(self) -> list[tuple[str, str]]:
        """The neighbours of the chosen grid in its community."""
        cut = self.preview.now.cut
        near = cut.touching([cut.pieces[self.grid].ground]) if self.grid else ()
        home = cut.community(self.grid) if self.grid else ""
        found = [one.key for one in near if one.key != self.grid and cut.community(one.key) == home]
        return sorted((key, self.preview.short_of(key)) for key in found)

    @property
    def grid_name(self) -> str:
        return self.preview.name_of(self.grid)

    @cached_property
    def range(self) -> tuple[int, int] | None:
        """How many households the deepest grids are to have."""
        own, cut = self.locality, self.preview.now.cut
        level = next(iter(cut.pieces.values())).level if cut.pieces else ""
        return own.level(level).households if own and level else None

    @cached_property
    def level_name(self) -> str:
        own, cut = self.locality, self.preview.now.cut
        level = next(iter(cut.pieces.values())).level if cut.pieces else ""
        return own.level(level).in_language(self.language) if own and level else ""

    @cached_property
    def steps(self) -> list[Made]:
        rows = queries.steps(self.row)
        names = people.name_of({row.by_user for row in rows})
        return [
            Made(
                row.number,
                str(said.KINDS[row.kind]),
                names.get(row.by_user, "") if row.by_user else "",
                row.at,
                row.undone_at is not None,
                [] if row.undone_at else said.parted(row.asked.get("parted", ()), self.preview),
                row.asked.get("parts") == "divide",
            )
            for row in rows
            if not row.dropped
        ]

    @cached_property
    def people(self) -> dict[str, str]:
        """Who began it, handed it in, published it."""
        names = people.name_of({self.row.opened_by, self.row.offered_by, self.row.published_by})
        asked = {
            "opened": self.row.opened_by,
            "offered": self.row.offered_by,
            "published": self.row.published_by,
        }
        return {key: names.get(who, "") for key, who in asked.items() if who}
