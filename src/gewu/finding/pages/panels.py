"""What finding puts on a list: choosing rows, keeping the filter, taking the list away."""

from typing import Protocol
from uuid import uuid4

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from gewu.kernel.access import ActorRequest


class Listed(Protocol):
    """A list on a page: its key and its filters as a query string."""

    @property
    def key(self) -> str: ...
    @property
    def query(self) -> str: ...


def on_list(request: ActorRequest, listed: Listed) -> SafeString | str:
    """The tools above the rows of a list, for people with a post."""
    if not request.actor.posts:
        return ""
    said = {"listed": listed, "receipt": uuid4().hex}
    return render_to_string("finding/_tools.html", said, request)
