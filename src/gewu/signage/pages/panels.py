"""What staffing and plates have to say on other pages: as work on the first page, on one's own page."""

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from gewu.kernel.access import Actor, ActorRequest
from gewu.people import queries as people
from gewu.signage import queries
from gewu.signage.commands.ground import WRITERS
from gewu.signage.pages.staffing import gap_lines
from gewu.signage.rules import CardWork

FIRST = 4


def of_start(request: ActorRequest, actor: Actor) -> SafeString | str:
    """Who is away today, gaps, people with too much, posts that end soon, damaged plates; or nothing."""
    grounds = queries.grounds_of(actor)[:1] if actor.roles & queries.STAFF_READERS else []
    if not grounds:
        return ""
    found = queries.staffed(grounds[0])
    lines = gap_lines(actor, found)
    said = {
        "top": grounds[0],
        "gaps": lines[:FIRST],
        "many": len(lines),
        "loads": sum(1 for load in found.loads if load.over),
        "ending": len(found.ending),
        "plates": len(queries.wrong_plates(actor)),
        "away": sorted({post.name for post in found.held if post.user in found.away}),
    }
    if not any(said[one] for one in ("many", "loads", "ending", "plates", "away")):
        return ""
    return render_to_string("signage/_start.html", said, request)


def of_field(request: ActorRequest, actor: Actor) -> SafeString | str:
    """On the phone: how far cards and plates of one's grids are."""
    grounds = [one for one in queries.grounds_of(actor) if one.tier in {"grid", "cell"}][:3]
    if not grounds or not actor.roles & WRITERS:
        return ""
    houses = queries.houses_of(*(ground.id for ground in grounds))
    plates = queries.plate_count([plate for one in houses for plate in one.plates], people.today())
    work = CardWork(queries.coverage_of(houses), plates)
    if not work.houses:
        return ""
    return render_to_string("signage/_field.html", {"work": work}, request)


def of_rights(request: ActorRequest, actor: Actor) -> SafeString | str:
    """Among one's own rights: what one agreed to show on the card, and taking it back."""
    return (
        render_to_string("signage/_rights.html", {"card": queries.own_card(actor)}, request)
        if actor.posts
        else ""
    )


def of_me(request: ActorRequest, actor: Actor) -> SafeString | str:
    """On one's own page: the way to the contact card."""
    return (
        render_to_string("signage/_me.html", {"card": queries.own_card(actor)}, request)
        if actor.posts
        else ""
    )
