"""Taking a whole import back: what nobody touched since goes or is as before, the rest is kept and listed."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from gewu.exchange.commands.carrying import enter, own
from gewu.exchange.models import Import, Landed, State
from gewu.kernel import clock
from gewu.kernel.access import Actor
from gewu.kernel.errors import RuleBroken
from gewu.kernel.jobs import job
from gewu.people import queries as people
from gewu.registers.commands.taking_back import Change, put_back, take_away

UNDO_FOR = timedelta(days=30)
# A person goes before the household they were counted in, that before its dwelling.
ORDER = ("person", "household", "dwelling", "establishment", "facility")
SOME = 1000
BACK, KEPT = "back", "kept"


@transaction.atomic
def undo(*, import_id: UUID, actor: Actor) -> None:
    """Have an import taken back, within thirty days."""
    row = own(import_id, actor, State.DONE)
    if row.finished_at is None or row.finished_at < clock.now() - UNDO_FOR:
        raise RuleBroken(_("This import is older than thirty days: correct single records instead."))
    row.state = State.UNDOING
    enter("exchange.undo_begun", row, actor, write=("state",))
    take_back.defer(import_id=row.id, lock=row.id, actor=actor.user or row.owner)


def undone(import_id: UUID, user: UUID) -> None:
    """Do it, in one transaction."""
    row = Import.objects.select_for_update().one(import_id)
    if row.state != State.UNDOING:
        return
    actor = people.actor_of(people.person(user), door="job")
    for kind in ORDER:
        rows = Landed.objects.filter(township=row.township, import_id=row.id, kind=kind).order_by(
            "-row", "id"
        )
        ids = list(rows.exclude(how="to_check").values_list("id", flat=True))
        for start in range(0, len(ids), SOME):
            _take_some(row, kind, ids[start : start + SOME], actor)
    row.state = State.UNDONE
    counts = ("taken_back", "kept")
    enter("exchange.undone", row, actor, write=("state", *counts), back=row.taken_back, kept=row.kept)


def _take_some(row: Import, kind: str, ids: Sequence[UUID], actor: Actor) -> None:
    some = list(Landed.objects.filter(township=row.township, id__in=ids))
    made = [one.subject_id for one in some if one.how == "created"]
    changes = [Change(one.subject_id, one.before.open(), one.left) for one in some if one.before is not None]
    back = take_away(kind, row.township, made, actor=actor)
    back |= put_back(kind, row.township, changes, actor=actor)
    rows = Landed.objects.filter(township=row.township, id__in=ids)
    row.taken_back += rows.filter(subject_id__in=back).update(undone=BACK)
    row.kept += rows.exclude(subject_id__in=back).update(undone=KEPT)


@job("exchange.take_back")
def take_back(import_id: UUID, actor: UUID) -> None:
    with transaction.atomic():
        undone(import_id, actor)
