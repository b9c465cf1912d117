"""Which cases an actor reaches, as conditions that one index each can serve."""

from collections.abc import Iterator

from django.db.models import Q

from gewu.kernel.access import Actor, Post, Scope, Tier

LEVEL_COLUMN = {Tier.COMMUNITY: "in_community", Tier.GRID: "in_grid", Tier.CELL: "in_cell"}


def home(scope: Scope) -> Q:
    """The townships of a scope."""
    if scope.low == scope.high:
        return Q(township=scope.low)
    return Q(township__range=(scope.low, scope.high))


def under(scope: Scope) -> Q:
    """Cases whose responsible place lies under the scope."""
    column = LEVEL_COLUMN.get(scope.tier)
    return home(scope) & Q(**{column: scope.area}) if column else home(scope)


def by_place(actor: Actor) -> Iterator[Q]:
    """One condition per place whose cases the actor reads."""
    for post in actor.posts:
        if "cases" in post.reads:
            yield under(post.scope) & _within_class(post)


def held_by(post: Post) -> Q:
    """Cases in the hands of the post's office."""
    return home(post.scope) & Q(holder_org=post.organisation, awaits__gt="") & _within_class(post)


def offered_to(post: Post) -> Q:
    """Cases in the inbox of the post's office."""
    return home(post.scope) & Q(offered_org=post.organisation) & _within_class(post)


def by_office(actor: Actor) -> Iterator[Q]:
    """One condition per inbox: what an organisation of the actor holds, and what it was offered."""
    for post in actor.posts:
        if post.organisation:
            yield held_by(post)
            yield offered_to(post)


def by_person(actor: Actor) -> Iterator[Q]:
    """What the actor reported, and what is in the actor's own hands."""
    if actor.user is None:
        return
    if not actor.posts:
        # A resident has no home in the tree: the one read of cases that cannot name a township.
        yield Q(reporter_user=actor.user)
    for scope in dict.fromkeys(post.scope for post in actor.posts):
        yield home(scope) & Q(reporter_user=actor.user)
        yield home(scope) & Q(holder_user=actor.user, awaits__gt="")


def reaches(actor: Actor) -> tuple[Q, ...]:
    """Every way the actor comes to see a case by the columns of its row."""
    return tuple(dict.fromkeys([*by_place(actor), *by_office(actor), *by_person(actor)]))


def covers(post: Post, *, township: int, places: frozenset[object]) -> bool:
    """The same question as `under`, asked of a case already in hand."""
    here = post.scope.low <= township <= post.scope.high
    return here and (post.scope.tier not in LEVEL_COLUMN or post.scope.area in places)


def _within_class(post: Post) -> Q:
    return Q(access_class__lte=post.access_class)
