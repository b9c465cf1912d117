"""What a draft would do: numbers per grid, what is wrong, which addresses, cases and posts it touches.

Reads only.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from gewu.cases import queries as cases
from gewu.kernel.access import Actor
from gewu.layers import queries as layers
from gewu.people import queries as people
from gewu.places import queries as places
from gewu.redraw import naming, queries
from gewu.redraw.checks import Finding, Range, Ruled, affected, findings_of, households_of
from gewu.redraw.counts import Counts, located
from gewu.redraw.cut import Group, Piece
from gewu.redraw.lineage import lineage
from gewu.redraw.models import Draft
from gewu.redraw.naming import CodeError, Given
from gewu.redraw.queries import Drawn
from gewu.registers import queries as registers


@dataclass(frozen=True, slots=True)
class Line:
    """A grid of the draft: what it was numbered, what it will be, who lives there then and now."""

    key: str
    code: str
    name: str
    short: str
    level: str
    parent: str
    community: str
    is_new: bool
    is_group: bool
    households: int
    before: int | None
    buildings: int
    hectares: float
    problems: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Heir:
    """What becomes of the ground of one grid: old number → new number, with the households that go there."""

    old: str
    new: str
    kind: str
    households: int
    addresses: int


class Preview:
    """Everything about one draft, worked out as it is asked for."""

    def __init__(self, row: Draft) -> None:
        self.row = row

    @cached_property
    def now(self) -> Drawn:
        return queries.drawn(self.row)

    @cached_property
    def counts(self) -> Counts:
        return queries.counts_of(self.row, self.now)

    @cached_property
    def households(self) -> dict[str, int]:
        return households_of(self.now.cut, self.counts)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """Everything that is wrong or worth a word; errors first."""
        found = findings_of(self.now.base, self.now.cut, self.counts, self._ruled)
        used_up = (Finding("error", "numbers"),) if self.given is None else ()
        return (*used_up, *found)

    @property
    def is_sound(self) -> bool:
        return not any(one.weight == "error" for one in self.findings)

    @property
    def asks_reason(self) -> bool:
        return any(one.weight == "reason" for one in self.findings)

    @cached_property
    def given(self) -> dict[str, Given] | None:
        """Numbers and names of what is new; None where the numbers of the place are used up."""
        try:
            return naming.given(self.row.township, self.now.cut, dict(self.row.codes) or None)
        except CodeError:
            return None

    def code_of(self, key: str) -> str:
        found = (self.given or {}).get(key)
        return found.code if found else key

    def name_of(self, key: str) -> str:
        """Its short name with its number: 南龙头2-3 (370402004010023)."""
        if not key:
            return ""
        short = self.short_of(key)
        code = self.code_of(key)
        return code if short in {"", key} else f"{short} ({code})"

    def named(self, code: str) -> str:
        """What fits on a map, by a number that a grid has or is to have."""
        key = next((key for key, one in (self.given or {}).items() if one.code == code), code)
        return self.short_of(key)

    def short_of(self, key: str) -> str:
        """What fits on a map."""
        found, now, was = (self.given or {}).get(key), self.now.cut, self.now.base
        one = now.pieces.get(key) or now.groups.get(key) or was.pieces.get(key) or was.groups.get(key)
        return found.names.short if found else (one.names.short if one else key)

    @cached_property
    def lines(self) -> list[Line]:
        """Every grid that is new or not as it was, groups after their pieces, by number."""
        cut, base = self.now.cut, self.now.base
        keys = affected(base, cut)
        before = households_of(base, self._as_before)
        return sorted(
            (self._line(cut.pieces.get(key) or cut.groups[key], before) for key in keys),
            key=lambda line: (line.community, line.is_group, line.code),
        )

    @cached_property
    def gone(self) -> list[str]:
        """Numbers that are retired, groups too."""
        cut, base = self.now.cut, self.now.base
        return sorted((base.pieces.keys() - cut.pieces.keys()) | (base.groups.keys() - cut.groups.keys()))

    @cached_property
    def heirs(self) -> list[Heir]:
        """Old → new, for pieces whose ground goes to another and groups that end."""
        return _heirs(self)

    @cached_property
    def leaves(self) -> dict[UUID, str]:
        """The pieces of today that are touched: area → key."""
        touched = self.now.touched
        return {places.area_by_code(key).id: key for key in self.now.base.pieces.keys() & touched}

    def open_cases(self, actor: Actor | None = None) -> list[tuple[cases.OpenAt, str | None, str | None]]:
        """Open cases whose grid changes: from, to (None: nobody can say); with an actor, those it may see."""
        found = cases.open_at(self.row.township, self.leaves, actor)
        spots = [_Spot(one) for one in found]
        keys = sorted(self.now.touched & self.now.cut.pieces.keys())
        goals = located(self.now.cut, keys, spots)
        lines = [(one, self.leaves[one.leaf], goal) for one, goal in zip(found, goals, strict=True)]
        return [line for line in lines if line[1] != line[2]]

    @cached_property
    def posts_ending(self) -> list[people.Post]:
        """Posts at grids that are retired: somebody has to decide about each."""
        return people.posts_in([places.area_by_code(code).id for code in self.gone])

    @cached_property
    def register_rows(self) -> Mapping[str, int]:
        """Rows of the registers that change their grid, by register."""
        return registers.rows_at(self.row.township, self.counts.moved)

    def duties(self, actor: Actor | None = None) -> list[tuple[registers.Duty, str, str]]:
        """Visits to be paid that change their grid: from, to; with an actor, those it may know of."""
        moved = self.counts.moved
        found = registers.duties_at(self.row.township, moved, actor)
        return [
            (one, old or "", new or "") for one in found for old, new in [moved.get(one.house, (None, None))]
        ]

    @cached_property
    def layer_areas(self) -> list[layers.Made]:
        """Areas of parallel layers made of grids that are retired: somebody has to decide about each."""
        return layers.made_of(self.row.township, [places.area_by_code(code).id for code in self.gone])

    @cached_property
    def _as_before(self) -> Counts:
        return Counts(self.counts.houses, self.counts.before, self.counts.before)

    @cached_property
    def _ruled(self) -> Ruled:
        return _ruled(self.row.township, {*self.now.base.pieces, *self.now.base.groups})

    def _line(self, one: Piece | Group, before: dict[str, int]) -> Line:
        is_group, cut = isinstance(one, Group), self.now.cut
        found = (self.given or {}).get(one.key)
        names = found.names if found else one.names
        inside = [key for key, piece in cut.pieces.items() if piece.parent == one.key]
        keys = inside if is_group else [one.key]
        ground = sum(cut.flat.area(cut.pieces[key].ground) for key in keys)
        return Line(
            key=one.key,
            code=found.code if found else one.key,
            name=names.zh,
            short=names.short,
            level=one.level,
            parent=one.parent,
            community=cut.community(one.key),
            is_new=one.is_new,
            is_group=is_group,
            households=self.households.get(one.key, 0),
            before=before.get(one.key),
            buildings=sum(self.counts.buildings.get(key, 0) for key in keys),
            hectares=round(ground / 10_000, 2),
            problems=tuple(finding for finding in self.findings if finding.key == one.key),
        )


@dataclass(frozen=True, slots=True)
class _Spot:
    """An open case as something that stands somewhere."""

    case: cases.OpenAt

    @property
    def id(self) -> UUID:
        return self.case.id

    @property
    def lon(self) -> float:
        return self.case.lon or 0.0

    @property
    def lat(self) -> float:
        return self.case.lat or 0.0

    households = 0
    by_hand = False
    area = None


def _ruled(township: int, codes: Collection[str]) -> Ruled:
    own = places.locality_of(township)
    if own is None:
        return Ruled({}, {}, {})
    ranges = {level.key: Range(*level.households, level.outside) for level in own.levels if level.households}
    roles: dict[str, list[Collection[str]]] = {}
    for rule in own.staffing:
        if rule.each and rule.each[0] > 0 and rule.where == "here":
            roles.setdefault(rule.level, []).append(rule.roles)
    held: dict[str, list[str]] = {}
    for post in people.posts_in([places.area_by_code(code).id for code in codes]):
        held.setdefault(places.area(post.area_id).code, []).append(post.role)
    return Ruled(ranges, roles, held)


def _heirs(preview: Preview) -> list[Heir]:
    now, counts = preview.now, preview.counts
    moved: Counter[tuple[str, str]] = Counter()
    living: Counter[tuple[str, str]] = Counter()
    for house, new in counts.after.items():
        for pair in _homes(now, counts.before[house], new):
            moved[pair] += 1
            living[pair] += counts.houses[house].households
    found = [
        Heir(old, preview.code_of(new), kind, living[(old, new)], moved[(old, new)])
        for (old, new), kind in lineage(now.base, now.cut).items()
    ]
    return sorted(found, key=lambda heir: (heir.old, heir.new))


def _homes(now: Drawn, old: str | None, new: str | None) -> Iterator[tuple[str, str]]:
    """The grid of a house and what is above it, before and after, where they are others."""
    if old and new:
        was, will = now.base.pieces[old], now.cut.pieces[new]
        yield from ((one, other) for one, other in ((old, new), (was.parent, will.parent)) if one != other)
