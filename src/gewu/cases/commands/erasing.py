"""Erasing what people wrote, left and showed once a case is kept no longer: chain and figures stay."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from gewu.cases.commands.kept import locked
from gewu.cases.models import Case, CaseFile, CaseReporter, CaseText
from gewu.catalogue.queries import definition as definition_of
from gewu.kernel import clock, files, journal
from gewu.kernel.access import Actor
from gewu.kernel.errors import RuleBroken

_COLUMNS = ("address", "lon", "lat", "crs", "reporter_user", "released", "erased_at")


@transaction.atomic
def erase(*, case_id: UUID, years: int, actor: Actor) -> Case:
    """Erase words, contacts, photos, address and point of a finished case; refused while it is worked on.

    Entries keep the digests of what was written, so that the chain stays whole. It was kept for `years`.
    """
    case = locked(actor, case_id)
    if not definition_of(case.definition_id).stages[case.stage].final:
        raise RuleBroken(_("This case is not finished: nothing of it is erased."))
    if case.erased_at is not None:
        return case
    mine = {"township": case.township, "case_id": case.id}
    gone = list(CaseFile.objects.filter(**mine).values_list("file_id", flat=True))
    words = CaseText.objects.filter(**mine).delete()[0]
    CaseReporter.objects.filter(**mine).delete()
    CaseFile.objects.filter(**mine).delete()
    for one in gone:
        files.forget(one)
    case.address, case.lon, case.lat, case.crs = "", None, None, ""
    case.reporter_user, case.released, case.erased_at = None, False, clock.now()
    journal.record(
        "case.erased",
        subject=case,
        actor=actor,
        write=_COLUMNS,
        years=years,
        words=words,
        files=len(gone),
        stage=case.stage,
    )
    return case
