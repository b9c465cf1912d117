"""What somebody's posts let them begin in the field. Commands decide; this shows the right buttons."""

from gewu.cases.pages.asking import definition_at
from gewu.catalogue.category import Category
from gewu.catalogue.definition import CaseType
from gewu.catalogue.effects import Effect
from gewu.catalogue.queries import case_type
from gewu.kernel.access import Actor, Post, Tier
from gewu.places import queries as places
from gewu.places.values import Place

EVENT = "event"
# Where a post is at home closely enough for "here" to mean its own place.
NEAR = frozenset({Tier.COMMUNITY, Tier.GRID, Tier.CELL})


def event(actor: Actor) -> CaseType:
    """The definition under which the actor reports: what holds where the first post is."""
    return case_type(EVENT, actor.posts[0].scope.area if actor.posts else None).definition


def definition_for(actor: Actor, category: Category) -> CaseType:
    """The same for a category, which may be of another kind."""
    return definition_at(category, actor.posts[0].scope.area if actor.posts else None)


def may_report(actor: Actor) -> bool:
    return bool(event(actor).report.by & actor.roles)


def may_solve(actor: Actor, category: Category) -> bool:
    """Whether the short path for what is done on the spot is open to any of the actor's posts."""
    definition = definition_for(actor, category)
    moves = definition.moves_from(definition.first)
    return any(Effect.SOLVES_ON_SPOT in move.effects and move.by & actor.roles for move in moves)


def own_place(actor: Actor) -> Place | None:
    """The place the actor looks after, if it is near enough to be where things are found."""
    near: list[Post] = [post for post in actor.posts if post.scope.tier in NEAR]
    first = min(near, key=lambda post: not post.primary, default=None)
    return places.area(first.scope.area) if first else None


def home_township(actor: Actor) -> int:
    """The township in whose name a phone makes identifiers."""
    return actor.posts[0].scope.low
