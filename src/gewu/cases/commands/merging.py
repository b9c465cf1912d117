"""Joining reports of one matter 并单, and parting them again within a day."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Field
from django.utils import timezone

from gewu.cases import merging as rules
from gewu.cases import refusals
from gewu.cases.commands.kept import Author, keep_parts, keep_words, locked, require_version, stand
from gewu.cases.models import Case, CaseReporter
from gewu.cases.powers import COMMENT, MAY_MERGE
from gewu.cases.queries.facts import facts_for, standing_of
from gewu.cases.standing import COLUMNS, Standing
from gewu.cases.tied import Bond, CaseTie
from gewu.kernel import clock, journal, receipts, text
from gewu.kernel.access import Actor
from gewu.kernel.errors import NotFound
from gewu.kernel.ids import new_id, township_of

LONGEST_NOTE = 500
DEMANDS = ("demands",)


@dataclass(frozen=True, slots=True)
class Merging:
    """Which earlier case a later one becomes part of, and why: one of `merging.REASONS`."""

    into: UUID
    reason: str
    note: str = ""


def merge(
    *, case_id: UUID, merging: Merging, seen_version: int, actor: Actor, receipt: str | None = None
) -> None:
    """Make a case part of an earlier one. It closes as merged; its words, photos and reporter stay.

    The earlier one carries the demands of both. Both must be in the actor's sight and equally closely held.
    """
    note = text.clean(merging.note, field="note", limit=LONGEST_NOTE)

    def do() -> str:
        case, lead = _pair(actor, case_id, merging.into)
        require_version(case, seen_version)
        _join(case, lead, merging.reason, note, actor)
        return str(case_id)

    request = {"case": case_id, "into": merging.into, "reason": merging.reason, "note": note}
    receipts.once(actor=actor, key=receipt, request=request, do=do)


def unmerge(*, case_id: UUID, seen_version: int, actor: Actor, receipt: str | None = None) -> None:
    """Take a case out again within a day: it stands as it stood, and its deadlines never stopped."""

    def do() -> str:
        _may_join(actor, locked(actor, case_id))
        tie = _tie_of(case_id)
        case, lead = _pair(actor, case_id, tie.other_id)
        require_version(case, seen_version)
        _part(case, lead, tie, actor)
        return str(case_id)

    receipts.once(actor=actor, key=receipt, request={"unmerge": case_id, "seen": seen_version}, do=do)


def tie_to(case: Case, earlier: UUID, actor: Actor) -> dict[str, Any]:
    """Hang a new case on the one whose matter it goes on with; what its first entry says of it."""
    other = Case.objects.visible_to(actor).one(earlier)
    if other.township != case.township:
        raise refusals.not_joinable()
    CaseTie.objects.create(
        id=new_id(case.township),
        township=case.township,
        case_id=case.id,
        other_id=other.merged_into or other.id,
        bond=Bond.FOLLOWS,
        made_by=actor.user,
        made_at=clock.now(),
    )
    return {"follows": str(other.merged_into or other.id)}


def _join(case: Case, lead: Case, reason: str, note: str, actor: Actor) -> None:
    role = _may_join(actor, case)
    _require_fitting(case, lead)
    is_open = lead.closed_at is None
    rules.require_joins(reason, lead_is_open=is_open, same_reporter=_same_reporter(case, lead))
    before, now = standing_of(case), clock.now()
    stand(case, rules.rests_in(before, lead=lead.id, moment=timezone.localtime(now)))
    keep_parts(case, before, user=actor.user, moment=clock.now())
    tie = CaseTie.objects.create(
        id=new_id(case.township),
        township=case.township,
        case_id=case.id,
        other_id=lead.id,
        bond=Bond.MERGED,
        reason=reason,
        before=_spelled(before, standing_of(case)),
        made_by=actor.user,
        made_at=clock.now(),
    )
    digests = keep_words(
        case, {COMMENT: note} if note else {}, author=Author(actor.user, role), public=frozenset()
    )
    _record(
        "case.merged",
        case,
        actor,
        write=_changed(tie),
        role=role,
        reason=reason,
        into=lead,
        words=digests,
        moment=now,
    )
    lead.demands += case.demands
    journal.record("case.joined", subject=lead, actor=actor, write=DEMANDS, **_counted(lead, case, role))


def _part(case: Case, lead: Case, tie: CaseTie, actor: Actor) -> None:
    role = _may_join(actor, case)
    rules.require_may_part(tie.made_at, clock.now())
    before = standing_of(case)
    for column, value in tie.before.items():
        setattr(case, column, _read(column, value))
    case.version = before.version + 1
    keep_parts(case, before, user=actor.user, moment=clock.now())
    tie.undone_at = clock.now()
    tie.write("undone_at")
    _record("case.unmerged", case, actor, write=_changed(tie), role=role, into=lead)
    lead.demands -= case.demands
    journal.record("case.unjoined", subject=lead, actor=actor, write=DEMANDS, **_counted(lead, case, role))


def _record(kind: str, case: Case, actor: Actor, *, write: list[str], into: Case, **facts: Any) -> None:
    journal.record(
        kind,
        subject=case,
        actor=actor,
        write=write,
        move="merge" if kind == "case.merged" else "unmerge",
        into=str(into.id),
        stage=case.stage,
        version=case.version,
        **facts,
    )


def _counted(lead: Case, case: Case, role: str) -> dict[str, Any]:
    return {"case": str(case.id), "demands": lead.demands, "role": role}


def _pair(actor: Actor, case_id: UUID, lead_id: UUID) -> tuple[Case, Case]:
    """Both cases, held until the transaction ends; in one order, so that two who join wait for each other."""
    both = {township_of(case_id), township_of(lead_id)}
    rows = Case.objects.visible_to(actor).filter(township__in=both, id__in=[case_id, lead_id])
    found = {case.id: case for case in rows.select_for_update().order_by("id")}
    if not {case_id, lead_id} <= found.keys():
        raise NotFound(refusals.not_there())
    return found[case_id], found[lead_id]


def _require_fitting(case: Case, lead: Case) -> None:
    if case.id == lead.id or case.township != lead.township or case.access_class != lead.access_class:
        raise refusals.not_joinable()
    if (case.recorded_at, case.id) < (lead.recorded_at, lead.id):
        raise refusals.earlier_leads()
    if case.merged_into or lead.merged_into or case.closed_at is not None or case.parent or lead.parent:
        raise refusals.not_joinable()
    if CaseTie.objects.filter(
        township=case.township, other_id=case.id, bond=Bond.MERGED, undone_at=None
    ).exists():
        raise refusals.leads_others()


def _same_reporter(case: Case, lead: Case) -> bool:
    if case.reporter_user is not None and case.reporter_user == lead.reporter_user:
        return True
    rows = CaseReporter.objects.filter(township=case.township, case_id__in=[case.id, lead.id])
    known = [bytes(row.phone_index) for row in rows if row.phone_index is not None]
    return len(known) == 2 and known[0] == known[1]


def _may_join(actor: Actor, case: Case) -> str:
    roles = facts_for(actor, case).roles
    rules.require_may_join(roles, MAY_MERGE)
    return min(roles & MAY_MERGE)


def _tie_of(case_id: UUID) -> CaseTie:
    rows = CaseTie.objects.filter(
        township=township_of(case_id), case_id=case_id, bond=Bond.MERGED, undone_at=None
    )
    tie = rows.first()
    if tie is None:
        raise refusals.is_not_merged()
    return tie


def _spelled(before: Standing, after: Standing) -> dict[str, Any]:
    """What the joining changes, as it was: enough to take it back."""
    changed = [
        name for name in COLUMNS if getattr(before, name) != getattr(after, name) and name != "version"
    ]
    values: Mapping[str, Any] = {name: getattr(before, name) for name in changed}
    return {name: None if value is None else _plain(value) for name, value in values.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [str(one) for one in value]
    if isinstance(value, bool | int | str):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _read(column: str, value: Any) -> Any:
    if isinstance(value, list):
        return [UUID(one) for one in value]
    field = Case._meta.get_field(column)
    return field.to_python(value) if isinstance(field, Field) else value


def _changed(tie: CaseTie) -> list[str]:
    return [*tie.before, "version"]
