"""What all steps of an import share: whose it is, its journal, how it ends."""

from collections.abc import Mapping
from typing import Any, NamedTuple
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from gewu.exchange.models import Chunk, Import, State
from gewu.exchange.rules import WORKERS
from gewu.kernel import clock, files, journal
from gewu.kernel.access import SYSTEM, Actor
from gewu.kernel.canonical import JsonValue
from gewu.kernel.errors import NotAllowed, RuleBroken


class Home(NamedTuple):
    """The township whose registers somebody works with, and who that is."""

    township: int
    owner: UUID


def at_home(actor: Actor) -> Home:
    """Where the actor's post works with whole registers, or NotAllowed."""
    homes = [
        post.scope.low for post in actor.posts if post.role in WORKERS and post.scope.low == post.scope.high
    ]
    if actor.user is None or not homes:
        raise NotAllowed(_("Only clerks and administrators of a township bring workbooks in."))
    return Home(homes[0], actor.user)


def own(import_id: UUID, actor: Actor, *states: State) -> Import:
    """The import, locked, in one of these states; RuleBroken says what it is doing instead."""
    row = Import.objects.visible_to(actor).select_for_update().one(import_id)
    if states and row.state not in states:
        raise RuleBroken(_("This is not possible any more: the import has gone on. Look at the page again."))
    return row


def enter(kind: str, row: Import, actor: Actor, *, write: tuple[str, ...] = (), **facts: JsonValue) -> None:
    """The next entry of an import's journal."""
    told: dict[str, Any] = {"write": write, **facts}
    journal.record(kind, subject=row, actor=actor, **told)


def refuse(row: Import, code: str, facts: Mapping[str, object]) -> None:
    """End an import that cannot go on, with the reason; its rows and its file go."""
    row.state, row.said, row.finished_at = State.REFUSED, code, clock.now()
    row.facts = {key: str(value) for key, value in facts.items()}
    clear(row)
    enter(
        "exchange.refused", row, SYSTEM, write=("state", "said", "facts", "finished_at", "file_id"), code=code
    )


def clear(row: Import) -> None:
    """Take away the file and the rows that were put aside."""
    Chunk.objects.filter(township=row.township, import_id=row.id).delete()
    if row.file_id:
        files.forget(row.file_id)
        row.file_id = None


@transaction.atomic
def stop(*, import_id: UUID, actor: Actor) -> None:
    """Give an import up before it went in: nothing was brought in, nothing stays."""
    states = (State.READING, State.LAID, State.CHECKING, State.CHECKED, State.REFUSED)
    row = own(import_id, actor, *states)
    row.state, row.finished_at = State.STOPPED, clock.now()
    clear(row)
    enter("exchange.stopped", row, actor, write=("state", "finished_at", "file_id"))
