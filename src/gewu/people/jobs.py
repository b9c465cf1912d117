"""What people leave behind and nobody needs any more."""

from django.contrib.sessions.models import Session

from gewu.kernel import clock
from gewu.kernel.jobs import job
from gewu.people.commands.attempts import sweep_counts


@job("people.sweep")
def sweep() -> None:
    """Ended sessions and old counts of failed attempts go every night."""
    Session.objects.filter(expire_date__lt=clock.now()).delete()
    sweep_counts()
