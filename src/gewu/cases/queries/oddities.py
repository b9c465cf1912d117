"""What e-supervision looks at in cases: words that are alike or missing, standards that are seldom chosen."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, QuerySet
from django.db.models.functions import Length

from gewu.cases.models import Case, CaseText


@dataclass(frozen=True, slots=True)
class Alike:
    """The very same words of one kind in several cases, the first ones by id."""

    kind: str
    text: str
    count: int
    cases: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """Enough of a case to lead to it."""

    id: UUID
    number: str
    category: str
    standard: str
    access_class: int
    in_community: UUID | None
    in_grid: UUID | None


def same_words(
    township: int, kinds: Collection[str], *, since: datetime, least: int, longer_than: int
) -> list[Alike]:
    """Texts that stand letter by letter in at least so many cases."""
    written = CaseText.objects.filter(township=township, kind__in=list(kinds), written_at__gte=since)
    groups = written.annotate(length=Length("text")).filter(length__gt=longer_than).values("kind", "text")
    found = groups.annotate(count=Count("case_id", distinct=True)).filter(count__gte=least)
    return [
        Alike(one["kind"], one["text"], one["count"], tuple(_cases_saying(written, one["text"])))
        for one in found.order_by("-count", "kind", "text")[:50]
    ]


def short_words(
    township: int, kinds: Collection[str], *, since: datetime, shorter_than: int
) -> list[tuple[UUID, int]]:
    """Case and entry of texts that hardly say anything."""
    written = CaseText.objects.filter(township=township, kind__in=list(kinds), written_at__gte=since)
    short = written.annotate(length=Length("text")).filter(length__lt=shorter_than)
    return list(short.order_by("written_at", "id").values_list("case_id", "entry")[:200])


def standards_by_category(township: int, since: datetime) -> dict[str, Counter[str]]:
    """How often each filing standard was chosen, by category."""
    rows = Case.objects.filter(township=township, recorded_at__gte=since, standard__gt="")
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for category, standard, count in rows.values_list("category", "standard").annotate(Count("id")):
        counted[category][standard] = count
    return counted


def named(township: int, cases: Iterable[UUID]) -> dict[UUID, Named]:
    """Cases by id; unknown ones are left out. For the engine's own rooms, which check who sees what."""
    columns = ("id", "number", "category", "standard", "access_class", "in_community", "in_grid")
    rows = Case.objects.filter(township=township, id__in=list(cases)).values_list(*columns)
    return {row[0]: Named(*row) for row in rows}


def _cases_saying(written: "QuerySet[CaseText]", text: str) -> list[UUID]:
    return sorted(set(written.filter(text=text).values_list("case_id", flat=True)[:200]))[:20]
