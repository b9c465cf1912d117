"""Many cases at once: what may be done with each, how many fit a filter, and whose they are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Value

from gewu.cases.models import Case, CaseReporter
from gewu.cases.queries.facts import facts_for
from gewu.cases.queries.lists import chosen_from
from gewu.cases.queries.names import open_inboxes
from gewu.cases.queries.offers import offered
from gewu.cases.queries.rows import LISTED, rows_of
from gewu.cases.queries.values import CaseRow, OfferedMove
from gewu.cases.queries.worklists import COUNTED, cases_on, lists_of
from gewu.cases.rules import moves_open_to
from gewu.catalogue import queries as catalogue
from gewu.kernel.access import AccessClass, Actor
from gewu.kernel.errors import Invalid
from gewu.kernel.filters import Chosen
from gewu.kernel.ids import township_of

MOST_OF_A_PERSON = 100


@dataclass(frozen=True, slots=True)
class Offers:
    """A case among others, with what its reader may do with it now."""

    row: CaseRow
    moves: tuple[OfferedMove, ...]


def offers_among(actor: Actor, ids: Sequence[UUID]) -> tuple[Offers, ...]:
    """The moves an actor may make on each of some cases, in the order given; unseen ones are left out."""
    found: dict[UUID, Case] = {}
    for township in {township_of(one) for one in ids}:
        seen = Case.objects.visible_to(actor).filter(township=township)
        found |= {case.id: case for case in seen.filter(id__in=ids)}
    cases = [found[one] for one in dict.fromkeys(ids) if one in found]
    inboxes = {township: open_inboxes(township) for township in {case.township for case in cases}}
    rows = {row.id: row for row in rows_of(cases)}
    return tuple(Offers(rows[case.id], _moves(actor, case, inboxes[case.township])) for case in cases)


def _moves(actor: Actor, case: Case, inboxes: Mapping[UUID, str]) -> tuple[OfferedMove, ...]:
    definition = catalogue.definition(case.definition_id)
    here = case.offered_org or case.holder_org
    offices = {office: name for office, name in inboxes.items() if office != here}
    facts = facts_for(actor, case)
    return tuple(offered(case, definition, move, offices) for move in moves_open_to(definition, facts))


def narrowed_counts(actor: Actor, wanted: Mapping[UUID, tuple[str, Mapping[str, str]]]) -> dict[UUID, int]:
    """How many cases (up to 100) each narrowed list holds, in one statement; not of lists that are gone."""
    mine, parts = lists_of(actor), []
    for name, (key, query) in wanted.items():
        chosen = _chosen(query)
        if key in mine and chosen is not None:
            parts += [_marked(part, name) for part in cases_on(actor, key, chosen)]
    found = set(parts[0].union(*parts[1:], all=True)) if parts else set()
    return {name: sum(1 for of, _case in found if of == name) for name in wanted if wanted[name][0] in mine}


def count_up_to(actor: Actor, key: str, chosen: Chosen, most: int) -> int:
    """How many cases a narrowed list holds, counted no further than `most`."""
    found: set[UUID] = set()
    for part in cases_on(actor, key, chosen):
        found |= set(part.values_list("id", flat=True)[:most])
    return min(len(found), most)


def reported_by(actor: Actor, *, kind: str, index: bytes) -> tuple[CaseRow, ...]:
    """Cases whose reporter left this phone or name (a blind index), for posts that may read contacts."""
    reading = tuple(post for post in actor.posts if post.access_class >= AccessClass.PROTECTED)
    known = CaseReporter.objects.filter(
        township=OuterRef("township"), case_id=OuterRef("id"), **{f"{kind}_index": index}
    )
    found: dict[UUID, Case] = {}
    for low, high in sorted({(post.scope.low, post.scope.high) for post in reading}):
        here = Case.objects.seen_from_posts(actor).filter(Exists(known), township__range=(low, high))
        found |= {
            case.id: case for case in here.only(*LISTED).order_by("-recorded_at", "-id")[:MOST_OF_A_PERSON]
        }
    return rows_of(sorted(found.values(), key=lambda case: case.recorded_at, reverse=True))


def _marked(part: QuerySet[Case], name: UUID) -> QuerySet[Case, tuple[UUID, UUID]]:
    return part.annotate(of=Value(name)).values_list("of", "id")[: COUNTED + 1]


def _chosen(query: Mapping[str, str]) -> Chosen | None:
    try:
        return chosen_from(query)
    except Invalid:
        # A category or a stage that was there when the filter was made.
        return None
