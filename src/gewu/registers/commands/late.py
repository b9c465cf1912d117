"""Visits told late, after the borders moved: whoever a house belonged to that day may still tell of it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from types import SimpleNamespace
from uuid import UUID

from gewu.kernel import clock
from gewu.kernel.access import SYSTEM, Actor, Post
from gewu.places import queries as places
from gewu.registers.models import RegisterRow
from gewu.registers.queries import kind_of, row
from gewu.registers.reach import covers

# A phone without a network is out for days, not for months.
LONGEST_LATE = timedelta(days=14)


def as_of_the_day(actor: Actor, subjects: Sequence[UUID], moment: datetime | None) -> Actor:
    """The actor as far as these subjects go: with the posts that had their houses at that moment.

    Such a post reaches to where the house belongs now. Without a redraw in between, the actor as it is.
    """
    if moment is None or actor.door == "job" or clock.now() - moment > LONGEST_LATE:
        return actor
    found = [row(kind_of(one, SYSTEM), one, SYSTEM) for one in subjects]
    gone = [one for one in found if not any(covers(post, one) for post in actor.posts)]
    then = [list(_posts_then(one, actor, moment)) for one in gone]
    if not all(then):
        # One of them was somebody else's that day, too: what the others open must not reach it.
        return actor
    return replace(actor, posts=(*actor.posts, *(post for posts in then for post in posts)))


def _posts_then(found: RegisterRow, actor: Actor, moment: datetime) -> Iterator[Post]:
    then = places.grid_of(found.address, at=moment) if found.address else None
    now = found.in_cell or found.in_grid
    if then is None or now is None:
        return
    here = places.location_of(then, moment)
    spot = SimpleNamespace(
        township=found.township, in_community=here.community, in_grid=here.grid, in_cell=here.cell
    )
    yield from (replace(post, scope=places.scope_of(now)) for post in actor.posts if covers(post, spot))
