"""What the exchange shows on other pages: tables for offices that wait to be looked at."""

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from gewu.exchange import queries
from gewu.kernel.access import Actor, ActorRequest

MOST = 4


def of_start(request: ActorRequest, actor: Actor) -> SafeString | str:
    """Tables of this month that nobody has handed over yet."""
    if "clerk" not in actor.roles:
        return ""
    waiting = queries.waiting_editions(actor)
    if not waiting:
        return ""
    said = {"waiting": waiting[:MOST], "more": len(waiting) - MOST}
    return render_to_string("exchange/_start.html", said, request=request)
