"""A list or a search as lines of a table: read page by page with the rights its reader has at that moment."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import QueryDict
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gewu.cases import queries as cases
from gewu.cases.queries import CaseRow
from gewu.finding import segments
from gewu.finding.queries.full_text import cursor_after, ranked_ids
from gewu.finding.queries.saved import SEARCH
from gewu.kernel import numbers
from gewu.kernel.access import Actor

PART = 200
# What a query string of a page says beside its filters and its words.
OTHERS = ("after", "older", "page", "list", "all", "case", "saved", "sort", "csrfmiddlewaretoken")
Line = Sequence[object]
# The questions of a report whose answers stand in a line.
ANSWERS = ("category", "text", "area", "address", "source")


@dataclass(frozen=True, slots=True)
class Part:
    """Some lines, and the kinds of cases they are of."""

    lines: Sequence[Line]
    types: frozenset[str]


def only_filters(query: str) -> str:
    """The filters and the words of a query string, without where in the list somebody was."""
    given = QueryDict(query, mutable=True)
    for name in OTHERS:
        given.pop(name, None)
    cases.chosen_from(given)
    return given.urlencode()


def header() -> Line:
    """The columns, in the language of whoever reads."""
    return (
        _("Number"),
        _("Category"),
        _("What was reported"),
        _("Place"),
        _("Address"),
        _("Stage"),
        _("Source"),
        _("Office"),
        _("Reported"),
        _("Due"),
        pgettext("of a case", "Late"),
        _("Returned"),
        _("Demands"),
    )


def parts_of(actor: Actor, list_key: str, query: str, *, most: int) -> Iterator[Part]:
    """The lines of a narrowed list, or of a search, two hundred at a time."""
    left = most
    for rows in _pages(actor, list_key, query):
        taken = rows[:left]
        left -= len(taken)
        yield Part(_lines(taken), frozenset(row.type for row in taken))
        if left <= 0:
            return


def expected(actor: Actor, list_key: str, query: str, *, up_to: int) -> int:
    """How many lines it will have, counted no further than `up_to`."""
    given = QueryDict(only_filters(query))
    if list_key == SEARCH:
        return sum(len(rows) for rows in _first_pages(actor, list_key, query, up_to))
    return cases.count_up_to(actor, list_key, cases.chosen_from(given), up_to)


def _first_pages(actor: Actor, list_key: str, query: str, up_to: int) -> Iterator[Sequence[CaseRow]]:
    seen = 0
    for rows in _pages(actor, list_key, query):
        yield rows[: up_to - seen]
        seen += len(rows)
        if seen >= up_to:
            return


def _pages(actor: Actor, list_key: str, query: str) -> Iterator[Sequence[CaseRow]]:
    given = QueryDict(only_filters(query))
    chosen = cases.chosen_from(given)
    if list_key == SEARCH:
        yield from _found(actor, given)
        return
    after: str | None = None
    while True:
        page = cases.worklist(actor, list_key, chosen=chosen, after=after, size=PART)
        yield page.items
        after = page.next
        if after is None:
            return


def _found(actor: Actor, given: QueryDict) -> Iterator[Sequence[CaseRow]]:
    question, chosen = segments.asked(given.get("q", "")), cases.chosen_from(given)
    older: str | None = None
    while True:
        ids, more, _since = ranked_ids(actor, question, chosen=chosen, newest=True, older=older)
        rows: dict[UUID, CaseRow] = {}
        for township in {one.township for one in ids}:
            rows |= cases.rows_among(township, [one.id for one in ids if one.township == township])
        yield [rows[one.id] for one in ids if one.id in rows]
        if not more or not ids:
            return
        older = cursor_after(ids)


def _lines(rows: Sequence[CaseRow]) -> Sequence[Line]:
    texts = {
        case: said
        for township in {row.township for row in rows}
        for case, said in cases.texts_among(township, [row.id for row in rows]).items()
    }
    return [_line(row, dict(reversed(texts.get(row.id, ()))).get("description", row.text)) for row in rows]


def _line(row: CaseRow, text: str) -> Line:
    return (
        numbers.grouped(row.number),
        row.category_name,
        text,
        row.place,
        row.address,
        row.stage_title,
        cases.source_name(row.source),
        row.holder,
        f"{localtime(row.reported_at):%Y-%m-%d %H:%M}",
        f"{localtime(row.due_at):%Y-%m-%d %H:%M}" if row.due_at else "",
        pgettext("of a case", "Late") if row.is_late else "",
        row.returns or "",
        row.demands,
    )
