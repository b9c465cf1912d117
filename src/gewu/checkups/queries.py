"""Every shared read of data health: findings and how many where, figures of reports, looks, switches."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Count
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from gewu.checkups import words
from gewu.checkups.definition import Check, checks
from gewu.checkups.models import (
    GRIDS,
    SETTLING,
    STATING,
    SWITCHING,
    Finding,
    Run,
    RunState,
    Statement,
    Switch,
    Words,
)
from gewu.checkups.rows import Row, look
from gewu.checkups.rules import State, Step, steps_from
from gewu.kernel import clock, filters, paging
from gewu.kernel.access import Actor
from gewu.kernel.filters import Chosen, Filter
from gewu.kernel.paging import Page
from gewu.people import queries as people
from gewu.people.queries import audience
from gewu.places import queries as places

NEWEST = ("-found_at", "-id")
MOST = 2000
# Who mends what is at no grid, or what nobody at the grid mends.
OFFICE = ("clerk", "supervisor")


@dataclass(frozen=True, slots=True)
class Line:
    """Words somebody left, with who and when."""

    kind: str
    text: str
    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Sheet:
    """One finding for one actor: what was said about it, the figures it is about, what may be done."""

    row: Finding
    lines: tuple[Line, ...]
    statements: tuple[Statement, ...]
    steps: tuple[Step, ...]
    # Who has it to mend, and to whom the actor may give it: names by user.
    given_to: str = ""
    may_have: Mapping[UUID, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong with a row before it is kept: which row of those given, which field, said in words."""

    row: int
    field: str
    check: str
    title: str
    sentence: str
    said: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class InGrid:
    """How many findings wait in a grid; without one: what belongs to the place as a whole."""

    area: UUID | None
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Switched:
    """A check in a township: whether it is on, whether that is as usual, what it has found and what waits."""

    check: Check
    on: bool
    usual: bool
    waiting: int


def finding_filters() -> tuple[Filter, ...]:
    return (
        Filter("state", _("State"), "choices", words.STATES),
        Filter("register", _("Register"), "choices", words.REGISTERS),
        Filter(
            "check", _("Check"), "choices", {key: words.title_of(key) for key in checks()}, lookup="check_key"
        ),
        Filter("grid", _("Grid"), "id", lookup="in_grid"),
        Filter("given_to", _("Given to"), "id"),
        Filter("day_from", _("From"), "day_from", lookup="found_at"),
        Filter("day_to", _("Until"), "day_to", lookup="found_at"),
    )


def chosen_from(params: Mapping[str, str]) -> Chosen:
    return filters.parse(finding_filters(), params)


def findings(actor: Actor, *, chosen: Chosen, after: str | None = None, size: int = 50) -> Page[Finding]:
    """What waits to be mended, or what the filters say, newest first."""
    rows = chosen.apply(Finding.objects.visible_to(actor))
    return paging.page([rows], order=NEWEST, after=after, size=size)


def all_findings(actor: Actor, *, chosen: Chosen) -> list[Finding]:
    """The same as one list of at most MOST, for a file."""
    return list(chosen.apply(Finding.objects.visible_to(actor)).order_by(*NEWEST)[:MOST])


def waiting(actor: Actor) -> int:
    """How many wait to be mended where the actor may mend (up to 99)."""
    return Finding.objects.visible_to(actor).filter(state=State.OPEN)[:99].count()


def finding(actor: Actor, identifier: UUID) -> Sheet:
    """One finding, or NotFound."""
    row = Finding.objects.visible_to(actor).one(identifier)
    steps = () if actor.roles.isdisjoint(SETTLING) else steps_from(row.state)
    refs = [UUID(ref) for ref in row.refs] if row.register == "figures" else []
    figures = Statement.objects.filter(township=row.township, id__in=refs).visible_to(actor)
    lines = lines_of(row.township, row.id)
    told = names_of([row]).get(row.given_to, "") if row.given_to else ""
    return Sheet(row, lines, tuple(figures.order_by("item", "id")), steps, told, _may_give_to(row, actor))


def can_mend(row: Finding) -> Mapping[UUID, str]:
    """Who can be asked to mend a finding, those at its grid first: names by user."""
    areas = [one for one in (row.in_cell, row.in_grid, row.in_community) if one]
    near = audience.holding_at(areas, held=GRIDS)
    over = audience.holding_over(row.township, held=OFFICE)
    users = [one.user for one in (*near, *over) if one.access_class >= row.access_class]
    names = people.name_of(users)
    return {user: names[user] for user in dict.fromkeys(users) if user in names}


def names_of(rows: Iterable[Finding]) -> dict[UUID, str]:
    """Who has them to mend."""
    return people.name_of({row.given_to for row in rows})


def given(actor: Actor) -> list[Finding]:
    """What somebody has to mend, newest first."""
    if actor.user is None:
        return []
    mine = Finding.objects.visible_to(actor).filter(given_to=actor.user, state=State.OPEN)
    return list(mine.order_by(*NEWEST)[:20])


def _may_give_to(row: Finding, actor: Actor) -> Mapping[UUID, str]:
    if row.state != State.OPEN or actor.user is None:
        return {}
    itself = {} if actor.roles.isdisjoint(GRIDS | frozenset(OFFICE)) else {actor.user: actor.name}
    return itself if actor.roles.isdisjoint(SETTLING) else {**can_mend(row), **itself}


def of_subject(actor: Actor, township: int, subject: UUID) -> list[Finding]:
    """What waits to be mended in one row, newest first."""
    rows = Finding.objects.visible_to(actor).filter(township=township, subject_id=subject, state=State.OPEN)
    return list(rows.order_by(*NEWEST)[:20])


def by_grid(actor: Actor) -> list[InGrid]:
    """How many wait in each grid, in the order of the grids' codes: it is work to do, not a ranking."""
    rows = Finding.objects.visible_to(actor).filter(state=State.OPEN)
    counted = rows.order_by().values_list("in_grid").annotate(n=Count("pk"))
    found = {area: n for area, n in counted if n}
    named = sorted((places.area(area) for area in found if area), key=lambda one: one.code)
    whole = [InGrid(None, "", found[None])] if None in found else []
    return whole + [InGrid(one.id, one.in_language(words.language()), found[one.id]) for one in named]


def townships_of(actor: Actor) -> tuple[int, ...]:
    """The townships run here that the actor works in."""
    return tuple(one.township for one in places.localities() if actor.at_home_in(one.township))


def switches(township: int) -> list[Switched]:
    """Every check, and how it stands in a township."""
    switched = dict(Switch.objects.filter(township=township).values_list("check_key", "on"))
    waiting = dict(
        Finding.objects.filter(township=township, state=State.OPEN)
        .order_by()
        .values_list("check_key")
        .annotate(n=Count("pk"))
    )
    return [
        Switched(one, switched.get(key, one.usually_on), key not in switched, waiting.get(key, 0))
        for key, one in checks().items()
    ]


def check_rows(register: str, rows: Iterable[Row]) -> tuple[RowFault, ...]:
    """What the shipped checks find in rows of a register before they are kept, for a dry run.

    Rows are values by the keys of fields, days as `date`, choices by their keys. Sentences are in the
    language in force and name no value.
    """
    today = localdate(clock.now())
    return tuple(
        RowFault(
            one.row,
            one.field,
            one.check,
            words.title_of(one.check),
            words.sentence(one.check, one.said),
            one.said,
        )
        for one in look(checks().values(), register, rows, today)
    )


def fault_said(check: str, said: Mapping[str, str]) -> tuple[str, str, str]:
    """What a check is called, what it says of a row with these figures, and how that is mended."""
    return words.title_of(check), words.sentence(check, said), words.mending(check)


def may_switch(actor: Actor) -> bool:
    return not actor.roles.isdisjoint(SWITCHING)


def may_state(actor: Actor) -> bool:
    return not actor.roles.isdisjoint(STATING)


def run(actor: Actor, identifier: UUID) -> Run:
    """One look through a place, or NotFound."""
    return Run.objects.visible_to(actor).one(identifier)


def last_run(actor: Actor) -> Run | None:
    """The newest look through a place of the actor that is done."""
    homes = townships_of(actor)
    rows = Run.objects.filter(township__in=homes, state=RunState.DONE).visible_to(actor)
    return rows.order_by("-asked_at").first()


def statements(actor: Actor) -> list[Statement]:
    """The figures of all reports the actor sees, report by report."""
    rows = Statement.objects.visible_to(actor).filter(withdrawn_at=None)
    return list(rows.order_by("place", "-period", "id")[:MOST])


def statement(actor: Actor, identifier: UUID) -> tuple[Statement, tuple[Line, ...]]:
    """One figure with what was said about it, or NotFound."""
    row = Statement.objects.visible_to(actor).one(identifier)
    return row, lines_of(row.township, row.id)


def wrong_figures(actor: Actor) -> dict[str, list[Finding]]:
    """What waits to be mended in figures, by the figure."""
    found: dict[str, list[Finding]] = {}
    rows = Finding.objects.visible_to(actor).filter(register="figures", state=State.OPEN)
    for row in rows.order_by("-found_at", "-id")[:MOST]:
        for ref in row.refs:
            found.setdefault(ref, []).append(row)
    return found


def lines_of(township: int, subject: UUID) -> tuple[Line, ...]:
    """The words on a finding or a figure, in order."""
    rows = Words.objects.about(township, subject)
    names = people.name_of({row.author for row in rows})
    return tuple(
        Line(row.kind, row.text, names.get(row.author, "") if row.author else "", row.written_at)
        for row in rows
    )
