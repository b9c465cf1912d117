"""What an index of cases asks the engine: who may see what it found, and how a found case is shown."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from gewu.cases.models import Case, CaseParticipant, CaseQuerySet, CaseText
from gewu.cases.queries.rows import LISTED, rows_of
from gewu.cases.queries.values import CaseRow
from gewu.cases.reach import LEVEL_COLUMN
from gewu.cases.wording import Spoken, spoken_of
from gewu.kernel.access import AccessClass, Actor
from gewu.kernel.filters import Chosen
from gewu.places import queries as places


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What cases an actor reaches in a township have in common: one of these, unless the whole is read."""

    places: frozenset[UUID]
    offices: frozenset[UUID]
    reporter: UUID | None
    whole: bool


def narrowing(actor: Actor, township: int) -> Narrowing:
    """What a question may be narrowed by before rights are asked."""
    here = [post for post in actor.posts if post.scope.low <= township <= post.scope.high]
    reading = [post.scope for post in here if "cases" in post.reads]
    return Narrowing(
        places=frozenset(scope.area for scope in reading),
        offices=frozenset(post.organisation for post in here if post.organisation),
        reporter=actor.user,
        whole=any(scope.tier not in LEVEL_COLUMN for scope in reading),
    )


def townships_of(actor: Actor) -> tuple[int, ...]:
    """The townships run here that the actor's posts look after, smallest code first."""
    ranges = actor.townships
    run_here = (locality.township for locality in places.localities())
    return tuple(sorted(one for one in run_here if any(low <= one <= high for low, high in ranges)))


def seen_by_post(actor: Actor, chosen: Chosen | None = None) -> Exists:
    """Whether the case of an outer row (township, id) is one the actor's posts reach, whatever way."""
    return Exists(_outer(Case.objects.seen_from_posts(actor), chosen))


def seen_as_reporter(actor: Actor, chosen: Chosen | None = None) -> Exists:
    """Whether it is one the actor reported: then only what a reporter may read is theirs to be found by."""
    own = Case.objects.filter(reporter_user=actor.user, reporter_user__isnull=False)
    return Exists(_outer(own, chosen))


def rows_among(township: int, ids: Collection[UUID]) -> Mapping[UUID, CaseRow]:
    """Cases of one township as rows of a list, for an index that has asked for rights already."""
    cases = Case.objects.filter(township=township, id__in=ids).only(*LISTED) if ids else ()
    return {row.id: row for row in rows_of(cases)}


def texts_among(township: int, ids: Collection[UUID]) -> Mapping[UUID, tuple[tuple[str, str], ...]]:
    """What was said in each of these cases, as (kind, text), in the order it was said."""
    found: dict[UUID, list[tuple[str, str]]] = {}
    texts = CaseText.objects.filter(township=township, case_id__in=ids).order_by("case_id", "entry", "id")
    for case, kind, text in texts.values_list("case_id", "kind", "text") if ids else ():
        found.setdefault(case, []).append((kind, text))
    return {case: tuple(said) for case, said in found.items()}


def numbered(actor: Actor, candidates: Collection[str]) -> tuple[CaseRow, ...]:
    """The cases the actor sees among some numbers."""
    seen = Case.objects.visible_to(actor)
    townships = [Q(township__range=(low, high)) for low, high in sorted(actor.townships)]
    here = seen.filter(reduce(or_, townships)) if townships else seen
    return rows_of(here.filter(number__in=candidates).only(*LISTED)[:20])


def ids_after(township: int, after: UUID | None, *, size: int) -> list[UUID]:
    """The next ids of a township's cases in their order, for work that goes through all of them."""
    cases = Case.objects.filter(township=township, **({"id__gt": after} if after else {}))
    return list(cases.order_by("id").values_list("id", flat=True)[:size])


def spoken(township: int, ids: Collection[UUID]) -> Iterable[Spoken]:
    """Everything some cases say, read in three statements."""
    mine = {"township": township, "case_id__in": ids}
    texts, offices = defaultdict[UUID, list[CaseText]](list), defaultdict[UUID, list[UUID]](list)
    for text in CaseText.objects.filter(**mine).order_by("entry"):
        texts[text.case_id].append(text)
    for case, office in CaseParticipant.objects.filter(**mine).values_list("case_id", "organisation"):
        offices[case].append(office)
    for row in Case.objects.filter(township=township, id__in=ids):
        yield spoken_of(row, texts[row.id], offices=offices[row.id], whole=True)


def _outer(cases: CaseQuerySet, chosen: Chosen | None) -> "QuerySet[Case]":
    narrowed = chosen.apply(cases) if chosen else cases
    here = narrowed.filter(township=OuterRef("township"), id=OuterRef("id"))
    return here.filter(access_class__lt=int(AccessClass.SEALED))
