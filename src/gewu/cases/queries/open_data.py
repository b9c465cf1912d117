"""Cases as open data: what anybody may list without a number in hand.

Openly held cases of public categories, with released words and photos only, and no closer to the spot than
`NEARNESS` metres until a person opened the place. Nothing here asks who is asking: all get the same.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from gewu.cases import refusals, rules
from gewu.cases.models import Case, CaseFile, CaseQuerySet, CaseText
from gewu.cases.powers import DESCRIPTION
from gewu.cases.queries.names import answered_elsewhere, language
from gewu.cases.queries.public import KEPT_PUBLIC
from gewu.catalogue import queries as catalogue
from gewu.catalogue.definition import PublicState
from gewu.kernel import clock
from gewu.kernel.access import AccessClass, Actor
from gewu.kernel.errors import NotFound
from gewu.places import queries as places

COLUMNS = (
    *("id", "township", "number", "type_key", "definition_id", "category", "in_community", "lon", "lat"),
    *("address", "stage", "review_on", "case_due_at", "recorded_at", "stage_since", "closed_at", "released"),
    *("merged_into", "demands"),
)
# A filter that no index serves looks at so many rows and no more.
LOOKED_AT = 10_000
MERGED = 10


@dataclass(frozen=True, slots=True)
class Near:
    """Within so many metres of a point, measured to where the list shows a case."""

    lon: float
    lat: float
    metres: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a list is narrowed by. `changed_*` orders it by the last change instead of the report."""

    township: int
    codes: frozenset[str]
    since: datetime | None = None
    until: datetime | None = None
    changed_since: datetime | None = None
    changed_until: datetime | None = None
    is_open: bool | None = None
    near: Near | None = None

    @property
    def by_change(self) -> bool:
        return self.changed_since is not None or self.changed_until is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCase:
    """A case as everybody may see it. `text` and `photos` are what a person released."""

    id: UUID
    number: str
    category: str
    state: PublicState
    sentence: str
    reply: str
    text: str
    photos: tuple[UUID, ...]
    reported_at: datetime
    changed_at: datetime
    due_at: datetime
    closed_at: datetime | None
    lon: float | None
    lat: float | None
    address: str
    community: UUID | None
    place_released: bool
    demands: int


@dataclass(frozen=True, slots=True)
class OpenPage:
    """Some of a list, and whether more follows."""

    items: tuple[OpenCase, ...]
    more: bool


def open_cases(asked: Asked, *, after: str = "", skip: int = 0, size: int) -> OpenPage:
    """The newest first; `after` is the number of the last case of the page before."""
    parts = [part.only(*COLUMNS) for part in _parts(asked, after)]
    if asked.near is not None:
        found = [case for case in _rows(parts, asked, LOOKED_AT) if _is_near(case, asked.near)]
    else:
        found = _rows(parts, asked, skip + size + 1)
    wanted = found[skip : skip + size + 1]
    return OpenPage(open_rows(wanted[:size]), more=len(wanted) > size)


def open_count(asked: Asked) -> int:
    """How many there are, up to `LOOKED_AT`."""
    parts = _parts(asked, "")
    if asked.near is not None:
        rows = _rows([part.only(*COLUMNS) for part in parts], asked, LOOKED_AT)
        return sum(_is_near(case, asked.near) for case in rows)
    return min(sum(part[:LOOKED_AT].count() for part in parts), LOOKED_AT)


def open_numbered(township: int, numbers: Sequence[str], codes: frozenset[str]) -> tuple[OpenCase, ...]:
    """The public ones among some numbers, newest first."""
    listed = _public(township).filter(number__in=numbers, category__in=codes).only(*COLUMNS)
    return open_rows(listed.order_by("-recorded_at", "-id"))


def open_one(case_id: UUID, codes: frozenset[str], *, township: int) -> OpenCase | None:
    """One case of a township by its id, if it is public."""
    found = _public(township).filter(id=case_id, category__in=codes).only(*COLUMNS)
    return next(iter(open_rows(found)), None)


def own_numbered(actor: Actor, township: int, number: str) -> UUID:
    """The case of a number that the actor sees, or NotFound."""
    found = Case.objects.visible_to(actor).filter(township=township, number=number).first()
    if found is None:
        raise NotFound(_("There is nothing here, or it is not yours to see."))
    return found.id


def open_rows(cases: Iterable[Case]) -> tuple[OpenCase, ...]:
    """Cases with what was released of them: two statements for all."""
    listed = tuple(cases)
    texts, photos = released_texts(listed), released_photos(listed)
    return tuple(_open_case(case, texts[case.id], photos[case.id]) for case in listed)


def released_texts(cases: Sequence[Case]) -> dict[UUID, list[CaseText]]:
    """Released words by case, oldest first."""
    found: dict[UUID, list[CaseText]] = defaultdict(list)
    if cases:
        for text in CaseText.objects.filter(**_of(cases), released=True).order_by("entry", "kind", "id"):
            found[text.case_id].append(text)
    return found


def released_photos(cases: Sequence[Case]) -> dict[UUID, list[CaseFile]]:
    """Released photos by case, oldest first."""
    found: dict[UUID, list[CaseFile]] = defaultdict(list)
    if cases:
        for photo in CaseFile.objects.filter(**_of(cases), released=True).order_by("added_at", "id"):
            found[photo.case_id].append(photo)
    return found


def changed(asked: Asked, *, size: int) -> tuple[list[Case], bool]:
    """Public cases that changed in the time asked for, the earliest change first, and whether more follow."""
    listed = _narrowed(asked).only(*COLUMNS).order_by(F("changed_at"), "id")
    found = list(listed[: size + 1])
    return found[:size], len(found) > size


def changed_at(case: Case) -> datetime:
    """When the case last came to stand as it stands; for a closed one, when it was closed."""
    return case.closed_at or case.stage_since


def _of(cases: Sequence[Case]) -> dict[str, object]:
    return {"township__in": {case.township for case in cases}, "case_id__in": [case.id for case in cases]}


def _public(township: int) -> CaseQuerySet:
    """Openly held, and not closed so long ago that nobody's page shows it."""
    recent = Q(closed_at=None) | Q(closed_at__gt=clock.now() - KEPT_PUBLIC)
    return Case.objects.filter(recent, township=township, access_class=AccessClass.OPEN)


def _parts(asked: Asked, after: str) -> list[CaseQuerySet]:
    """One queryset, or one per category where the index of categories serves them in order."""
    beyond = _beyond(asked, after) if after else Q()
    if asked.by_change or len(asked.codes) > MERGED:
        return [_narrowed(asked).filter(beyond)]
    each = (replace(asked, codes=frozenset({code})) for code in sorted(asked.codes))
    return [_narrowed(one).filter(beyond) for one in each]


def _narrowed(asked: Asked) -> CaseQuerySet:
    rows = _public(asked.township)
    if asked.by_change:
        rows = rows.annotate(changed_at=Coalesce("closed_at", "stage_since"))
    bounds = {
        "recorded_at__gte": asked.since,
        "recorded_at__lte": asked.until,
        "changed_at__gte": asked.changed_since,
        "changed_at__lte": asked.changed_until,
    }
    rows = rows.filter(**{name: value for name, value in bounds.items() if value is not None})
    if asked.is_open is not None:
        rows = rows.filter(closed_at__isnull=asked.is_open)
    return rows.filter(category__in=asked.codes)


def _beyond(asked: Asked, after: str) -> Q:
    """What comes after a case in the order of the list."""
    last = _public(asked.township).filter(number=after, category__in=asked.codes).first()
    if last is None:
        raise refusals.invalid({"after": _("There is no such request, or it is not public.")})
    name = "changed_at" if asked.by_change else "recorded_at"
    moment = changed_at(last) if asked.by_change else last.recorded_at
    return Q(**{f"{name}__lte": moment}) & (Q(**{f"{name}__lt": moment}) | Q(id__lt=last.id))


def _rows(parts: Sequence[QuerySet[Case]], asked: Asked, most: int) -> list[Case]:
    order = "changed_at" if asked.by_change else "recorded_at"
    rows = [case for part in parts for case in part.order_by(F(order).desc(), "-id")[:most]]
    if len(parts) > 1:
        rows.sort(key=lambda case: (case.recorded_at, case.id), reverse=True)
    return rows[:most]


def _is_near(case: Case, near: Near) -> bool:
    lon, lat = _shown_point(case)
    if lon is None or lat is None:
        return False
    return rules.metres_apart(lon, lat, near.lon, near.lat) <= near.metres


def _shown_point(case: Case) -> tuple[float | None, float | None]:
    if case.lon is None or case.lat is None:
        return None, None
    return (case.lon, case.lat) if case.released else rules.coarse(case.lon, case.lat)


def _open_case(case: Case, texts: Sequence[CaseText], photos: Sequence[CaseFile]) -> OpenCase:
    said = catalogue.words(case.definition_id, language())
    definition = catalogue.definition(case.definition_id)
    lon, lat = _shown_point(case)
    return OpenCase(
        id=case.id,
        number=case.number,
        category=case.category,
        state=definition.public_state(case.stage, waits=case.review_on is not None),
        sentence=answered_elsewhere() if case.merged_into else said.stages[case.stage].public,
        reply=next((text.text for text in reversed(texts) if text.kind != DESCRIPTION), ""),
        text=next((text.text for text in texts if text.kind == DESCRIPTION), ""),
        photos=tuple(photo.file_id for photo in photos),
        reported_at=case.recorded_at,
        changed_at=changed_at(case),
        due_at=case.case_due_at,
        closed_at=case.closed_at,
        lon=lon,
        lat=lat,
        address=places.without_door(case.address) if case.released else "",
        community=case.in_community,
        place_released=case.released,
        demands=case.demands,
    )
