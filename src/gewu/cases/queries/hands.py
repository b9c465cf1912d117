"""What lies in somebody's hands, for handing it over: numbers and clocks, never what a case says."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from gewu.cases.models import Case
from gewu.cases.queries.names import language, office_names
from gewu.cases.reach import LEVEL_COLUMN, home
from gewu.catalogue import queries as catalogue
from gewu.kernel.access import Scope, Tier
from gewu.people import queries as people

MOST = 500


@dataclass(frozen=True, slots=True)
class Successor:
    """A colleague who can take a case over."""

    id: UUID
    name: str
    username: str


@dataclass(frozen=True, slots=True)
class InHand:
    """An open case in somebody's hands, as whoever hands it over sees it."""

    id: UUID
    number: str
    township: int
    category: str
    stage: str
    due_at: datetime | None
    office: str
    successors: tuple[Successor, ...]


@dataclass(frozen=True, slots=True)
class Alone:
    """A post that nobody else holds, and how much open work waits there."""

    post: UUID
    role: str
    area: UUID
    office: str
    waiting: int


def open_work(*, scopes: tuple[Scope, ...], user: UUID | None, organisation: UUID | None) -> int:
    """Open cases in a person's hands, or with an organisation: held or offered (settings.OPEN_WORK)."""
    mine = Q(holder_user=user) if user else Q(holder_org=organisation) | Q(offered_org=organisation)
    return sum(_open(scope).filter(mine).count() for scope in _apart(scopes))


def in_hands_of(user: people.User) -> tuple[InHand, ...]:
    """Every open case in a person's hands, most urgent first, with the colleagues who could take each."""
    rows = [
        row
        for scope in _apart(people.scopes_of(user))
        for row in _open(scope).filter(holder_user=user.id)[:MOST]
    ]
    rows = list({row.id: row for row in rows}.values())
    colleagues = {office: successors(office, user.id) for office in {row.holder_org for row in rows}}
    offices = office_names(rows[0].township, [row.holder_org for row in rows]) if rows else {}
    return tuple(
        InHand(
            id=row.id,
            number=row.number,
            township=row.township,
            category=_category(row.category),
            stage=_stage(row),
            due_at=row.due_at,
            office=offices[row.holder_org] if row.holder_org else "",
            successors=colleagues[row.holder_org],
        )
        for row in sorted(rows, key=lambda row: (row.due_at or row.case_due_at, row.id))
    )


def successors(office: UUID | None, leaver: UUID) -> tuple[Successor, ...]:
    """People who work from the inbox of the office that holds a case, but for whoever leaves."""
    if office is None:
        return ()
    found = (one for one in people.handlers_of(office) if one.id != leaver)
    return tuple(Successor(one.id, one.name, one.username) for one in found)


def left_alone(user: people.User) -> tuple[Alone, ...]:
    """Posts of a person that nobody else holds: what would wait there without anybody."""
    return tuple(
        Alone(
            post=post.id,
            role=post.role,
            area=post.area_id,
            office=post.organisation.in_language(language()) if post.organisation else "",
            waiting=_waiting(post),
        )
        for post in people.posts_held_alone(user)
    )


def _waiting(post: people.Post) -> int:
    scope = Scope(post.low, post.high, Tier(post.tier), post.area_id)
    if post.organisation_id:
        office = Q(holder_org=post.organisation_id) | Q(offered_org=post.organisation_id)
        return _open(scope).filter(office).count()
    column = LEVEL_COLUMN.get(scope.tier)
    if column is None:
        return 0
    return _open(scope).filter(**{column: post.area_id}, closed_at=None).count()


def _open(scope: Scope) -> "QuerySet[Case]":
    return Case.objects.filter(home(scope), awaits__gt="").order_by("due_at", "id")


def _apart(scopes: Iterable[Scope]) -> list[Scope]:
    """The scopes as ranges of townships, each once: two posts in one township count its cases once."""
    ranges = {(scope.low, scope.high): scope for scope in scopes}
    return [
        scope
        for (low, high), scope in ranges.items()
        if not any(other != (low, high) and other[0] <= low and high <= other[1] for other in ranges)
    ]


def _category(code: str) -> str:
    found = next((one for one in catalogue.categories() if one.code == code), None)
    return found.name(language()) if found else code


def _stage(row: Case) -> str:
    stages = catalogue.words(row.definition_id, language()).stages
    return stages[row.stage].title if row.stage in stages else row.stage
