"""What happens by itself: telling, sending, the daily summary, throwing away."""

from django.utils import timezone

from gewu.kernel import clock
from gewu.kernel.jobs import job
from gewu.notices import commands
from gewu.notices.commands.delivering import deliver
from gewu.notices.commands.preferences import forget
from gewu.notices.commands.telling import tell
from gewu.notices.models import Delivery
from gewu.notices.queries.homes import homes_run_here

__all__ = ["catch_up", "deliver", "digests", "forget", "sweep", "tell"]


@job("notices.digests")
def digests() -> None:
    """The summary of the day for whoever chose one. A simulated past has no readers."""
    if clock.held():
        return
    for home in homes_run_here():
        commands.digests(township=home, day=timezone.localdate(clock.now()))


@job("notices.catch_up")
def catch_up() -> None:
    """Look at every queue that should have been looked at: a job may have been lost with its worker."""
    due = Delivery.objects.filter(township__in=homes_run_here(), next_at__lte=clock.now())
    for gateway in set(due.values_list("gateway_id", flat=True)):
        deliver.defer(lock=gateway, gateway=gateway)


@job("notices.sweep")
def sweep() -> None:
    commands.sweep()
