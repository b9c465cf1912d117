"""Putting deliveries into the queue: by which ways a reader wants to be told, and when not."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, time
from enum import Enum
from uuid import UUID

from django.utils import timezone

from gewu.cases.queries.outline import reporter_to_tell
from gewu.kernel import clock
from gewu.kernel.ids import new_id
from gewu.notices.commands.delivering import call_for
from gewu.notices.models import Delivery, Gateway, Message, Preference, Silenced
from gewu.notices.queries.gateways import nearest, ways_out
from gewu.notices.queries.parcels import sealed_address
from gewu.notices.rules import KINDS, PERSONAL, State, quiet_end

# Nobody's phone is to ring at night because a lamp was mended.
RESIDENTS_SLEEP = (time(21, 30), time(7, 30))
GROUPS = tuple(key for key, kind in KINDS.items() if kind.group)


class Pressing(Enum):
    """What quiet hours and digests do to a message."""

    NEWS = "news"
    URGENT = "urgent"
    DIGEST = "digest"


def queue_for_people(messages: Sequence[Message], pressing: Pressing) -> None:
    """Deliveries by the ways each person chose; a person who chose none reads in the inbox."""
    chosen = _choices(messages)
    if not chosen:
        return
    ways = ways_out({one.township for one in chosen.values()}, kinds=PERSONAL)
    made: list[Delivery] = []
    for message in messages:
        preference = chosen.get(message.to)
        if preference and not (preference.digest and pressing is Pressing.NEWS):
            made += _deliveries(message, preference, ways, pressing)
    _put(made)


def queue_for_reporter(message: Message) -> None:
    """A text to the reporter's phone, if it was left for that; `message` is stored only then."""
    contact = reporter_to_tell(message.to)
    if contact is None:
        return
    ways = ways_out({message.township}, kinds=("sms",))
    way = nearest(ways, "sms", message.township)
    silenced = Silenced.objects.filter(township=message.township, phone_index=contact.phone_index)
    if way is None or silenced.exists():
        return
    message.save(force_insert=True)
    _put([_delivery(message, way, at=_awake(*RESIDENTS_SLEEP))])


def queue_for_groups(message: Message) -> None:
    """The same line for each group chat of the place: every one is a reader of its own."""
    ways = ways_out({message.township}, kinds=GROUPS)
    made = []
    for way in ways:
        message.id, message.to = new_id(message.township), way.id
        message.save(force_insert=True)
        made.append(_delivery(message, way, at=clock.now()))
    _put(made)


def queue_for_claim(message: Message, way: Gateway) -> None:
    """The letter by which an address is proved goes at once, and nowhere but there."""
    message.save(force_insert=True)
    _put([_delivery(message, way, at=clock.now())])


def _choices(messages: Sequence[Message]) -> dict[UUID, Preference]:
    if not messages:
        return {}
    homes = {one.township for one in messages}
    rows = Preference.objects.filter(township__in=homes, user__in=[one.to for one in messages])
    return {row.user: row for row in rows.exclude(channels=[])}


def _deliveries(
    message: Message, preference: Preference, ways: Collection[Gateway], pressing: Pressing
) -> Iterator[Delivery]:
    at = clock.now()
    if pressing is not Pressing.URGENT:
        at = _awake(preference.quiet_from, preference.quiet_until)
    for channel in preference.channels:
        # An address that is not proved yet is none.
        if sealed_address(preference, channel) is None:
            continue
        if way := nearest(ways, channel, preference.township):
            yield _delivery(message, way, at=at)


def _delivery(message: Message, way: Gateway, *, at: datetime) -> Delivery:
    return Delivery(
        id=new_id(message.township),
        township=message.township,
        message_id=message.id,
        gateway_id=way.id,
        channel=way.kind,
        state=State.QUEUED,
        queued_at=clock.now(),
        next_at=at,
    )


def _awake(begins: time | None, ends: time | None) -> datetime:
    """Now, or when the quiet hours end in which now lies."""
    now = clock.now()
    return quiet_end(timezone.localtime(now), begins, ends) or now


def _put(deliveries: Iterable[Delivery]) -> None:
    made = list(deliveries)
    if not made:
        return
    Delivery.objects.bulk_create(made)
    first: Mapping[UUID, datetime] = {
        one.gateway_id: one.next_at for one in sorted(made, key=lambda one: one.next_at, reverse=True)
    }
    for gateway, at in first.items():
        call_for(gateway, at)
