"""Opening what a reporter left of themselves: masked until somebody says what it is needed for."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from gewu.cases import refusals
from gewu.cases.commands.kept import unarchived
from gewu.cases.models import CaseReporter
from gewu.cases.powers import CONTACT_PURPOSES
from gewu.cases.queries.contacts import may_open, read_contact
from gewu.cases.queries.values import Contact
from gewu.kernel import journal
from gewu.kernel.access import Actor
from gewu.kernel.errors import NotAllowed, NotFound
from gewu.kernel.secrets import blind_index


@transaction.atomic
def open_contact(*, case_id: UUID, purpose: str, actor: Actor) -> Contact:
    """Name and phone in full, once, for a purpose that the journal keeps (PIPL 6, 51)."""
    if purpose not in CONTACT_PURPOSES:
        raise refusals.invalid({"purpose": _("Choose what you need it for.")})
    case = unarchived(actor, case_id)
    if not may_open(actor, case):
        raise NotAllowed(_("Your post does not read contacts in full."))
    contact = read_contact(case)
    if contact is None:
        raise NotFound(_("The reporter left no name and no phone."))
    journal.record("case.contact_opened", subject=case, actor=actor, purpose=purpose)
    return contact


def index_names(township: int, *, most: int) -> int:
    """Make names of reporters findable that were kept before there was an index of names; how many were."""
    rows = list(CaseReporter.objects.filter(township=township, name__isnull=False, name_index=None)[:most])
    for row in rows:
        row.name_index = blind_index("name", row.name.open()) if row.name else None
        row.write("name_index")
    return len(rows)
