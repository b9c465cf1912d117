"""The answers a form offers: roles to give, places under one's own, organisations, colleagues."""

from collections.abc import Iterator
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gewu.kernel.access import Actor, Tier
from gewu.people import queries
from gewu.people.models import Organisation, Post, User
from gewu.places import queries as places
from gewu.places.values import AreaName
from gewu.ui.forms import Choice

MOST = 400


def language() -> str:
    return get_language() or ""


def roles_of(actor: Actor) -> list[tuple[str, str]]:
    """Roles that the actor may give."""
    return [(key, queries.role_name(key, language())) for key in queries.roles_to_give(actor)]


def all_roles() -> dict[str, str]:
    """Every role that is held at a place."""
    return queries.held_roles(language())


def townships_of(actor: Actor) -> list[tuple[str, str]]:
    """Townships run here that the actor administers."""
    run_here = [
        one
        for one in places.localities()
        if any(low <= one.township <= high for low, high in administered(actor))
    ]
    named = [(one.township, places.area_by_code(str(one.township))) for one in run_here]
    return [(str(township), area.in_language(language())) for township, area in named]


def seats_of(actor: Actor) -> list[tuple[str, str]]:
    """Seats that the staffing rules of the actor's places know."""
    found = {
        key: said.in_language(language())
        for one in places.localities()
        if any(low <= one.township <= high for low, high in administered(actor))
        for key, said in one.seats.items()
    }
    return sorted(found.items(), key=lambda seat: seat[1])


def administered(actor: Actor) -> list[tuple[int, int]]:
    """Ranges of townships in which the actor is an administrator."""
    return [(post.scope.low, post.scope.high) for post in actor.posts if post.role == "admin"]


def places_under(actor: Actor) -> list[Choice]:
    """Every place under the actor's own, grouped by what it is part of; townships and above first."""
    return [choice for top in _tops(actor) for choice in _down(top)]


def _tops(actor: Actor) -> Iterator[AreaName]:
    seen: set[UUID] = set()
    for post in actor.posts:
        if post.role != "admin" or post.scope.area in seen:
            continue
        seen.add(post.scope.area)
        yield places.area(post.scope.area)


def _down(top: AreaName) -> Iterator[Choice]:
    yield Choice(str(top.id), _name(top), _("The whole place"))
    for place in places.children(top.id):
        if place.tier == Tier.COMMUNITY:
            yield from _community(place)
        elif place.tier in {Tier.COUNTY, Tier.TOWNSHIP}:
            yield from _down(place)


def _community(place: AreaName) -> Iterator[Choice]:
    group = _name(place)
    yield Choice(str(place.id), group, group)
    for grid in places.children(place.id):
        yield Choice(str(grid.id), _name(grid), group)
        for cell in places.children(grid.id):
            yield Choice(str(cell.id), f"{_name(grid)} · {_name(cell)}", group)


def _name(place: AreaName) -> str:
    return place.in_language(language())


def communities_under(actor: Actor) -> list[tuple[str, str]]:
    """Places to filter by: the communities (of counties, the townships) whose people the actor reads."""
    found: dict[str, str] = {}
    for scope in actor.scopes("people"):
        for place in (places.area(scope.area), *places.children(scope.area)):
            found[str(place.id)] = _name(place)
    return list(found.items())


def organisations_of(actor: Actor) -> list[Choice]:
    """Organisations at work in the actor's townships, by kind."""
    rows = [branch.row for branch in queries.tree(actor, chosen=queries.EVERYTHING)]
    today = queries.today()
    return [
        Choice(str(row.id), row.in_language(language()), str(row.get_kind_display()))
        for row in sorted(rows, key=lambda row: (row.kind, row.key))
        if row.last_day is None or row.last_day >= today
    ]


def kinds() -> list[tuple[str, str]]:
    return [(key, str(name)) for key, name in Organisation.Kind.choices]


def colleagues(actor: Actor, post: Post) -> list[Choice]:
    """Who may act for a post: those who do the same nearby or in the office first, then others nearby."""
    near, far = queries.colleagues_of(actor, post)
    return [
        *(_person(user, _("Nearby or in the same office")) for user in near[:MOST]),
        *(_person(user, _("With another post nearby")) for user in far[:MOST]),
    ]


def _person(user: User, group: str) -> Choice:
    return Choice(str(user.id), f"{user.name} · {user.username}", group)
