"""The bell in the head of every page: how many messages are unread."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gewu.kernel.access import ActorRequest
from gewu.notices.queries import inbox


@dataclass(frozen=True, slots=True)
class Bell:
    """What the bell shows."""

    count: int
    url: str
    poll: str

    @property
    def shown(self) -> str:
        return f"{inbox.MOST_COUNTED}+" if self.count > inbox.MOST_COUNTED else str(self.count)

    @property
    def label(self) -> str:
        if not self.count:
            return _("Messages")
        many = ngettext("Messages, %(count)s unread", "Messages, %(count)s unread", self.count)
        return many % {"count": self.shown}


def bell_of(request: HttpRequest) -> Bell | None:
    """The bell of whoever asks; strangers have none. One statement."""
    actor, home = getattr(request, "actor", None), getattr(getattr(request, "user", None), "home", None)
    if actor is None or actor.user is None or home is None:
        return None
    return Bell(inbox.unread_at(actor, home), reverse("notices:inbox"), reverse("notices:bell"))


@never_cache
@require_safe
def bell(request: ActorRequest) -> HttpResponse:
    """The bell alone, asked for now and then. A session that ended gets nothing, and keeps its page."""
    if request.actor.user is None:
        return HttpResponse(status=204)
    answer = render(request, "ui/_bell.html")
    # The page takes nothing else in the place of its bell.
    answer["Gewu-Bell"] = "1"
    return answer
