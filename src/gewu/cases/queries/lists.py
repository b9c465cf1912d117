"""Lists, search and map: pages of rows, narrowed by filters, always within what the actor may see."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from gewu.cases.models import Case, CaseText
from gewu.cases.powers import DESCRIPTION
from gewu.cases.queries.list_reach import at_work
from gewu.cases.queries.names import language
from gewu.cases.queries.rows import DRAWN, LISTED, cut_row, points_of, rows_of
from gewu.cases.queries.then import ever_in
from gewu.cases.queries.values import CaseRow, MapPoint
from gewu.cases.queries.worklists import LISTS, NEWEST_FIRST, URGENT_FIRST, cases_on, late
from gewu.cases.reach import LEVEL_COLUMN
from gewu.cases.rules import SOURCES
from gewu.catalogue import queries as catalogue
from gewu.kernel import filters, numbers, paging
from gewu.kernel.access import Actor
from gewu.kernel.errors import Invalid
from gewu.kernel.filters import Chosen, Filter
from gewu.kernel.paging import Page
from gewu.places import queries as places

MOST_POINTS = 500
EVENT = "event"


def list_filters() -> tuple[Filter, ...]:
    """What any list of cases can be narrowed by, in the language of the reader."""
    categories = {category.code: category.name(language()) for category in catalogue.categories()}
    return (
        Filter("category", _("Category"), "choices", categories),
        Filter("place", _("Place"), "id", narrow=_in_place),
        Filter("stage", _("Stage"), "choices", _stages()),
        Filter("source", _("Source"), "choices", {source: source_name(source) for source in SOURCES}),
        Filter("day_from", _("From"), "day_from", lookup="recorded_at"),
        Filter("day_to", _("Until"), "day_to", lookup="recorded_at"),
        Filter("text", _("Number, text or address"), "text", narrow=_with_text),
        Filter("late", _("Only late ones"), "flag", narrow=lambda _value: late()),
    )


def _stages() -> dict[str, str]:
    """The stages of events, and of other kinds those that have no namesake there."""
    kinds = sorted(catalogue.case_type_keys(), key=lambda key: key != EVENT)
    found: dict[str, str] = {}
    for kind in kinds:
        said = catalogue.words(kind, language())
        for key, stage in said.stages.items():
            found.setdefault(key, stage.title if kind == EVENT else f"{said.title}: {stage.title}")
    return found


def chosen_from(params: "MultiValueDict[str, str] | Mapping[str, str]") -> Chosen:
    """The filters in a query string, or Invalid naming those that cannot be."""
    return filters.parse(list_filters(), params)


def worklist(
    actor: Actor, key: str, *, chosen: Chosen | None = None, after: str | None = None, size: int = 50
) -> Page[CaseRow]:
    """A page of one worklist."""
    querysets = [chosen.apply(part) if chosen else part for part in cases_on(actor, key)]
    return _rows(querysets, order=LISTS[key].order, after=after, size=size)


def visible(
    actor: Actor, *, chosen: Chosen | None = None, after: str | None = None, size: int = 50
) -> Page[CaseRow]:
    """A page of everything the actor may see, by whatever way; newest first."""
    querysets = [chosen.apply(part) if chosen else part for part in Case.objects.reached_by(actor)]
    read = _rows if actor.posts else _rows_of_resident
    return read(querysets, order=NEWEST_FIRST, after=after, size=size)


def search(actor: Actor, text: str, *, after: str | None = None, size: int = 50) -> Page[CaseRow]:
    """Cases by their number, by a piece of their text or address, or by the name of a place."""
    wanted = _with_text(text.strip()) | _in_places_called(text.strip())
    querysets = [part.filter(wanted) for part in Case.objects.reached_by(actor)]
    read = _rows if actor.posts else _rows_of_resident
    return read(querysets, order=NEWEST_FIRST, after=after, size=size)


def map_points(actor: Actor, *, chosen: Chosen | None = None) -> tuple[MapPoint, ...]:
    """Open cases with a point, most urgent first, as many as a map can carry. It is for people on duty."""
    open_here = Q(awaits__gt="", closed_at=None, lon__isnull=False)
    reached = [Case.objects.filter(reach & open_here) for post in actor.posts for reach in at_work(post)]
    querysets = [chosen.apply(part) if chosen else part for part in reached]
    found: dict[UUID, Case] = {
        case.id: case
        for part in querysets
        for case in part.only(*DRAWN).order_by(*URGENT_FIRST)[:MOST_POINTS]
    }
    urgent = sorted(found.values(), key=lambda case: (case.due_at is None, case.due_at, case.id))
    return points_of(urgent[:MOST_POINTS])


def source_name(source: str) -> str:
    """How a case came to us, in words."""
    return {
        "resident": _("Resident"),
        "patrol": _("Patrol"),
        "hotline": _("Hotline"),
        "window": _("Service window"),
        "visit": _("Home visit"),
        "department": _("Passed on by a department"),
        "leader": _("Leadership"),
        "reception": _("Open reception day"),
        "open311": _("Open311"),
    }.get(source, source)


def _rows(
    querysets: Sequence[QuerySet[Case]], *, order: Sequence[str], after: str | None, size: int
) -> Page[CaseRow]:
    page = paging.page([part.only(*LISTED) for part in querysets], order=order, after=after, size=size)
    return Page(items=rows_of(page.items), next=page.next)


def _rows_of_resident(
    querysets: Sequence[QuerySet[Case]], *, order: Sequence[str], after: str | None, size: int
) -> Page[CaseRow]:
    """A resident has no home in the tree, and sees own reports wherever they were made."""
    page = _rows(querysets, order=order, after=after, size=size)
    return Page(items=tuple(cut_row(row) for row in page.items), next=page.next)


def _in_place(identifier: UUID) -> Q:
    place = places.area(identifier)
    column = LEVEL_COLUMN.get(place.tier)
    if column:
        # Where borders were redrawn, an old number finds what it had, and the new one what it has.
        redrawn = len(places.versions_of(place.home)) > 1
        return ever_in(column, identifier) if redrawn else Q(**{column: identifier})
    scope = places.scope_of(identifier)
    return Q(township__range=(scope.low, scope.high))


def _in_places_called(text: str) -> Q:
    found = Q(pk__in=())
    if len(text) < 2:
        return found
    for area in places.search(text)[:20]:
        if area.tier in LEVEL_COLUMN:
            found |= _in_place(area.id)
    return found


def _with_text(text: str) -> Q:
    try:
        return Q(number=numbers.clean(text))
    except Invalid:
        # Chinese has no capitals, and comparing letter by letter is several times as quick.
        alike = "icontains" if text.lower() != text.upper() else "contains"
        said = CaseText.objects.filter(
            **{f"text__{alike}": text},
            township=OuterRef("township"),
            case_id=OuterRef("id"),
            kind=DESCRIPTION,
        )
        return Q(**{f"address__{alike}": text}) | Q(Exists(said))
