"""Opening what a reporter left of themselves: masked until somebody says what it is needed for."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from gewu.cases import refusals
from gewu.cases.commands.kept import unarchived
from gewu.cases.powers import CONTACT_PURPOSES
from gewu.cases.queries.contacts import may_open, read_contact
from gewu.cases.queries.values import Contact
from gewu.kernel import journal
from gewu.kernel.access import Actor
from gewu.kernel.errors import NotAllowed, NotFound


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
