"""What people have to say on other pages: posts that nobody would look after 两人都不在."""

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from gewu.kernel.access import Actor, ActorRequest
from gewu.people import queries

WARNED = frozenset({"chief", "admin"})


def of_start(request: ActorRequest, actor: Actor) -> SafeString | str:
    """An alarm for chiefs and administrators; nothing while everybody away is stood in for."""
    gaps = queries.gaps(actor) if actor.roles & WARNED else []
    return render_to_string("people/desk/_gaps.html", {"gaps": gaps}, request) if gaps else ""


def of_search(request: ActorRequest, text: str) -> SafeString | str:
    """Beside a search among cases: the same words among those on duty."""
    if not text or not request.actor.roles & WARNED:
        return ""
    return render_to_string("people/desk/_search_too.html", {"text": text}, request)
