"""Taking deliveries out of the house, one after another for each gateway, and never twice to a person.

A delivery is marked as being sent in a transaction of its own before anything leaves. If the process dies
then, or the gateway answers late or with an error that says nothing, nobody knows whether it arrived:
unless the gateway drops what it has seen, it is not sent again by itself.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import structlog
from django.db import transaction
from django.utils.translation import gettext as _

from gewu.kernel import clock, journal
from gewu.kernel.access import Actor
from gewu.kernel.errors import RuleBroken
from gewu.kernel.ids import new_id
from gewu.kernel.jobs import job
from gewu.notices import channels, rules
from gewu.notices.channels import Answer
from gewu.notices.models import Delivery, DeliveryQuerySet, Gateway, Message, PastDelivery
from gewu.notices.queries.parcels import Parcel, parcel_of
from gewu.notices.rules import TROUBLE, Outcome, State

# After so many the job makes way for others and comes again.
BATCH = 50
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Sent:
    answer: Answer
    address: str = ""
    state: State | None = None


@job("notices.deliver")
def deliver(gateway: UUID) -> None:
    """Send what is due by a gateway. Each has one job at a time, so one that hangs holds up only itself."""
    found = Gateway.objects.by_id(gateway).first()
    if found is None or not found.on:
        return
    _settle_leftovers(found)
    for _turn in range(BATCH):
        if found.resting_until and found.resting_until > clock.now():
            break
        claimed = _claim(found)
        if claimed is None:
            break
        _finish(claimed, found, _send(claimed, found))
    _come_again(found)


def call_for(gateway: UUID, at: datetime) -> None:
    """Have a gateway's queue looked at, at a moment."""
    deliver.defer(lock=gateway, at=at if at > clock.now() else None, gateway=gateway)


@transaction.atomic
def resend(*, delivery_id: UUID, actor: Actor) -> None:
    """Send a delivery once more that failed, was given up or is unclear; its number stays the same."""
    past = PastDelivery.objects.visible_to(actor).select_for_update().one(delivery_id)
    if past.resent or past.state not in TROUBLE:
        raise RuleBroken(_("Only what failed can be sent once more, and only once each time."))
    gateway = Gateway.objects.visible_to(actor).filter(township__in=rules.homes_above(past.township))
    way = gateway.filter(id=past.gateway_id, on=True).first()
    if way is None:
        raise RuleBroken(_("This way out is switched off. Switch it on first."))
    past.resent = True
    past.write("resent")
    Delivery.objects.create(
        id=past.delivery_id,
        township=past.township,
        message_id=past.message_id,
        gateway_id=past.gateway_id,
        channel=past.channel,
        state=State.QUEUED,
        queued_at=clock.now(),
        next_at=clock.now(),
    )
    journal.record("notices.resent", subject=way, actor=actor, delivery=str(past.delivery_id), was=past.state)
    call_for(way.id, clock.now())


def _claim(gateway: Gateway) -> Delivery | None:
    """Take the next delivery that is due; from here on it may have left."""
    with transaction.atomic():
        due = _queue(gateway).filter(state=State.QUEUED, next_at__lte=clock.now())
        found = due.select_for_update(skip_locked=True).order_by("next_at", "id").first()
        if found is None:
            return None
        found.state, found.started_at, found.attempts = State.SENDING, clock.now(), found.attempts + 1
        found.write("state", "started_at", "attempts")
        return found


def _send(delivery: Delivery, gateway: Gateway) -> _Sent:
    message = Message.objects.by_id(delivery.message_id).first()
    if message is None:
        return _Sent(Answer(Outcome.REFUSED, "gone"))
    if message.read_at is not None:
        return _Sent(Answer(Outcome.DELIVERED, "read"), state=State.READ)
    parcel: Parcel | None = parcel_of(delivery, message)
    if parcel is None:
        return _Sent(Answer(Outcome.REFUSED, "no_address"))
    return _Sent(channels.send(gateway, parcel), parcel.masked_address)


def _finish(delivery: Delivery, gateway: Gateway, sent: _Sent) -> None:
    """Write down what came of it: back into the queue, or into the history."""
    now, outcome = clock.now(), sent.answer.outcome
    onward = rules.after(
        outcome,
        attempts=delivery.attempts,
        repeatable=gateway.repeatable,
        queued_at=delivery.queued_at,
        now=now,
    )
    delivery.code = sent.answer.code
    with transaction.atomic():
        if onward.at is not None:
            delivery.state, delivery.next_at = onward.state, onward.at
            delivery.write("state", "next_at", "code")
        else:
            _end(delivery, sent.state or onward.state, sent.address, sent.answer.remote)
        _note_health(gateway, outcome, now)
    if outcome in {Outcome.BUSY, Outcome.UNCLEAR, Outcome.REFUSED}:
        log.warning("notice_not_sent", channel=delivery.channel, outcome=str(outcome), code=delivery.code)


def settle(delivery: Delivery, state: State) -> None:
    """End a delivery in the queue by what its gateway said of it later."""
    _end(delivery, state, "")


def _end(delivery: Delivery, state: State, address: str, remote: str = "") -> None:
    PastDelivery.objects.create(
        id=new_id(delivery.township),
        township=delivery.township,
        delivery_id=delivery.id,
        message_id=delivery.message_id,
        gateway_id=delivery.gateway_id,
        channel=delivery.channel,
        state=state,
        attempts=delivery.attempts,
        code=delivery.code,
        queued_at=delivery.queued_at,
        address=address,
        remote=remote,
        ended_at=clock.now(),
    )
    Delivery.objects.by_id(delivery.id).delete()


def _note_health(gateway: Gateway, outcome: Outcome, now: datetime) -> None:
    if rules.is_trouble(outcome):
        gateway.misses = min(gateway.misses + 1, 1000)
        gateway.resting_until = now + rules.rest(gateway.misses)
    elif gateway.misses:
        gateway.misses, gateway.resting_until = 0, None
    else:
        return
    gateway.write("misses", "resting_until")


def _settle_leftovers(gateway: Gateway) -> None:
    """What a dead worker was sending: no other job sends by this gateway, so nobody is at it any more."""
    for left in _queue(gateway).filter(state=State.SENDING):
        _finish(left, gateway, _Sent(Answer(Outcome.UNCLEAR, "interrupted")))


def _come_again(gateway: Gateway) -> None:
    coming = _queue(gateway).filter(state=State.QUEUED).order_by("next_at").values_list("next_at", flat=True)
    if (at := coming.first()) is not None:
        call_for(gateway.id, max(at, gateway.resting_until or at))


def _queue(gateway: Gateway) -> DeliveryQuerySet:
    return Delivery.objects.filter(township__range=rules.reach_of(gateway.township), gateway_id=gateway.id)
