"""What the bar of the phone asks about whoever holds it."""

from django import template

from gewu.catalogue import queries as catalogue
from gewu.field.reach import EVENT
from gewu.kernel.access import Actor

register = template.Library()


@register.filter
def reports(actor: Actor) -> bool:
    """Whether a post of the actor reports, as kinds are shipped: others get no button that refuses them."""
    return EVENT in catalogue.reported_by(actor.roles)
