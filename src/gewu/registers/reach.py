"""Which rows of the registers an actor reaches, as conditions that one index each can serve."""

from collections.abc import Iterator

from django.db.models import Q

from gewu.kernel.access import AccessClass, Actor, Post, Tier

READS = "registers"
LEVEL_COLUMN = {Tier.COMMUNITY: "in_community", Tier.GRID: "in_grid", Tier.CELL: "in_cell"}
# Who writes what is known: those who go to doors, and those who sit at windows.
WRITERS = frozenset({"gridworker", "assistant", "gridlead", "chief", "clerk"})
READERS = frozenset({*WRITERS, "supervisor", "auditor"})


def readers(actor: Actor) -> tuple[Post, ...]:
    """The posts that read registers."""
    return tuple(post for post in actor.posts if READS in post.reads)


def by_place(post: Post) -> Q:
    """Rows whose responsible place lies under the place of a post: a worker's own grids only."""
    column = LEVEL_COLUMN.get(post.scope.tier)
    level = Q(**{column: post.scope.area}) if column else Q()
    if post.scope.low == post.scope.high:
        return Q(township=post.scope.low) & level
    return Q(township__range=(post.scope.low, post.scope.high)) & level


def reaches(actor: Actor) -> tuple[Q, ...]:
    """One condition per post that reads registers."""
    return tuple(dict.fromkeys(by_place(post) for post in readers(actor)))


def with_class(actor: Actor) -> Iterator[Q]:
    """The same for rows that are held more or less closely themselves."""
    for post in readers(actor):
        yield by_place(post) & Q(access_class__lte=int(post.access_class))


def depth_of(actor: Actor, row: object) -> AccessClass | None:
    """How deep the actor reads this row (anything with `township` and level columns); None: not at all."""
    deep = [post.access_class for post in readers(actor) if covers(post, row)]
    return max(deep, default=None)


def covers(post: Post, row: object) -> bool:
    """The same question as `by_place`, asked of a row in hand."""
    township = getattr(row, "township", 0)
    column = LEVEL_COLUMN.get(post.scope.tier)
    here = post.scope.low <= township <= post.scope.high
    return here and (column is None or getattr(row, column) == post.scope.area)


def may_write(actor: Actor, row: object) -> bool:
    """Whether the actor may change what is known of this row."""
    return actor.door == "job" or any(post.role in WRITERS and covers(post, row) for post in readers(actor))
