"""Writing into the journal of a person or an organisation."""

from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from gewu.kernel import ids, journal
from gewu.kernel.access import Actor
from gewu.kernel.canonical import JsonValue
from gewu.kernel.errors import NotAllowed
from gewu.people.models import StaffFile
from gewu.people.rules import may_manage


def note(kind: str, *, about: UUID, township: int, actor: Actor, **facts: JsonValue) -> None:
    """Record in the file of `about`, opening it with the first entry."""
    journal.record(kind, subject=_file(about, township), actor=actor, **facts)  # type: ignore[arg-type]


def require_manager(actor: Actor, low: int, high: int | None = None) -> None:
    """Only an administrator whose post covers these townships, or the platform itself."""
    if not may_manage(actor, low, high if high is not None else low):
        raise NotAllowed(_("Only the administrator of this place can do this."))


def _file(about: UUID, township: int) -> StaffFile:
    found = _locked(about, township).first()
    if found is None:
        row = StaffFile(id=ids.new_id(township), township=township, about=about)
        StaffFile.objects.bulk_create([row], ignore_conflicts=True)
        found = _locked(about, township).get()
    return found


def _locked(about: UUID, township: int) -> QuerySet[StaffFile]:
    return StaffFile.objects.filter(township=township, about=about).select_for_update()
