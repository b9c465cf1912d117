"""Who reported a case: masked in every file; `commands.open_contact` opens it for a stated purpose."""

from gewu.cases.models import Case, CaseReporter
from gewu.cases.queries.facts import posts_on
from gewu.cases.queries.values import Contact
from gewu.kernel import secrets
from gewu.kernel.access import AccessClass, Actor


def may_open(actor: Actor, case: Case) -> bool:
    """Those who work on the case under a post that reads protected rows."""
    return any(post.access_class >= AccessClass.PROTECTED for post in posts_on(actor, case))


def read_contact(case: Case) -> Contact | None:
    """In full: for the command that leaves a trace."""
    row = CaseReporter.objects.filter(township=case.township, case_id=case.id).first()
    if row is None:
        return None
    name = row.name.open() if row.name else ""
    phone = row.phone.open() if row.phone else ""
    return Contact(name, phone, masked=False, may_open=False)


def masked_contact(actor: Actor, case: Case) -> Contact | None:
    """What every colleague sees."""
    full = read_contact(case)
    if full is None:
        return None
    name = secrets.mask_name(full.name) if full.name else ""
    phone = secrets.mask_phone(full.phone) if full.phone else ""
    return Contact(name, phone, masked=True, may_open=may_open(actor, case))
