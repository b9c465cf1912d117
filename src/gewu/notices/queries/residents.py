"""Texts to residents: whether there are any, and whether one of them gets some."""

from gewu.cases.queries.outline import told_by_link
from gewu.kernel.ids import township_of
from gewu.notices.models import Gateway, Silenced
from gewu.notices.queries.homes import homes_run_here


def texts_go_out() -> bool:
    """Whether a place run here can text at all: nobody is asked to tick what cannot be kept."""
    return Gateway.objects.filter(township__in=homes_run_here(), kind="sms", on=True).exists()


def is_told(number: str, key: str) -> bool:
    """Whether the phone behind a reporter's link still gets texts."""
    found = told_by_link(number, key) if key else None
    if found is None:
        return False
    case_id, contact = found
    silenced = Silenced.objects.filter(township=township_of(case_id), phone_index=contact.phone_index)
    return not silenced.exists()
