"""What a person does in the inbox."""

from uuid import UUID

from django.db import transaction

from gewu.kernel import clock
from gewu.kernel.access import Actor
from gewu.notices.models import Message
from gewu.people.queries import audience


@transaction.atomic
def mark_read(*, message_id: UUID, actor: Actor) -> Message:
    """Say that a message was read; it stays in the list."""
    message = Message.objects.visible_to(actor).one(message_id)
    if message.read_at is None:
        message.read_at = clock.now()
        message.write("read_at")
    return message


@transaction.atomic
def mark_all_read(*, actor: Actor) -> int:
    """Say that every message was read that is there now; how many were unread."""
    homes = audience.homes_of([actor.user]) if actor.user else {}
    rows = Message.objects.visible_to(actor).filter(township__in=list(homes.values()), read_at=None)
    return rows.update(read_at=clock.now())
