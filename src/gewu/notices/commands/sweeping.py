"""What is thrown away: news that nobody needs any more, and how deliveries of long ago ended."""

from datetime import timedelta

from gewu.kernel import clock
from gewu.notices.models import Binding, Message, PastDelivery
from gewu.notices.queries.homes import homes_run_here

READ_FOR, UNREAD_FOR, PAST_FOR = timedelta(days=90), timedelta(days=180), timedelta(days=180)
CLAIMED_FOR = timedelta(days=7)


def sweep() -> None:
    """Delete read messages after three months, all after six; ends of deliveries after six; claims soon."""
    now, homes = clock.now(), homes_run_here()
    messages = Message.objects.filter(township__in=homes)
    messages.filter(read_at__isnull=False, created_at__lt=now - READ_FOR).delete()
    messages.filter(created_at__lt=now - UNREAD_FOR).delete()
    PastDelivery.objects.filter(township__in=homes, ended_at__lt=now - PAST_FOR).delete()
    Binding.objects.filter(township__in=homes, asked_at__lt=now - CLAIMED_FOR).delete()
