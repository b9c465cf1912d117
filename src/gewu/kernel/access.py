"""Who is asking. Every command and every `visible_to` takes an Actor, never a request."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from uuid import UUID

from django.http import HttpRequest


class Tier(StrEnum):
    """How high an area stands. A locality gives its own names to the tiers it uses."""

    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    TOWNSHIP = "township"
    COMMUNITY = "community"
    GRID = "grid"
    CELL = "cell"


class AccessClass(IntEnum):
    """How closely a row is held. A role reads up to its own class."""

    OPEN = 0
    MASKED = 1
    PROTECTED = 2
    SEALED = 3
    # For the offices a case was sent to and nobody else: no role reads as deep by its place.
    NAMED = 4


@dataclass(frozen=True, slots=True)
class Scope:
    """The part of the tree one post looks after: a range of townships, narrowed below by one area."""

    low: int
    high: int
    tier: Tier
    area: UUID


@dataclass(frozen=True, slots=True)
class Post:
    """A person × role × place × organisation, in force now."""

    id: UUID
    role: str
    scope: Scope
    organisation: UUID | None
    reads: frozenset[str]
    access_class: AccessClass
    primary: bool = True
    # Whose post it is, where somebody stands in for another.
    for_user: UUID | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: built once per request, job or sync. Jobs and residents without an account have no `user`."""

    user: UUID | None
    name: str
    door: str
    posts: tuple[Post, ...] = ()

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(post.role for post in self.posts) or frozenset({"resident"})

    @property
    def organisations(self) -> frozenset[UUID]:
        return frozenset(post.organisation for post in self.posts if post.organisation)

    @property
    def townships(self) -> frozenset[tuple[int, int]]:
        """Ranges of nine-digit codes this actor is at home in (inclusive)."""
        return frozenset((post.scope.low, post.scope.high) for post in self.posts)

    def scopes(self, kind: str) -> tuple[Scope, ...]:
        """The places whose rows of this kind ("cases", "files" …) the actor reads."""
        return tuple(dict.fromkeys(post.scope for post in self.posts if kind in post.reads))

    def at_home_in(self, township: int) -> bool:
        return any(low <= township <= high for low, high in self.townships)


SYSTEM = Actor(user=None, name="system", door="job")
ANYONE = Actor(user=None, name="resident", door="portal")


class ActorRequest(HttpRequest):
    """A request that the middleware of `people` has given an actor."""

    actor: Actor
    # The township that took in what was sent, where the sender's posts do not say: forms are counted there.
    taken_by: int | None = None
