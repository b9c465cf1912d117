"""What else was reported around a spot, around a moment; what the same person asked before; what is tied.

For staff through `visible_to`; for everybody only what open data show anyway: open public cases, no closer to
the spot than `NEARNESS` metres or its grid, never by the house, and of the words only released ones.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from gewu.cases import rules
from gewu.cases.models import Case, CaseQuerySet, CaseReporter, CaseText
from gewu.cases.powers import DESCRIPTION
from gewu.cases.queries.names import language, place_name
from gewu.cases.tied import Bond, CaseTie
from gewu.catalogue import queries as catalogue
from gewu.catalogue.definition import PublicState
from gewu.kernel import clock
from gewu.kernel.access import AccessClass, Actor
from gewu.kernel.secrets import blind_index

# So many reports of one category in one township and a few days are looked at.
LOOKED_AT = 400
# How long an answer is remembered to whoever asks again.
REMEMBERED = timedelta(days=365)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """What was reported where and when. `place` is the deepest area, when there is no point."""

    township: int
    category: str
    moment: datetime
    lon: float | None = None
    lat: float | None = None
    place: UUID | None = None
    address: str = ""
    without: UUID | None = None

    @property
    def says_where(self) -> bool:
        """A caller has said who is calling and what about, and perhaps not yet where."""
        return self.lon is not None or self.place is not None or bool(self.address)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How near and how soon two reports of one category count as perhaps the same."""

    metres: float
    hours: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NearCase:
    """A case that may be the same matter. `metres` is None where only the place or the house is the same."""

    id: UUID
    number: str
    category_name: str
    state: PublicState
    state_title: str
    place: str
    text: str
    metres: int | None
    demands: int
    is_open: bool
    recorded_at: datetime
    reported_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Tied:
    """Another case that this one hangs on, or that hangs on this one. `leads`: the other came first."""

    id: UUID
    number: str
    text: str
    bond: str
    leads: bool
    made_at: datetime
    demands: int


def near(actor: Actor, spot: Spot, reach: Reach) -> tuple[NearCase, ...]:
    """Open cases in the actor's sight, near in place and time, the nearest moment first."""
    since, until = spot.moment - timedelta(hours=reach.hours), spot.moment + timedelta(hours=reach.hours)
    rows = Case.objects.visible_to(actor).filter(_open(spot), recorded_at__range=(since, until))
    found = _around(rows, spot, reach.metres)
    texts = _texts(case for case, _metres in found)
    return tuple(_near(case, metres, texts.get(case.id, "")) for case, metres in found)


def near_public(spot: Spot, reach: Reach) -> tuple[NearCase, ...]:
    """The same for anybody: coarse places, and no word that no person released."""
    spot = replace(spot, address="")
    rows = Case.objects.filter(
        _open(spot),
        recorded_at__gte=spot.moment - timedelta(hours=reach.hours),
        access_class=AccessClass.OPEN,
    )
    found = _around(rows, spot, reach.metres + rules.NEARNESS, coarse=True)
    texts = _texts((case for case, _metres in found), released=True)
    return tuple(_near(case, None, texts.get(case.id, "")) for case, _metres in found)


def asked_before(actor: Actor, phone: str, spot: Spot, reach: Reach) -> tuple[NearCase, ...]:
    """Cases of the same category and place that whoever has this phone reported within a year."""
    rows = CaseReporter.objects.filter(
        township=spot.township, phone_index=blind_index("phone", phone), phone_index__isnull=False
    )
    return _again(
        actor, list(rows.order_by("-id").values_list("case_id", flat=True)[:LOOKED_AT]), spot, reach
    )


def asked_before_by_same(actor: Actor, case_id: UUID, spot: Spot, reach: Reach) -> tuple[NearCase, ...]:
    """The same for the reporter of a case, without anybody reading the phone."""
    own = CaseReporter.objects.filter(township=spot.township, case_id=case_id).first()
    if own is None or own.phone_index is None:
        return ()
    rows = CaseReporter.objects.filter(township=spot.township, phone_index=bytes(own.phone_index))
    others = rows.exclude(case_id=case_id).order_by("-id").values_list("case_id", flat=True)
    return _again(actor, list(others[:LOOKED_AT]), spot, reach)


def ties_of(actor: Actor, township: int, case_id: UUID) -> tuple[Tied, ...]:
    """What a case hangs on and what hangs on it, as far as the actor sees those: one statement or three."""
    ties = list(
        CaseTie.objects.filter(
            Q(case_id=case_id) | Q(other_id=case_id), township=township, undone_at=None
        ).order_by("made_at", "id")
    )
    others = {_other(tie, case_id) for tie in ties}
    if not others:
        return ()
    rows = Case.objects.visible_to(actor).filter(township=township, id__in=others)
    seen = {row.id: row for row in rows.only("id", "township", "number", "demands")}
    texts = _texts(seen.values())
    return tuple(_tied(tie, case_id, seen, texts) for tie in ties if _other(tie, case_id) in seen)


def joined(township: int, case_id: UUID) -> tuple[UUID, ...]:
    """The cases that are part of this one now: whose reporters hear what becomes of it."""
    ties = CaseTie.objects.filter(
        township=township, other_id=case_id, bond=Bond.MERGED, undone_at=None
    ).order_by("made_at", "id")
    return tuple(ties.values_list("case_id", flat=True))


def _open(spot: Spot) -> Q:
    here = Q(township=spot.township, category=spot.category, closed_at=None, merged_into=None)
    return here & ~Q(id=spot.without) if spot.without else here


def _again(actor: Actor, ids: list[UUID], spot: Spot, reach: Reach) -> tuple[NearCase, ...]:
    if not ids:
        return ()
    rows = Case.objects.visible_to(actor).filter(
        township=spot.township,
        id__in=ids,
        category=spot.category,
        merged_into=None,
        recorded_at__gte=clock.now() - REMEMBERED,
    )
    found = _around(rows, spot, reach.metres, nowhere=True)
    texts = _texts(case for case, _metres in found)
    return tuple(_near(case, metres, texts.get(case.id, "")) for case, metres in found)


def _around(
    rows: CaseQuerySet, spot: Spot, metres: float, *, coarse: bool = False, nowhere: bool = False
) -> list[tuple[Case, int | None]]:
    """Those of the rows that are near: by point where both have one, else by the same place or house."""
    found: list[tuple[Case, int | None]] = []
    for case in rows.order_by("-recorded_at", "-id")[:LOOKED_AT]:
        apart = _apart(case, spot, coarse=coarse)
        if apart is not None and apart <= metres:
            found.append((case, round(apart)))
        elif apart is None and (_same_place(case, spot) or (nowhere and not spot.says_where)):
            found.append((case, None))
    return found


def _apart(case: Case, spot: Spot, *, coarse: bool) -> float | None:
    if case.lon is None or case.lat is None or spot.lon is None or spot.lat is None:
        return None
    lon, lat = rules.coarse(case.lon, case.lat) if coarse and not case.released else (case.lon, case.lat)
    return rules.metres_apart(lon, lat, spot.lon, spot.lat)


def _same_place(case: Case, spot: Spot) -> bool:
    if spot.address and case.address.strip() == spot.address.strip():
        return True
    return spot.place is not None and spot.place in {case.in_cell, case.in_grid}


def _texts(cases: Iterable[Case], **narrowed: bool) -> dict[UUID, str]:
    listed = tuple(cases)
    homes, ids = {case.township for case in listed}, [case.id for case in listed]
    rows = CaseText.objects.filter(township__in=homes, case_id__in=ids, kind=DESCRIPTION, **narrowed)
    return dict(rows.values_list("case_id", "text")) if ids else {}


def _near(case: Case, metres: int | None, text: str) -> NearCase:
    definition, spoken = catalogue.definition(case.definition_id), language()
    state = definition.public_state(case.stage, waits=case.review_on is not None)
    return NearCase(
        id=case.id,
        number=case.number,
        category_name=catalogue.category_name(case.category, spoken),
        state=state,
        state_title=catalogue.words(case.definition_id, spoken).public[state],
        place=place_name(case.in_community, spoken),
        text=text,
        metres=metres,
        demands=case.demands,
        is_open=case.closed_at is None,
        recorded_at=case.recorded_at,
        reported_at=case.reported_at,
    )


def _other(tie: CaseTie, case_id: UUID) -> UUID:
    return tie.other_id if tie.case_id == case_id else tie.case_id


def _tied(tie: CaseTie, case_id: UUID, seen: dict[UUID, Case], texts: dict[UUID, str]) -> Tied:
    other = seen[_other(tie, case_id)]
    return Tied(
        id=other.id,
        number=other.number,
        text=texts.get(other.id, ""),
        bond=tie.bond,
        leads=tie.case_id == case_id,
        made_at=tie.made_at,
        demands=other.demands,
    )
