"""Myself in the field: my posts, my lists, how the pages look to me."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gewu.cases import queries
from gewu.kernel.access import ActorRequest
from gewu.people.access import staff_only
from gewu.people.queries import home_of, posts_of


@require_safe
@staff_only
def mine(request: ActorRequest) -> HttpResponse:
    page = {
        "posts": posts_of(request.actor),
        "lists": queries.worklists(request.actor),
        "at_desk": home_of(request.actor) == "desk",
    }
    return render(request, "field/mine.html", page)
