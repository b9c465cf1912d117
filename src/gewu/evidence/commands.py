"""Everything that writes evidence: having a journal verified, verifying it, handing out a proof."""

from collections.abc import Collection
from hashlib import sha256
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from gewu.evidence.models import READS, Proof, Verification
from gewu.evidence.queries import sheet_of, text_of
from gewu.kernel import clock, journal, text
from gewu.kernel.access import SYSTEM, Actor
from gewu.kernel.errors import Invalid, NotAllowed, NotFound, RuleBroken
from gewu.kernel.findings import Finding
from gewu.kernel.ids import new_id
from gewu.kernel.jobs import job

# Kept of a run, so that a page can name them; whoever needs all asks `gewu verify-journal`.
KEPT = 500
LONGEST_PURPOSE = 200


@transaction.atomic
def ask_for_verification(*, township: int, actor: Actor) -> Verification:
    """Have a township's journal verified by the worker; one that is under way is given back instead."""
    _require_auditor(actor, township)
    rows = Verification.objects.visible_to(actor).filter(township=township, finished_at=None)
    if under_way := rows.order_by("-asked_at", "-id").first():
        return under_way
    return _begin(township, actor)


def begin_nightly(township: int) -> Verification:
    """A run that nobody asked for."""
    with transaction.atomic():
        return _begin(township, SYSTEM)


@job("evidence.verify")
def verify(run: UUID) -> None:
    """Do a run. Done twice, because a worker died in it, it starts again from the beginning."""
    found = Verification.objects.one(run)
    if not found.finished_at:
        _verify(found)


def _verify(run: Verification) -> None:
    run.started_at, run.total, run.checked = clock.now(), journal.subjects_in(run.township), 0
    run.write("started_at", "total", "checked")
    findings = journal.verify(townships=[run.township], progress=lambda count: _advance(run, count))
    with transaction.atomic():
        run.finished_at, run.found = clock.now(), len(findings)
        run.findings = [_told(finding) for finding in findings[:KEPT]]
        journal.record(
            "evidence.verified",
            subject=run,
            actor=SYSTEM,
            write=["finished_at", "found", "findings"],
            checked=run.checked,
            findings=run.found,
        )


@transaction.atomic
def make_proof(*, case_id: UUID, shows: Collection[UUID], purpose: str, actor: Actor) -> Proof:
    """Hand out a proof of what is sealed of a case, with the words that somebody chose to show and why."""
    sheet = sheet_of(actor, case_id)
    auditor = _require_auditor(actor, sheet.file.township)
    if not sheet.sealed:
        raise RuleBroken(_("Nothing of this case is sealed yet. The seal comes shortly after midnight."))
    if strange := set(shows) - sheet.can_show():
        raise NotFound(_("There is nothing here, or it is not yours to see."), words=len(strange))
    said = text.clean(purpose, field="purpose", limit=LONGEST_PURPOSE, lines=False)
    if shows and not said:
        message = _("Say what for: a proof that shows people's words needs a purpose.")
        raise Invalid(message, fields={"purpose": message})
    made = Proof(
        id=new_id(sheet.file.township),
        township=sheet.file.township,
        case_id=case_id,
        number=sheet.file.number,
        entries=sheet.sealed,
        seal=sheet.last_seal,
        shows=sorted(shows),
        purpose=said,
        made_by=auditor,
        made_at=clock.now(),
    )
    made.digest = sha256(text_of(actor, made).encode()).hexdigest()
    journal.record(
        "evidence.proof_exported",
        subject=made,
        actor=actor,
        purpose=said,
        case=str(case_id),
        entries=made.entries,
        seal=made.seal,
        shows=[str(one) for one in made.shows],
        digest=made.digest,
    )
    return made


def _begin(township: int, actor: Actor) -> Verification:
    run = Verification(id=new_id(township), township=township, asked_by=actor.user, asked_at=clock.now())
    journal.record("evidence.verification_asked", subject=run, actor=actor)
    verify.defer(lock=run.id, run=run.id)
    return run


def _advance(run: Verification, count: int) -> None:
    run.checked += count
    run.write("checked")


def _told(finding: Finding) -> dict[str, object]:
    return {
        "wrong": str(finding.wrong),
        "day": finding.day.isoformat() if finding.day else None,
        "subject": str(finding.subject) if finding.subject else None,
        "number": finding.number,
        "detail": finding.detail,
    }


def _require_auditor(actor: Actor, township: int) -> UUID:
    """Who it is, or NotAllowed."""
    reads = any(scope.low <= township <= scope.high for scope in actor.scopes(READS))
    if actor.user is None or not reads:
        raise NotAllowed(_("Verifying and proving are for those who read the journal of this place."))
    return actor.user
