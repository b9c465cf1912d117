"""People and organisations over HTTP, for administrators: who there is, what they hold. Reading only."""

from datetime import date
from typing import Any, Literal
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema

from gewu.kernel.access import ActorRequest
from gewu.kernel.errors import NotAllowed
from gewu.kernel.filters import Filter, parse
from gewu.people import queries
from gewu.people.models import Organisation, Post, User

router = Router(tags=["people"])


class PostOut(Schema):
    """A role at a place that somebody holds today."""

    id: UUID
    role: str
    area: UUID
    organisation: UUID | None
    stands_in_for: UUID | None = Field(description="The post somebody stands in for; null for an own post.")
    first_day: date
    last_day: date | None


class PersonOut(Schema):
    id: UUID
    username: str
    name: str
    home: int = Field(description="Nine-digit code of the township of the account.")
    state: Literal["active", "invited", "locked", "left"]
    posts: list[PostOut]


class PeoplePage(Schema):
    items: list[PersonOut]
    next: str | None = Field(description="Give it as `after` to get the next page; null on the last.")


class OrganisationOut(Schema):
    id: UUID
    key: str
    name_zh: str
    name_en: str
    kind: str
    area: UUID
    parent: UUID | None
    inbox_open: bool
    people: int = Field(description="How many people hold a post there today.")
    first_day: date
    last_day: date | None


class PeopleFilter(Schema):
    q: str = Field("", max_length=40, description="Name, pinyin, its initials or username.")
    state: Literal["", "active", "invited", "locked", "left"] = ""
    after: str | None = None
    size: int = Field(50, ge=1, le=200)


@router.get("/people", response=PeoplePage, summary="People under your place, by name")
def list_people(request: ActorRequest, wanted: Query[PeopleFilter]) -> Any:
    _require_administrator(request)
    chosen = parse(_FILTERS, {"q": wanted.q, "state": wanted.state})
    found = queries.persons(request.actor, chosen=chosen, after=wanted.after, size=wanted.size)
    return {"items": [_person(user) for user in found.items], "next": found.next}


@router.get("/organisations", response=list[OrganisationOut], summary="Organisations under your place")
def list_organisations(request: ActorRequest) -> Any:
    _require_administrator(request)
    branches = queries.tree(request.actor, chosen=queries.EVERYTHING)
    return [_organisation(branch.row, branch.people) for branch in branches]


def _in_state(wanted: object) -> Q:
    return next(condition for state, condition in queries.STATES.items() if state == wanted)


_FILTERS = (
    Filter("q", "q", kind="text", narrow=lambda typed: queries.narrow_by_words(str(typed))),
    Filter("state", "state", choices=dict.fromkeys(map(str, queries.STATES), ""), narrow=_in_state),
)


def _require_administrator(request: ActorRequest) -> None:
    if "admin" not in request.actor.roles:
        raise NotAllowed(_("Only the administrator of this place can do this."))


def _person(user: User) -> dict[str, object]:
    held: list[Post] = getattr(user, "held", [])
    return {
        "id": user.id,
        "username": user.username,
        "name": user.name,
        "home": user.home,
        "state": queries.state_of(user),
        "posts": [_post(post) for post in held],
    }


def _post(post: Post) -> dict[str, object]:
    return {
        "id": post.id,
        "role": post.role,
        "area": post.area_id,
        "organisation": post.organisation_id,
        "stands_in_for": post.stands_in_for_id,
        "first_day": post.first_day,
        "last_day": post.last_day,
    }


def _organisation(row: Organisation, people: int) -> dict[str, object]:
    return {
        "id": row.id,
        "key": row.key,
        "name_zh": row.name_zh,
        "name_en": row.name_en,
        "kind": row.kind,
        "area": row.area_id,
        "parent": row.parent_id,
        "inbox_open": row.inbox_open,
        "people": people,
        "first_day": row.first_day,
        "last_day": row.last_day,
    }
