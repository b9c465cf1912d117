"""Deciding once between the value that is held and those that were offered against it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Literal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from gewu.kernel import clock, journal, receipts
from gewu.kernel.access import Actor
from gewu.kernel.canonical import JsonValue
from gewu.kernel.errors import Conflict, Invalid
from gewu.kernel.models import nothing_here
from gewu.registers import holding, refusals
from gewu.registers.commands.record import keep_claim
from gewu.registers.definition import DEPTH, FieldOf
from gewu.registers.models import Claim, RegisterRow
from gewu.registers.queries import register, rows
from gewu.registers.queries.claims import WAITING, value_of
from gewu.registers.reach import depth_of, may_write
from gewu.registers.sources import Mark

Verdict = Literal["take", "keep", "ask"]
VERDICTS: tuple[Verdict, ...] = ("take", "keep", "ask")
MOST = 200


@transaction.atomic
def decide(*, claims: Sequence[UUID], verdict: str, actor: Actor, receipt: str | None = None) -> int:
    """Take what these claims offer, keep what is held, or ask at the next visit; how many fields it was.

    One decision settles a field: every other claim that waits there is settled with it. Refused as a whole if
    one is not in sight (NotFound), decided already (Conflict) or not the actor's to write (NotAllowed).
    """
    if verdict not in VERDICTS or not 0 < len(claims) <= MOST:
        raise Invalid(_("Choose one of the given answers."), fields={"verdict": _("Choose one.")})
    done = receipts.once(
        actor=actor,
        key=receipt,
        request=["registers.decide", verdict, [str(one) for one in claims]],
        do=lambda: [str(row) for row in _decided(claims, verdict, actor)],
    )
    return len(done) if isinstance(done, list) else 0


def _decided(claims: Sequence[UUID], verdict: str, actor: Actor) -> Iterable[UUID]:
    found = [_waiting(one, actor) for one in dict.fromkeys(claims)]
    by_field: dict[tuple[str, UUID, str], list[Claim]] = defaultdict(list)
    for claim in found:
        by_field[claim.subject_kind, claim.subject, claim.field].append(claim)
    if verdict == "take" and any(len(several) > 1 for several in by_field.values()):
        raise Invalid(_("Only one of several values can be taken."), fields={"verdict": _("Choose one.")})
    # In the order of ids, so that two people who decide at once never wait for each other.
    for (kind, subject, field), several in sorted(by_field.items(), key=lambda one: str(one[0])):
        _settle(kind, subject, field, several[0], verdict, actor)
        yield subject


def _waiting(claim_id: UUID, actor: Actor) -> Claim:
    claim: Claim | None = Claim.objects.visible_to(actor).by_id(claim_id).first()
    if claim is None:
        raise nothing_here()
    if claim.state not in WAITING:
        raise Conflict(_("Somebody has decided this already."))
    return claim


def _settle(kind: str, subject: UUID, key: str, claim: Claim, verdict: str, actor: Actor) -> None:
    row = _locked(kind, subject, actor)
    of = register(kind)
    field = of.field(key)
    if field is None:
        raise nothing_here()
    _require_may(actor, row, field)
    columns = {"sources", "version"}
    if verdict == "take":
        columns |= _take(row, field, claim)
    elif verdict == "keep" and (held := holding.mark_of(row, key)):
        row.sources[key] = replace(held, state="checked").packed()
    row.version += 1
    _close(row, key, claim, verdict, actor)
    journal.record(
        "register.decided",
        subject=row,
        actor=actor,
        write=sorted(columns),
        field=key,
        verdict=verdict,
        claim=str(claim.id),
    )


def _take(row: RegisterRow, field: FieldOf, claim: Claim) -> set[str]:
    """The offered value is held from now on, as one that somebody checked; the old one is kept beside it."""
    of = register(claim.subject_kind)
    before: JsonValue = holding.held(row, [field]).get(field.key)
    held = holding.mark_of(row, field.key)
    if held is not None and before is not None:
        keep_claim(row, field, before, held, state="replaced")
    changed = holding.put(row, of, {field.key: value_of(claim)})
    row.sources[field.key] = replace(Mark.unpacked(claim.mark), state="checked").packed()
    row.changed_at = clock.now()
    return changed | {"changed_at"}


def _close(row: RegisterRow, field: str, chosen: Claim, verdict: str, actor: Actor) -> None:
    """Everything that waits for this field is settled by the same decision."""
    waiting = Claim.objects.filter(township=row.township, subject=row.id, field=field, state__in=WAITING)
    said = {"decided_by": actor.user, "decided_at": clock.now()}
    if verdict == "ask":
        waiting.update(state="ask", **said)
        return
    if verdict == "take":
        waiting.filter(id=chosen.id).update(state="taken", **said)
    # What was taken waits no more, so the rest is what lost.
    waiting.update(state="kept", **said)


def _locked(kind: str, subject: UUID, actor: Actor) -> RegisterRow:
    row: RegisterRow | None = rows(kind, actor).by_id(subject).select_for_update().first()  # type: ignore[attr-defined] # a queryset of ours
    if row is None:
        raise nothing_here()
    return row


def _require_may(actor: Actor, row: RegisterRow, field: FieldOf) -> None:
    """Who decides must be allowed to write the row, and to read as deep as the field is held."""
    deep = depth_of(actor, row)
    if not may_write(actor, row) or deep is None or int(deep) < DEPTH[field.held]:
        raise refusals.not_yours()
