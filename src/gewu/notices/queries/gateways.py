"""Ways out of Gewu, the queue before them, and how deliveries ended."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Min
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from gewu.kernel import clock
from gewu.kernel.access import Actor
from gewu.kernel.filters import Chosen, Filter
from gewu.kernel.paging import Page, page
from gewu.notices.models import Delivery, Gateway, PastDelivery
from gewu.notices.rules import TROUBLE, State, homes_above

STATES: Mapping[State, str | Promise] = {
    State.QUEUED: gettext_lazy("In the queue"),
    State.SENDING: gettext_lazy("Being sent"),
    State.SENT: gettext_lazy("Sent"),
    State.DELIVERED: gettext_lazy("Delivered"),
    State.READ: gettext_lazy("Read in Gewu before"),
    State.FAILED: gettext_lazy("Failed"),
    State.GIVEN_UP: gettext_lazy("Given up"),
    State.UNCLEAR: gettext_lazy("Unclear"),
}
TONES: Mapping[str, str] = {
    State.SENT: "done",
    State.DELIVERED: "done",
    State.FAILED: "late",
    State.GIVEN_UP: "late",
    State.UNCLEAR: "soon",
    State.SENDING: "working",
}
FILTERS = (
    Filter(
        "state", gettext_lazy("State"), "choice", choices={str(key): word for key, word in STATES.items()}
    ),
    Filter("gateway", gettext_lazy("Way out"), "id", lookup="gateway_id"),
)
LOOKED_BACK = timedelta(days=7)
SIZE = 30


@dataclass(frozen=True, slots=True)
class Standing:
    """How a gateway does: what waits, and how the last week ended."""

    gateway: Gateway
    waiting: int
    oldest: datetime | None
    ended: Mapping[str, int]
    rests: bool

    @property
    def sent(self) -> int:
        return self.ended.get(State.SENT, 0) + self.ended.get(State.DELIVERED, 0)

    @property
    def trouble(self) -> int:
        return sum(self.ended.get(state, 0) for state in TROUBLE)


def ways_out(townships: Collection[int], *, kinds: Collection[str]) -> list[Gateway]:
    """Gateways that are switched on and serve these townships."""
    homes = {home for township in townships for home in homes_above(township)}
    rows = Gateway.objects.filter(township__in=homes, kind__in=list(kinds), on=True)
    return list(rows.order_by("-added_at", "id"))


def nearest(ways: Iterable[Gateway], kind: str, township: int) -> Gateway | None:
    """The gateway of a kind that a township itself has, or the nearest place above; the newest of several."""
    mine = [way for way in ways if way.kind == kind]
    return next((way for home in homes_above(township) for way in mine if way.township == home), None)


def gateways(actor: Actor) -> list[Gateway]:
    """Those of the places the actor administers."""
    return list(Gateway.objects.visible_to(actor).order_by("township", "kind", "added_at"))


def gateway(actor: Actor, gateway_id: UUID) -> Gateway:
    """One of them, or NotFound."""
    return Gateway.objects.visible_to(actor).one(gateway_id)


def known(gateway_id: UUID, kind: str) -> Gateway | None:
    """A gateway of a kind, for what it sends to us; the caller asks for its signature."""
    return Gateway.objects.by_id(gateway_id).filter(kind=kind).first()


def standings(actor: Actor) -> list[Standing]:
    """How every gateway of the actor does. Four statements however many there are."""
    now = clock.now()
    queue = Delivery.objects.visible_to(actor).values("gateway_id")
    counted = queue.annotate(many=Count("id"), oldest=Min("queued_at"))
    waiting: dict[UUID, Any] = {row["gateway_id"]: row for row in counted}
    past = PastDelivery.objects.visible_to(actor).filter(ended_at__gt=now - LOOKED_BACK)
    ended: dict[UUID, dict[str, int]] = {}
    for row in past.values("gateway_id", "state").annotate(many=Count("id")):
        ended.setdefault(row["gateway_id"], {})[row["state"]] = row["many"]
    return [
        Standing(
            gateway=one,
            waiting=waiting.get(one.id, {}).get("many", 0),
            oldest=waiting.get(one.id, {}).get("oldest"),
            ended=ended.get(one.id, {}),
            rests=one.resting_until is not None and one.resting_until > now,
        )
        for one in gateways(actor)
    ]


def queue(actor: Actor, *, size: int = SIZE) -> list[Delivery]:
    """What waits, the next first."""
    return list(Delivery.objects.visible_to(actor).order_by("next_at", "id")[:size])


def in_trouble(actor: Actor, *, size: int = SIZE) -> list[PastDelivery]:
    """What did not go out, or nobody knows whether it did, and was not sent once more since."""
    rows = PastDelivery.objects.visible_to(actor).filter(state__in=sorted(TROUBLE), resent=False)
    return list(rows.order_by("-ended_at", "-id")[:size])


def past(
    actor: Actor, *, chosen: Chosen | None = None, after: str | None = None, size: int = SIZE
) -> Page[PastDelivery]:
    """How deliveries ended, newest first."""
    rows = PastDelivery.objects.visible_to(actor)
    return page([chosen.apply(rows) if chosen else rows], order=("-ended_at", "-id"), after=after, size=size)
