"""The catalogue as rows of a table: what each category says, who puts it right, what narrows the list."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _

from gewu.catalogue import queries
from gewu.catalogue.category import KIND_DIGITS, Category, FilingWords
from gewu.catalogue.matters import MatterSet
from gewu.catalogue.spoken import length, said
from gewu.deadlines.rules import Limit
from gewu.kernel.filters import Chosen, Filter
from gewu.people import queries as people

STATION = "station"
# A community has its own of these: they are named by their kind.
MANY = 3


@dataclass(frozen=True, slots=True)
class Standard:
    """A filing standard as a page says it."""

    name: str
    limit: Limit
    said: str
    urgent: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """A category as a page says it."""

    code: str
    name: str
    icon: str
    kind: str
    major: str
    public: bool
    offices: tuple[tuple[str, str], ...]
    filing: tuple[Standard, ...]
    closing: tuple[str, ...]

    @property
    def limits(self) -> str:
        """The shortest and the longest time for handling."""
        found = sorted(self.filing, key=lambda standard: length(standard.limit))
        ends = dict.fromkeys((found[0].said, found[-1].said))
        return " – ".join(ends)

    @property
    def office_names(self) -> str:
        return " · ".join(name for _key, name in self.offices)


class Offices:
    """The organisations of one township by key, and which of them usually put a category right."""

    def __init__(self, township: int | None, language: str) -> None:
        found = people.organisations_of(township) if township else []
        self._names: Mapping[str, str] = {office.key: office.in_language(language) for office in found}
        self._language = language

    def of(self, category: Category) -> tuple[tuple[str, str], ...]:
        """Key and name of each; where every community has its own, or the place has none, the duty's name."""
        keys = queries.usual_offices(category.code, self._names)
        if keys and len(keys) <= MANY:
            return tuple((key, self._names[key]) for key in keys)
        duty = STATION if self._names else category.duty
        return ((duty, queries.duty_name(duty, self._language)),)


def entries(found: Iterable[Category], language: str, offices: Offices) -> list[Entry]:
    """The rows of these categories, in their order."""
    majors = {major.code: major.name(language) for major in queries.majors()}
    return [
        Entry(
            code=category.code,
            name=category.name(language),
            icon=category.icon,
            kind=kind_name(category.kind),
            major=majors[category.code[:4]],
            public=category.public,
            offices=offices.of(category),
            filing=tuple(_standard(standard, language) for standard in category.filing),
            closing=tuple(standard.name(language) for standard in category.closing),
        )
        for category in found
    ]


def grouped(rows: Iterable[Entry]) -> list[tuple[str, list[Entry]]]:
    """Rows under the names of their major classes, as they come."""
    return [
        (f"{kind} · {major}", list(members))
        for (kind, major), members in groupby(rows, key=lambda row: (row.kind, row.major))
    ]


def kind_name(kind: str) -> str:
    """What a class of the catalogue is called."""
    return {"component": _("Components"), "event": _("Events"), "community": _("Neighbourhood")}[kind]


def filters(rows: Iterable[Entry], language: str, matters: MatterSet | None = None) -> tuple[Filter, ...]:
    """Everything these rows can be narrowed by; by matter where the place counts them."""
    rows = tuple(rows)
    offices = dict(sorted({pair for row in rows for pair in row.offices}, key=lambda pair: pair[1]))
    limits = sorted({standard.limit for row in rows for standard in row.filing}, key=length)
    return (
        Filter("q", _("Search words"), "text"),
        Filter("class", _("Class"), "choice", dict(_classes(language))),
        Filter("office", _("Usually done by"), "choice", offices),
        Filter("limit", _("Time for handling"), "choice", {_key(each): said(each) for each in limits}),
        Filter(
            "public",
            _("Who may choose it"),
            "choice",
            {"yes": _("Residents and staff"), "no": _("Staff only")},
        ),
        *_by_matter(matters, language),
    )


def _by_matter(matters: MatterSet | None, language: str) -> Iterator[Filter]:
    if matters:
        found = {one.key: one.name(language) for one in matters.matters if one.codes}
        yield Filter("matter", _("Matter of the grid"), "choice", found)


def narrowed(rows: Iterable[Entry], chosen: Chosen, matters: MatterSet | None = None) -> list[Entry]:
    """The rows that fit everything chosen beside the words."""
    wanted = {name: str(value) for name, value in chosen.values.items()}
    matter = matters.matter(wanted.pop("matter", "")) if matters else None
    return [
        row
        for row in rows
        if (matter is None or matter.holds(row.code))
        and all(_fits(row, name, value) for name, value in wanted.items())
    ]


def _fits(row: Entry, name: str, value: str) -> bool:
    match name:
        case "class":
            return row.code.startswith(value)
        case "office":
            return value in {key for key, _name in row.offices}
        case "limit":
            return value in {_key(standard.limit) for standard in row.filing}
        case "public":
            return row.public is (value == "yes")
    return True


def _key(limit: Limit) -> str:
    return f"{limit.amount}-{limit.unit.value}"


def _classes(language: str) -> Iterator[tuple[str, str]]:
    majors = queries.majors()
    for kind, digits in KIND_DIGITS.items():
        yield digits, kind_name(kind)
        for major in (one for one in majors if one.kind == kind):
            yield major.code, f"{kind_name(kind)} · {major.name(language)}"


def _standard(standard: FilingWords, language: str) -> Standard:
    return Standard(
        name=standard.name(language),
        limit=standard.limit,
        said=said(standard.limit),
        urgent=standard.urgent,
    )


def lines(rows: Collection[Entry]) -> Iterator[tuple[str, ...]]:
    """One line per filing standard, for a file."""
    for row in rows:
        for standard in row.filing:
            yield (
                row.code,
                row.kind,
                row.major,
                row.name,
                standard.name,
                standard.said,
                _("Yes") if standard.urgent else _("No"),
                " / ".join(row.closing),
                row.office_names,
                _("Yes") if row.public else _("No"),
            )


def heading() -> tuple[str, ...]:
    """What stands above those lines."""
    return (
        _("Code"),
        _("Class"),
        _("Major class"),
        _("Category"),
        _("Taken on when"),
        _("Time for handling"),
        _("Urgent"),
        _("Done when"),
        _("Usually done by"),
        _("Residents may choose it"),
    )
