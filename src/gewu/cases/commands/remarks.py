"""What is added to a case without moving it: notes, files, and opening them to the public."""

from uuid import UUID

from django.core.files.base import File as Upload
from django.db import transaction
from django.utils.translation import gettext as _

from gewu.cases import refusals
from gewu.cases.commands.kept import Author, keep_words, locked, retell, unarchived
from gewu.cases.commands.photos import link, store
from gewu.cases.models import Case, CaseFile, CaseText, Shot
from gewu.cases.powers import COMMENT, MAY_RELEASE
from gewu.cases.queries.facts import facts_for, may_be_public
from gewu.cases.rules import RESIDENT
from gewu.catalogue.queries import definition as definition_of
from gewu.kernel import journal, receipts, text
from gewu.kernel.access import Actor
from gewu.kernel.errors import NotAllowed
from gewu.kernel.ids import township_of

LONGEST_COMMENT = 2000


def comment(*, case_id: UUID, text: str, actor: Actor, receipt: str | None = None) -> UUID:
    """Leave a note on a case for those who work on it."""

    def do() -> str:
        return str(_comment(case_id, text, actor))

    request = {"case": case_id, "comment": text}
    return UUID(str(receipts.once(actor=actor, key=receipt, request=request, do=do)))


def _comment(case_id: UUID, words: str, actor: Actor) -> UUID:
    kept = text.clean_required(words, field="text", limit=LONGEST_COMMENT)
    case = unarchived(actor, case_id)
    author = _author(actor, case)
    digests = keep_words(case, {COMMENT: kept}, author=author, public=frozenset())
    journal.record("case.commented", subject=case, actor=actor, role=author.role, words=dict(digests))
    return case.id


def attach(
    *, case_id: UUID, upload: "Upload[bytes]", kind: str, actor: Actor, receipt: str | None = None
) -> UUID:
    """Add a photo or document to a case; gives the id of the file."""
    if kind not in Shot.values:
        raise refusals.invalid({"kind": _("Choose one of the given answers.")})

    def do() -> str:
        Case.objects.visible_to(actor).one(case_id)
        stored = store(case_id, upload, actor=actor, field="file")
        case = unarchived(actor, case_id)
        link(case, stored, kind=kind, actor=actor)
        role = _author(actor, case).role
        journal.record(
            "case.file_added",
            subject=case,
            actor=actor,
            role=role,
            file=str(stored.id),
            shows=kind,
            sha256=stored.sha256,
        )
        return str(stored.id)

    request = {"case": case_id, "file": upload, "kind": kind}
    return UUID(str(receipts.once(actor=actor, key=receipt, request=request, do=do)))


def keep_file(case: Case, upload: "Upload[bytes]", *, kind: str, actor: Actor, field: str) -> None:
    """Store a file that comes with a report."""
    link(case, store(case.id, upload, actor=actor, field=field), kind=kind, actor=actor)


def release(*, case_id: UUID, what: UUID, actor: Actor) -> None:
    """Open words, a file or (by the id of the case) the exact place to the public, after a person looked."""
    _open_or_close(case_id, what, actor, released=True)


def withhold(*, case_id: UUID, what: UUID, actor: Actor) -> None:
    """Close to the public what had been released."""
    _open_or_close(case_id, what, actor, released=False)


@transaction.atomic
def _open_or_close(case_id: UUID, what: UUID, actor: Actor, *, released: bool) -> None:
    # Closing to the public what should not be open changes nothing in the file: that stays possible for ever.
    case = unarchived(actor, case_id) if released else locked(actor, case_id)
    if not facts_for(actor, case).roles & MAY_RELEASE:
        raise NotAllowed(_("Your post does not decide what residents see."), by=sorted(MAY_RELEASE))
    row = _releasable(case, what)
    if row.released == released:
        return
    row.released = released
    row.write("released")
    kind = "case.released" if released else "case.withheld"
    journal.record(kind, subject=case, actor=actor, what=str(what))
    if isinstance(row, CaseText):
        retell(case)


def _releasable(case: Case, what: UUID) -> Case | CaseText | CaseFile:
    if what == case.id:
        # The case itself: its exact place and its address, which open data show to fifty metres until then.
        return case
    if township_of(what) == case.township:
        text_row = CaseText.objects.by_id(what).filter(case_id=case.id).first()
        if text_row is not None and may_be_public(definition_of(case.definition_id), text_row.kind):
            return text_row
        file_row = CaseFile.objects.filter(township=case.township, case_id=case.id, file_id=what).first()
        if file_row is not None:
            return file_row
    raise refusals.nothing_to_release()


def _author(actor: Actor, case: Case) -> Author:
    """Under which role somebody speaks on a case: what a post gives goes before being its reporter."""
    roles = facts_for(actor, case).roles or actor.roles
    return Author(actor.user, min(roles, key=lambda role: (role == RESIDENT, role)))
