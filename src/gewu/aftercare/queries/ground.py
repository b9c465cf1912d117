"""The place somebody asks figures of: one a post of theirs looks after, as far as they read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from gewu.cases.reach import LEVEL_COLUMN, covers
from gewu.kernel.access import Actor, Post, Tier
from gewu.kernel.errors import NotFound
from gewu.places import queries as places
from gewu.places.assessment import Assessment
from gewu.places.values import Place

BELOW: Mapping[Tier, Tier] = {
    Tier.TOWNSHIP: Tier.COMMUNITY,
    Tier.COMMUNITY: Tier.GRID,
    Tier.GRID: Tier.CELL,
}


@dataclass(frozen=True, slots=True)
class Ground:
    """A place with the condition that finds its rows, and the column by which its parts are told apart.

    `home` and `at` are that condition in two: its township, and its own level column with its id.
    """

    place: Place
    township: int
    where: Q
    home: Q
    at: tuple[str, UUID] | None
    by: str | None
    parts: tuple[Place, ...]


def ground(actor: Actor, code: str = "") -> Ground:
    """The place of this code, or the actor's own; NotFound for one that no post of theirs looks after."""
    place = places.area_by_code(code) if code else _own(actor)
    posts = [post for post in actor.posts if _looks_after(post, place)]
    if not posts or place.tier not in {Tier.TOWNSHIP, *LEVEL_COLUMN}:
        raise NotFound(_("There is nothing here, or it is not yours to see."))
    column = LEVEL_COLUMN.get(place.tier)
    home = Q(township=place.home, access_class__lte=max(post.access_class for post in posts))
    below = BELOW.get(place.tier)
    return Ground(
        place=place,
        township=place.home,
        where=home & Q(**{column: place.id}) if column else home,
        home=home,
        at=(column, place.id) if column else None,
        by=LEVEL_COLUMN[below] if below else None,
        parts=tuple(places.under(place.id, below)) if below else (),
    )


def grounds(actor: Actor) -> Iterator[Place]:
    """The places whose figures an actor may ask for, from above."""
    for post in actor.posts:
        if "cases" not in post.reads:
            continue
        if post.scope.tier in {Tier.TOWNSHIP, *LEVEL_COLUMN}:
            yield places.area(post.scope.area)
        else:
            for one in places.localities():
                if post.scope.low <= one.township <= post.scope.high:
                    yield places.area_by_code(str(one.township))


def rule_of(township: int) -> Assessment:
    """How this place counts."""
    locality = places.locality_of(township)
    return locality.assessment if locality else Assessment()


def _own(actor: Actor) -> Place:
    found = next(grounds(actor), None)
    if found is None:
        raise NotFound(_("There is nothing here, or it is not yours to see."))
    return found


def _looks_after(post: Post, place: Place) -> bool:
    above: frozenset[object] = frozenset[object]({place.id, *place.path})
    return "cases" in post.reads and covers(post, township=place.home, places=above)


def path_of(place: Place) -> tuple[UUID, ...]:
    """The ids from above down to the place itself."""
    return (*place.path, place.id)
