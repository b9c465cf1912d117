"""A sheet of paper for the household in A1."""

from django.utils.timezone import localdate

from gewu.sheets.commands import print_sheets
from gewu.sheets.models import Sheet
from tests.access.registering import a_household
from tests.access.town import Town


def a_sheet(town: Town) -> Sheet:
    """One that is printed; made once."""
    rows = Sheet.objects.filter(township=town.tiny.township)
    if not rows.exists():
        print_sheets(actor=town.actor("clerk"), subject=a_household(town))
    found = rows.first()
    assert found is not None
    return found


def printed_on(town: Town) -> str:
    """The day on which it was printed, and could come back."""
    return localdate(a_sheet(town).printed_at).isoformat()
