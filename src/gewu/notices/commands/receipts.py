"""What a gateway says later of a delivery: it came, or it did not. Said twice, late or in any order."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from gewu.kernel import clock
from gewu.kernel.errors import Conflict
from gewu.notices.commands.delivering import settle
from gewu.notices.models import Delivery, Gateway, PastDelivery
from gewu.notices.rules import State, reach_of, received


@dataclass(frozen=True, slots=True)
class Receipt:
    """`id`: our number of the delivery; or `remote`: the gateway's own. `code` says why it did not arrive."""

    arrived: bool
    code: str = ""
    id: UUID | None = None
    remote: str = ""


def note_receipts(*, gateway: Gateway, receipts: Collection[Receipt]) -> int:
    """Write down what became of deliveries of this gateway; how many were known. May be repeated."""
    return sum(_note(gateway, one) for one in receipts)


@transaction.atomic
def _note(gateway: Gateway, said: Receipt) -> bool:
    township = reach_of(gateway.township)
    mine = PastDelivery.objects.filter(township__range=township, gateway_id=gateway.id)
    mine = mine.filter(delivery_id=said.id) if said.id else mine.filter(remote=said.remote)
    past = mine.select_for_update().order_by("-ended_at").first()
    if past is None:
        return said.id is not None and _note_live(gateway, said.id, said)
    state = received(past.state, arrived=said.arrived)
    if state is not None:
        past.state, past.code, past.receipt_at = state, said.code, clock.now()
        past.write("state", "code", "receipt_at")
    return True


def _note_live(gateway: Gateway, delivery: UUID, said: Receipt) -> bool:
    """It lies in the queue to be tried again, because no answer came; the receipt is that answer."""
    live = Delivery.objects.filter(township__range=reach_of(gateway.township), gateway_id=gateway.id)
    found = live.filter(id=delivery).select_for_update(skip_locked=True).first()
    if found is None:
        return False
    if found.state == State.SENDING:
        # The answer itself is still on its way: the gateway comes again with its receipt.
        raise Conflict("This delivery is being sent right now. Come again.")
    found.code = said.code
    settle(found, State.DELIVERED if said.arrived else State.FAILED)
    return True
