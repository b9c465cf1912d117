"""What tests about people say often."""

from datetime import date, timedelta
from uuid import UUID

from gewu.kernel import journal
from gewu.people.models import StaffFile
from gewu.people.queries import today

GOOD = "a-long-good-passphrase"


def day(number: int) -> date:
    """So many days from today."""
    return today() + timedelta(days=number)


def kinds(about: UUID, township: int) -> list[str]:
    """What was written in the file of somebody, in order."""
    file = StaffFile.objects.get(township=township, about=about)
    return [entry.kind for entry in journal.entries_of(file.id)]
