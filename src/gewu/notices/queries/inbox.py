"""A person's inbox: pages of messages in words, and how many are unread."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from gewu.kernel.access import Actor
from gewu.kernel.errors import NotFound
from gewu.kernel.filters import Chosen, Filter, parse
from gewu.kernel.paging import Page, page
from gewu.notices.models import Message
from gewu.notices.queries.wording import Said, said
from gewu.people.queries import audience

# A bell does not count further: beyond it only "many" matters.
MOST_COUNTED = 99
SIZE = 30
ABOUT: dict[str, str | Promise] = {
    "case": gettext_lazy("Cases"),
    "reporter": gettext_lazy("My reports"),
    "person": gettext_lazy("Posts and people"),
    "account": gettext_lazy("My account"),
    "place": gettext_lazy("The town"),
}
FILTERS = (
    Filter("unread", gettext_lazy("Unread"), "flag", narrow=lambda _chosen: Q(read_at=None)),
    Filter("urgent", gettext_lazy("Urgent"), "flag", narrow=lambda _chosen: Q(urgent=True)),
    Filter("number", gettext_lazy("Case number"), "text", narrow=lambda typed: Q(number=_plain(typed))),
)


@dataclass(frozen=True, slots=True)
class Line:
    """A message as its reader sees it."""

    id: UUID
    title: str
    text: str
    about: str
    number: str
    case_id: UUID | None
    urgent: bool
    is_read: bool
    created_at: datetime


def chosen_from(params: object) -> Chosen:
    """The filters in a query string, or Invalid."""
    return parse(FILTERS, params)  # type: ignore[arg-type]  # a query dict, or a plain one of a program


def inbox(
    actor: Actor, *, chosen: Chosen | None = None, after: str | None = None, size: int = SIZE
) -> Page[Line]:
    """The actor's messages, newest first."""
    rows = Message.objects.visible_to(actor).filter(township=_home(actor))
    found = page(
        [chosen.apply(rows) if chosen else rows], order=("-created_at", "-id"), after=after, size=size
    )
    return Page(tuple(_line(one) for one in _said(found.items)), found.next)


def unread(actor: Actor) -> int:
    """How many messages are unread; counted no further than a bell shows."""
    if actor.user is None:
        return 0
    return _unread(actor, _home(actor))


def unread_at(actor: Actor, home: int) -> int:
    """The same where the page knows already in which township the person's rows lie: one statement."""
    return _unread(actor, home) if actor.user else 0


def one(actor: Actor, message_id: UUID) -> Line:
    """One message of the actor, or NotFound."""
    words = _said([Message.objects.visible_to(actor).one(message_id)])
    if not words:
        raise NotFound(_("There is nothing here, or it is not yours to see."))
    return _line(words[0])


def _unread(actor: Actor, home: int) -> int:
    rows = Message.objects.visible_to(actor).filter(township=home, read_at=None)
    return rows[: MOST_COUNTED + 1].count()


def _said(messages: Sequence[Message]) -> list[Said]:
    return said(messages, get_language() or "zh-hans")


def _line(words: Said) -> Line:
    message = words.message
    return Line(
        id=message.id,
        title=words.title,
        text=words.text,
        about=words.about,
        number=message.number,
        case_id=message.case_id,
        urgent=message.urgent,
        is_read=message.read_at is not None,
        created_at=message.created_at,
    )


def _home(actor: Actor) -> int:
    found = audience.homes_of([actor.user]) if actor.user else {}
    return next(iter(found.values()), 0)


def _plain(typed: str) -> str:
    return "".join(typed.split()).replace("-", "").upper()
