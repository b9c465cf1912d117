"""Tables kept for offices, and what left the house lately."""

from uuid import UUID

from gewu.exchange.models import Outward, TakenOut
from gewu.kernel.access import Actor


def tables(actor: Actor) -> list[Outward]:
    """The tables of the actor's townships, by office."""
    return list(Outward.objects.visible_to(actor).order_by("office", "name"))


def table(actor: Actor, table_id: UUID) -> Outward:
    """One of them, or NotFound."""
    return Outward.objects.visible_to(actor).one(table_id)


def taken_out(actor: Actor, most: int = 50) -> list[TakenOut]:
    """What was taken lately, newest first."""
    return list(TakenOut.objects.visible_to(actor).order_by("-at", "-id")[:most])
