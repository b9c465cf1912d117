"""What ledgers show on other pages: those that wait to be signed by whoever is signed in."""

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from gewu.clearance import queries
from gewu.clearance.pages import shown
from gewu.clearance.rules import SIGNERS
from gewu.kernel.access import Actor, ActorRequest

MOST = 4


def of_start(request: ActorRequest, actor: Actor) -> SafeString | str:
    """Ledgers to sign, and how many of the level below are not signed."""
    if not actor.roles & set(SIGNERS.values()):
        return ""
    wanted = queries.unsigned(actor)
    mine = [shown.wanted_of(one) for one in wanted if one.mine]
    if not wanted:
        return ""
    said = {"mine": mine[:MOST], "others": len(wanted) - len(mine)}
    return render_to_string("clearance/_start.html", said, request=request)
