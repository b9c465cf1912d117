"""One move for many cases: each is moved for itself, with its own receipt, and says what became of it."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db import transaction
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gewu.cases import commands as cases
from gewu.finding.models import Batch, BatchRow, Outcome, State
from gewu.finding.rules import MOST_IN_BATCH
from gewu.kernel import clock, numbers, receipts
from gewu.kernel.access import Actor
from gewu.kernel.canonical import JsonValue
from gewu.kernel.errors import Conflict, DomainError, Invalid, NotAllowed
from gewu.kernel.ids import new_id
from gewu.kernel.jobs import job
from gewu.people import queries as people

# So many are moved while the person waits; the rest goes on aside.
AT_ONCE = 20
LONGEST_SENTENCE = 300
Chosen = Sequence[tuple[UUID, str, int]]


def begin_batch(
    *,
    move: str,
    type_key: str,
    data: Mapping[str, JsonValue],
    chosen: Chosen,
    list_key: str,
    actor: Actor,
    receipt: str | None = None,
) -> UUID:
    """Take down a move for some cases: (id, number, version seen) of each. `work` then makes the moves."""

    def do() -> str:
        return str(_begin(move, type_key, data, chosen, list_key, actor))

    request = {"move": move, "data": data, "chosen": [[one, seen] for one, _number, seen in chosen]}
    return UUID(str(receipts.once(actor=actor, key=receipt, request=request, do=do)))


def work_batch(batch_id: UUID, *, most: int | None = None) -> bool:
    """Move the cases that still wait, each in a transaction of its own; whether all are done."""
    batch = Batch.objects.one(batch_id)
    actor = people.actor_of(people.person(batch.owner), door="desk")
    with translation.override(batch.language):
        for row in _waiting(batch)[:most]:
            _move(batch, row, actor)
    return _finish(batch)


def leave_to_workers(batch_id: UUID) -> None:
    """Let the rest be done aside."""
    go_on.defer(batch=batch_id, lock=batch_id)


@job("finding.go_on")
def go_on(batch: UUID) -> None:
    work_batch(batch)


@transaction.atomic
def _begin(
    move: str, type_key: str, data: Mapping[str, JsonValue], chosen: Chosen, list_key: str, actor: Actor
) -> UUID:
    if actor.user is None or not actor.posts:
        raise NotAllowed(_("You hold no post today. Your administrator can give you one."))
    if not 1 <= len(chosen) <= MOST_IN_BATCH:
        message = _("Choose between 1 and %(most)d cases.") % {"most": MOST_IN_BATCH}
        raise Invalid(message, fields={"case": message})
    township = actor.posts[0].scope.low
    batch = Batch.objects.create(
        id=new_id(township),
        township=township,
        owner=actor.user,
        move=move,
        type_key=type_key,
        list_key=list_key,
        data=dict(data),
        state=State.RUNNING,
        language=get_language() or "zh-hans",
        asked_at=clock.now(),
    )
    BatchRow.objects.bulk_create(
        BatchRow(
            id=new_id(township),
            township=township,
            batch_id=batch.id,
            place=place,
            case_id=case,
            number=numbers.clean(number),
            seen_version=seen,
        )
        for place, (case, number, seen) in enumerate({one[0]: one for one in chosen}.values())
    )
    return batch.id


def _move(batch: Batch, row: BatchRow, actor: Actor) -> None:
    """The one place that catches refusals outside the mapping: here they are the result, row by row."""
    try:
        with transaction.atomic():
            held = BatchRow.objects.filter(outcome=Outcome.WAITING).select_for_update(skip_locked=True)
            if not held.by_id(row.id).exists():
                return
            cases.act(
                case_id=row.case_id,
                move=batch.move,
                data=batch.data,
                seen_version=row.seen_version,
                actor=actor,
                receipt=f"batch:{row.id}",
            )
            _came_out(row, Outcome.DONE, "")
    except Conflict as changed:
        _came_out(row, Outcome.CHANGED, str(changed))
    except DomainError as refused:
        _came_out(row, Outcome.REFUSED, _sentence(refused))


def _came_out(row: BatchRow, outcome: Outcome, said: str) -> None:
    row.outcome, row.said = outcome, said[:LONGEST_SENTENCE]
    row.write("outcome", "said")


def _sentence(refused: DomainError) -> str:
    fields = refused.facts.get("fields")
    said = list(dict.fromkeys(fields.values())) if isinstance(fields, dict) else []
    return " ".join([str(refused), *said])


def _waiting(batch: Batch) -> list[BatchRow]:
    rows = BatchRow.objects.filter(township=batch.township, batch_id=batch.id, outcome=Outcome.WAITING)
    return list(rows.order_by("place"))


@transaction.atomic
def _finish(batch: Batch) -> bool:
    if _waiting(batch):
        return False
    # What was typed is with the cases now; the batch keeps only what became of them.
    batch.state, batch.data, batch.finished_at = State.DONE, {}, clock.now()
    batch.write("state", "data", "finished_at")
    return True
