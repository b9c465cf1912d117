"""Which cases an actor reaches, as conditions that one index each can serve."""

from collections.abc import Iterator

from django.db.models import Q

from gewu.kernel.access import AccessClass, Actor, Post, Scope, Tier
from gewu.places import queries as places

LEVEL_COLUMN = {Tier.COMMUNITY: "in_community", Tier.GRID: "in_grid", Tier.CELL: "in_cell"}
# A county of that many townships is read one by one, each from its own index; more are read as a range.
ONE_BY_ONE = 16


def home(scope: Scope) -> Q:
    """The townships of a scope."""
    if scope.low == scope.high:
        return Q(township=scope.low)
    return Q(township__range=(scope.low, scope.high))


def homes(scope: Scope) -> tuple[Q, ...]:
    """The same, in parts that an index led by the township serves in its own order."""
    if scope.low == scope.high:
        return (Q(township=scope.low),)
    here = [one for one in run_here() if scope.low <= one <= scope.high]
    return tuple(Q(township=one) for one in here) if len(here) <= ONE_BY_ONE else (home(scope),)


def run_here() -> tuple[int, ...]:
    """The townships of this installation."""
    return tuple(one.township for one in places.localities())


def by_place(post: Post) -> Iterator[Q]:
    """Cases whose responsible place lies under the place of a post that reads cases there."""
    if "cases" in post.reads:
        column = LEVEL_COLUMN.get(post.scope.tier)
        level = Q(**{column: post.scope.area}) if column else Q()
        for part in homes(post.scope):
            yield part & level & within_class(post)


def held(post: Post) -> Iterator[Q]:
    """Cases in the hands of the post's office."""
    if post.organisation:
        for part in homes(post.scope):
            yield part & Q(holder_org=post.organisation, awaits__gt="") & within_class(post)


def offered(post: Post) -> Iterator[Q]:
    """Cases in the inbox of the post's office."""
    if post.organisation:
        for part in homes(post.scope):
            yield part & Q(offered_org=post.organisation) & within_class(post)


def by_office(actor: Actor) -> Iterator[Q]:
    """What an organisation of the actor holds, and what it was offered."""
    for post in actor.posts:
        yield from held(post)
        yield from offered(post)


def by_person(actor: Actor) -> Iterator[Q]:
    """What the actor reported, and what is in the actor's own hands."""
    if actor.user is None:
        return
    if not actor.posts:
        # A resident has no home in the tree: the one read of cases that cannot name a township.
        yield Q(reporter_user=actor.user)
    for scope in dict.fromkeys(post.scope for post in actor.posts):
        yield home(scope) & Q(reporter_user=actor.user)
    for post in actor.posts:
        yield home(post.scope) & Q(holder_user=actor.user, awaits__gt="") & within_class(post)


def reaches(actor: Actor) -> tuple[Q, ...]:
    """Every way the actor comes to see a case by the columns of its row."""
    places_of = (reach for post in actor.posts for reach in by_place(post))
    # Asked of one case, whose id names its township: what a colleague reported away from home is found too.
    reported = [Q(reporter_user=actor.user)] if actor.user else []
    return tuple(dict.fromkeys([*places_of, *by_office(actor), *by_person(actor), *reported]))


def covers(post: Post, *, township: int, places: frozenset[object]) -> bool:
    """The same question as `by_place`, asked of a case already in hand."""
    here = post.scope.low <= township <= post.scope.high
    return here and (post.scope.tier not in LEVEL_COLUMN or post.scope.area in places)


def within_class(post: Post) -> Q:
    """No more closely held than the post may read."""
    return Q(access_class__lte=post.access_class)


def may_read_part(post: Post, access_class: int) -> bool:
    """Whether an office with a part in a case reads it; those a case names read it whatever their class."""
    return access_class <= post.access_class or access_class == AccessClass.NAMED


def within_part(post: Post) -> Q:
    """The same question, asked of rows."""
    return within_class(post) | Q(access_class=int(AccessClass.NAMED))
