"""Joint work as pages and tables show it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gewu.cases import queries as cases
from gewu.joint import queries
from gewu.joint.models import Agreement, Problem
from gewu.joint.queries import BatchLine, BatchSheet, StopLine
from gewu.joint.rules import Outcome
from gewu.kernel.access import Actor, ActorRequest
from gewu.kernel.filters import Filter
from gewu.layers import queries as layers
from gewu.people.queries import today

HEAD = (
    gettext_lazy("Place"), gettext_lazy("Office"), gettext_lazy("Visited on"), gettext_lazy("Households"),
    gettext_lazy("What people said"), gettext_lazy("What was found"), gettext_lazy("What became of it"),
)  # fmt: skip
TONES: Mapping[str, str] = {Outcome.SETTLED: "done", Outcome.CASE: "working", Outcome.NOTED: "quiet"}


@dataclass(frozen=True, slots=True)
class ProblemRow:
    problem: Problem
    outcome: str | Promise
    tone: str
    number: str


@dataclass(frozen=True, slots=True)
class StopRow:
    """A stop in the table of its batch."""

    of: StopLine
    problems: tuple[ProblemRow, ...]
    late: bool


def batches(lines: Sequence[BatchLine]) -> list[tuple[BatchLine, str | Promise]]:
    return [(line, queries.SORTS[line.batch.sort]) for line in lines]


def stop(line: StopLine, known: Mapping[UUID, str]) -> StopRow:
    rows = tuple(
        ProblemRow(
            one, queries.OUTCOMES[one.outcome], TONES[one.outcome], known.get(one.case_id or one.id, "")
        )
        for one in line.problems
    )
    return StopRow(line, rows, line.stop.visited_on is None and line.stop.due_on < today())


def numbers(actor: Actor, line: StopLine) -> dict[UUID, str]:
    """The numbers of the cases found at a stop, as far as one sees them."""
    ids = {one.case_id for one in line.problems if one.case_id}
    return cases.seen_among(actor, ids, line.stop.township) if ids else {}


def table(sheet: BatchSheet) -> Iterator[Sequence[object]]:
    """A line for every stop, and one for everything more that was found there."""
    for line in sheet.stops:
        spoke = line.stop.households if line.stop.visited_on else ""
        first = (line.place, line.office, line.stop.visited_on or "", spoke, line.stop.said)
        yield (*first, *(_told(line.problems[0], sheet) if line.problems else ("", "")))
        for more in line.problems[1:]:
            yield (line.place, "", "", "", "", *_told(more, sheet))


def _told(one: Problem, sheet: BatchSheet) -> tuple[str, str]:
    number = sheet.numbers.get(one.case_id, "") if one.case_id else ""
    return one.text, f"{queries.OUTCOMES[one.outcome]} {number}".strip()


def agreements(rows: Sequence[Agreement]) -> list[dict[str, Any]]:
    names = layers.office_names(row.office for row in rows)
    return [
        {
            "of": row,
            "bond": queries.BONDS[row.bond],
            "office": names.get(row.office, "") if row.office else "",
            "state": state(row),
        }
        for row in rows
    ]


def state(row: Agreement) -> tuple[str, str]:
    """The tone and the word of an agreement."""
    if row.ended_on is not None or (row.until and row.until < today()):
        return "quiet", _("over")
    return ("received", _("begins later")) if row.since > today() else ("working", _("in force"))


def filters(request: ActorRequest, known: Sequence[Filter]) -> list[dict[str, object]]:
    """A chip for every value of every filter."""
    found: list[dict[str, object]] = []
    for one in known:
        asked = request.GET.get(one.name, "")
        for value, word in one.choices.items():
            rest = {key: held for key, held in request.GET.items() if key not in {one.name, "after"}}
            url = "?" + urlencode(rest if asked == value else rest | {one.name: str(value)})
            found.append({"label": word, "url": url, "on": asked == value, "count": None})
    return found
