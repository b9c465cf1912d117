"""A small town that a machine plays with: a case in every stage, photos, and a program for each who asks."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction

from gewu.cases import queries
from gewu.cases.commands import Merging, merge
from gewu.cases.tests.builders import NAME, PHONE, WAYS, Cast, a_case, a_cast, a_photo
from gewu.kernel.access import Actor
from gewu.kernel.errors import DomainError
from gewu.people.commands import issue_token

ACTORS = ("dispatcher", "handler", "admin")
# Rooms that are somebody else's, where a dispatcher is refused like anybody else; the narrower ones first.
ROOMS = {
    "rights/mine": "resident",
    "rights/unusual": "auditor",
    "rights/looks": "auditor",
    "rights": "clerk",
    "checkups": "clerk",
    "registers": "clerk",
    "provenance": "clerk",
    "sheets": "clerk",
}


def askers(path: str) -> tuple[str, ...]:
    """Who asks for an operation, whoever has most to do with it first."""
    at_home = (who for room, who in ROOMS.items() if path.startswith(f"/api/v1/{room}"))
    who = next(at_home, None)
    return (who, "dispatcher") if who else ACTORS


@dataclass(frozen=True)
class World:
    """What was there before the machine came."""

    cast: Cast
    cases: tuple[UUID, ...]
    tokens: dict[str, str]
    # Two reports of one matter, each with an earlier one: the second is joined with it already.
    twins: tuple[UUID, UUID]
    joined: UUID

    def asking(self, who: str) -> "Asking":
        """One of the cast with a token, and what that one can have learned by reading."""
        actor = self.cast.of_role(who)
        mine = tuple(case for case in self.cases if _is_seen(actor, case))
        return Asking(self, actor, {"Authorization": f"Bearer {self.tokens[who]}"}, mine or self.cases)


@dataclass(frozen=True)
class Asking:
    """Somebody who asks over the API. `cases`: the ids this one sees, or all of them who sees none."""

    world: World
    actor: Actor
    headers: dict[str, str]
    cases: tuple[UUID, ...]


def build() -> World:
    cast = a_cast()
    cases = tuple(_with_everything(cast, stage) for stage in WAYS)
    first, second, joined = (_with_everything(cast, "reported") for _ in range(3))
    merge(case_id=joined, merging=Merging(first, "duplicate"), seen_version=1, actor=cast.clerk)
    tokens = {who: _token(cast.of_role(who)) for who in (*ACTORS, *sorted({*ROOMS.values()}))}
    return World(cast, cases, tokens, twins=(first, second), joined=joined)


@contextmanager
def one_connection() -> Iterator[None]:
    """Requests end without giving their connection back: it is the test's, and holds the town."""
    ends = [one for one in (request_started, request_finished) if one.disconnect(close_old_connections)]
    try:
        yield
    finally:
        for one in ends:
            one.connect(close_old_connections)


@contextmanager
def taken_back() -> Iterator[None]:
    """Whatever happens inside did not."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _with_everything(cast: Cast, stage: str) -> UUID:
    return a_case(cast, stage, name=NAME, phone=PHONE, photos=(a_photo(),)).id


def _token(actor: Actor) -> str:
    assert actor.user is not None
    return issue_token(user_id=actor.user, label="machine", actor=actor)


def _is_seen(actor: Actor, case: UUID) -> bool:
    try:
        queries.case_file(actor, case)
    except DomainError:
        return False
    return True
