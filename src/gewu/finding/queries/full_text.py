"""Full text: the newest cases that hold the words, re-ordered by how well they hold them.

A question looks at the newest weeks first and goes further back only while it has too few; the words of the
index carry when and where a case was, so a frequent word costs no more than a rare one. Whether the asker may
see a case is asked of each candidate in the statement that brings it.
"""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.contrib.postgres.search import SearchQueryField
from django.core import signing
from django.db.models import BooleanField, ExpressionWrapper, F, FloatField, Func, Q, QuerySet, Value
from django.utils import timezone
from django.utils.translation import gettext as _

from gewu.cases import queries as cases
from gewu.cases.queries import CaseRow, Narrowing
from gewu.finding import segments
from gewu.finding.models import CaseWords
from gewu.finding.rules import promises
from gewu.finding.snippets import Snippet, snippet_of
from gewu.kernel import clock
from gewu.kernel.access import Actor
from gewu.kernel.errors import Invalid
from gewu.kernel.filters import Chosen
from gewu.places import queries as places

# So many of the newest are put in order of rank; further back goes with a cursor.
RANKED = 200
SIZE = 50
# How many candidates are looked at before a question says how far it came.
WINDOW, WIDER, MOST = 256, 4, 16_000
REPORTERS = "AB"
_SALT = "finding.older"
# Id, moment, read by a post, read as its reporter.
Rows = QuerySet[CaseWords, tuple[UUID, datetime, bool, bool]]


@dataclass(frozen=True, slots=True)
class Hit:
    """A found case: its row, and where the words stand."""

    row: CaseRow
    snippet: Snippet

    @property
    def id(self) -> UUID:
        return self.row.id


@dataclass(frozen=True, slots=True)
class Found:
    """One page of the answer. `older` goes on behind the ranked ones; `since`: how far back was looked."""

    hits: tuple[Hit, ...]
    total: int
    more: bool
    page: int
    pages: int
    older: str | None
    since: datetime | None

    @property
    def before(self) -> int:
        return self.page - 1

    @property
    def after(self) -> int:
        return self.page + 1


@dataclass(frozen=True, slots=True)
class Candidate:
    """A case that holds the words and that the asker may see."""

    id: UUID
    township: int
    recorded_at: datetime


@dataclass(slots=True)
class _Way:
    """How far back one township has been looked through."""

    township: int
    before: tuple[datetime, UUID] | None
    known: Narrowing
    found: list[Candidate] = field(default_factory=list)
    examined: int = 0
    ended: bool = False


def find(
    actor: Actor,
    text: str,
    *,
    chosen: Chosen | None = None,
    newest: bool = False,
    page: int = 1,
    older: str | None = None,
) -> Found:
    """The cases that hold every word of `text`, for the actor's posts; 200 of the newest, best first."""
    question = segments.asked(text)
    ids, more, since = ranked_ids(actor, question, chosen=chosen, newest=newest, older=older)
    pages = max(1, -(-len(ids) // SIZE))
    shown = ids[(min(page, pages) - 1) * SIZE :][:SIZE]
    onward = cursor_after(ids) if more and ids else None
    return Found(_hits(shown, question), len(ids), more, min(page, pages), pages, onward, since)


def ranked_ids(
    actor: Actor, question: segments.Asked, *, chosen: Chosen | None, newest: bool, older: str | None
) -> tuple[list[Candidate], bool, datetime | None]:
    """The newest candidates in order, whether there are more, and since when if not all were looked at."""
    before = _opened(older) if older else None
    townships = cases.townships_of(actor) if question else ()
    ways = [_Way(township, before, cases.narrowing(actor, township)) for township in townships]
    for way in ways:
        _look_back(way, actor, question, chosen)
    newest_first = sorted(
        (one for way in ways for one in way.found), key=lambda one: (one.recorded_at, one.id), reverse=True
    )
    kept = newest_first[:RANKED]
    unfinished = [way for way in ways if not way.ended]
    more = bool(unfinished) or len(newest_first) > RANKED
    since = max((way.before[0] for way in unfinished if way.before and way.examined >= MOST), default=None)
    return (kept if newest else _ranked(kept, question)), more, since


def _look_back(way: _Way, actor: Actor, question: segments.Asked, chosen: Chosen | None) -> None:
    begin = way.before[0] if way.before else clock.now()
    rows = _readable(way, actor, question, chosen)
    window, looked = WINDOW, 0
    for age in segments.ages(timezone.localdate(begin), whole=way.known.whole):
        if age.marks and not promises(looked, age.weeks, found=len(way.found), wanted=RANKED):
            continue
        holding = rows.filter(_holds(_narrowed(way, question, age)))
        looked = age.weeks
        while True:
            examined = _examined(way, holding, window)
            if len(way.found) > RANKED or way.examined >= MOST:
                return
            if examined < window:
                break
            window *= WIDER
    way.ended = True


def _examined(way: _Way, holding: Rows, window: int) -> int:
    """Take up the next candidates of the way; how many there were."""
    rows = list(holding.filter(_before(way)).order_by("-recorded_at", "-id")[:window])
    for identifier, recorded_at, by_post, as_reporter in rows:
        way.before = (recorded_at, identifier)
        if by_post or as_reporter:
            way.found.append(Candidate(identifier, way.township, recorded_at))
    way.examined += len(rows)
    return len(rows)


def _before(way: _Way) -> Q:
    if way.before is None:
        return Q()
    moment, identifier = way.before
    return Q(recorded_at__lte=moment) & (Q(recorded_at__lt=moment) | Q(id__lt=identifier))


def _readable(way: _Way, actor: Actor, question: segments.Asked, chosen: Chosen | None) -> Rows:
    """The rows of the township with what the actor may read of each: built once for all times."""
    # What a reporter may not read is nothing to be found by either.
    readable = Q(_holds(segments.looked_up(question, weights=REPORTERS)))
    seen = CaseWords.objects.filter(township=way.township).annotate(
        by_post=cases.seen_by_post(actor, chosen),
        as_reporter=ExpressionWrapper(
            readable & Q(cases.seen_as_reporter(actor, chosen)), output_field=BooleanField()
        ),
    )
    return seen.values_list("id", "recorded_at", "by_post", "as_reporter")


def _narrowed(way: _Way, question: segments.Asked, age: segments.Age) -> str:
    """The question with all that is known of whoever asks: fewer candidates, the same answer."""
    known, anyone = way.known, list[str]()
    if not known.whole:
        anyone += [segments.place_mark(place) for place in known.places]
        anyone += [segments.office_mark(office) for office in known.offices]
        anyone += [segments.reporter_mark(known.reporter)] if known.reporter else []
    # Where one township is run, its mark stands in every row and would only be read for nothing.
    marks = (segments.township_mark(way.township),) if len(places.localities()) > 1 else ()
    asked = segments.looked_up(question, marks=marks, anyone=anyone)
    return f"{asked} & ({' | '.join(_quoted(mark) for mark in age.marks)})" if age.marks else asked


def _quoted(mark: str) -> str:
    return f"'{mark}'"


def _ranked(candidates: list[Candidate], question: segments.Asked) -> list[Candidate]:
    """Best first: what holds the question in one piece counts double; among equals the newest."""
    by_place: dict[int, list[UUID]] = {}
    for one in candidates:
        by_place.setdefault(one.township, []).append(one.id)
    ranks: dict[UUID, float] = {}
    for township, ids in by_place.items():
        rows = CaseWords.objects.filter(township=township, id__in=ids).annotate(
            rank=_rank(segments.looked_up(question)), whole=_rank(segments.in_one_piece(question))
        )
        ranks |= {one: rank + whole for one, rank, whole in rows.values_list("id", "rank", "whole")}
    return sorted(candidates, key=lambda one: -round(ranks.get(one.id, 0.0), 2))


def _rank(written: str) -> Func:
    # 1: a long story does not win by its length alone.
    return Func(F("words"), _tsquery(written), Value(1), function="ts_rank", output_field=FloatField())


def _holds(written: str) -> Func:
    """Whether a row's words fit a query; Django's own lookup would read it as plain words first."""
    return Func(
        F("words"),
        _tsquery(written),
        template="(%(expressions)s)",
        arg_joiner=" @@ ",
        output_field=BooleanField(),
    )


def _tsquery(written: str) -> Func:
    """A query as segments wrote it; its words hold nothing but letters, digits and marks."""
    return Func(Value(written), template="%(expressions)s::tsquery", output_field=SearchQueryField())


def _hits(candidates: list[Candidate], question: segments.Asked) -> tuple[Hit, ...]:
    rows: dict[UUID, CaseRow] = {}
    texts: dict[UUID, tuple[tuple[str, str], ...]] = {}
    for township in {one.township for one in candidates}:
        ids = [one.id for one in candidates if one.township == township]
        rows |= cases.rows_among(township, ids)
        texts |= cases.texts_among(township, ids)
    return tuple(
        Hit(rows[one.id], snippet_of(_where(rows[one.id]), texts.get(one.id, ()), question))
        for one in candidates
        if one.id in rows
    )


def _where(row: CaseRow) -> str:
    return " ".join(filter(None, (row.category_name, row.place, row.address)))


def cursor_after(candidates: list[Candidate]) -> str:
    """Where to go on behind the oldest of these."""
    last = min(candidates, key=lambda one: (one.recorded_at, one.id))
    return signing.Signer(salt=_SALT).sign_object([last.recorded_at.isoformat(), last.id.hex])


def _opened(cursor: str) -> tuple[datetime, UUID]:
    try:
        moment, identifier = signing.Signer(salt=_SALT).unsign_object(cursor)
    except (signing.BadSignature, ValueError, UnicodeError) as broken:
        message = _("This page mark is broken or belongs to another list. Please start at the first page.")
        raise Invalid(message, fields={"older": message}) from broken
    return datetime.fromisoformat(moment), UUID(identifier)
