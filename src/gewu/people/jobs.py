"""What people leave behind and nobody needs any more."""

from django.contrib.sessions.models import Session

from gewu.kernel import clock
from gewu.kernel.jobs import job
from gewu.people.commands.attempts import sweep_counts
from gewu.people.commands.invitations import sweep_links
from gewu.people.commands.sessions import sweep_sessions


@job("people.sweep")
def sweep() -> None:
    """Ended sessions, forgotten devices and old counts of failed attempts go every night."""
    Session.objects.filter(expire_date__lt=clock.now()).delete()
    sweep_sessions()
    sweep_counts()
    sweep_links()
