"""What the bar of the phone asks about whoever holds it."""

from django import template
from django.template import Context

from gewu.field import reach

register = template.Library()


@register.simple_tag(takes_context=True)
def reports(context: Context) -> bool:
    """Whether one of the actor's posts reports: others are offered no button that refuses them."""
    known = context.get("may_report")
    return reach.may_report(context["request"].actor) if known is None else bool(known)
