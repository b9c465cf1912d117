"""Inviting somebody, and the one-time links: the list, the slip to print, withdrawing."""

from collections.abc import Mapping
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gewu.kernel import clock
from gewu.kernel.access import ActorRequest
from gewu.kernel.errors import Invalid
from gewu.people import commands, queries
from gewu.people.access import for_roles
from gewu.people.commands import FirstPost, Invited
from gewu.people.desk import choices, given
from gewu.people.desk.posts import post_fields
from gewu.people.models import Invitation
from gewu.ui.forms import Field
from gewu.ui.redraw import redraw_with


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles("admin")
def invite(request: ActorRequest) -> HttpResponse:
    """A new person: a name, what they do first, and a link for their password."""

    def draw(message: str, wrong: Mapping[str, str]) -> HttpResponse:
        said = {
            "fields": _fields(request, wrong),
            "message": "" if wrong else message,
            "receipt": request.POST.get("receipt") or uuid4().hex,
        }
        return render(request, "people/desk/invite.html", said)

    if request.method != "POST":
        return draw("", {})
    redraw_with(request, draw)
    link = commands.invite(invited=_invited(request), actor=request.actor, receipt=given.receipt(request))
    messages.success(request, _("The account is there. Hand over the slip."))
    return redirect("people:link", link.id)


@require_safe
@for_roles("admin")
def links(request: ActorRequest) -> HttpResponse:
    """Links made for my people, newest first."""
    found = queries.invitations(request.actor, after=request.GET.get("after") or None)
    rows = [(link, *state_of(link)) for link in found.items]
    makers = queries.name_of(link.created_by for link in found.items)
    said = {"rows": [(*row, _maker(makers, row[0])) for row in rows], "next": found.next}
    return render(request, "people/desk/links.html", said)


@never_cache
@require_safe
@for_roles("admin")
def one_link(request: ActorRequest, link_id: UUID) -> HttpResponse:
    """The slip for the invited: a link and its QR code, for those without e-mail."""
    link = queries.invitation(request.actor, link_id)
    path = queries.path_of(link)
    tone, words = state_of(link)
    said = {
        "link": link,
        "address": request.build_absolute_uri(path) if path else "",
        "tone": tone,
        "words": words,
    }
    return render(request, "people/desk/link.html", said)


@require_POST
@for_roles("admin")
def withdraw(request: ActorRequest, link_id: UUID) -> HttpResponse:
    link = queries.invitation(request.actor, link_id)
    commands.withdraw_invitation(invitation_id=link_id, actor=request.actor)
    messages.success(request, _("The link no longer works."))
    return redirect("people:person", link.user_id)


def state_of(link: Invitation) -> tuple[str, str]:
    """The tone and the word for where a link stands."""
    if link.used_at is not None:
        return "done", _("Used")
    if link.withdrawn_at is not None:
        return "quiet", _("Withdrawn")
    if link.expires_at <= clock.now():
        return "paused", _("Expired")
    return "working", _("Open until it is used")


def _maker(names: Mapping[UUID, str], link: Invitation) -> str:
    return names.get(link.created_by, "") if link.created_by else ""


def _invited(request: ActorRequest) -> Invited:
    asked = request.POST
    return Invited(
        username=asked.get("username", ""),
        name=asked.get("name", ""),
        township=_number(asked, "township"),
        post=_first_post(asked) if asked.get("role") else None,
        days=_number(asked, "days"),
    )


def _first_post(asked: Mapping[str, str]) -> FirstPost:
    return FirstPost(
        role=asked.get("role", ""),
        area=given.identifier(asked, "area"),
        organisation=given.optional_identifier(asked, "organisation"),
        first_day=given.optional_day(asked, "first_day"),
        last_day=given.optional_day(asked, "last_day"),
        seat=asked.get("seat", ""),
    )


def _number(asked: Mapping[str, str], name: str) -> int:
    typed = asked.get(name, "").strip()
    if not (typed.isascii() and typed.isdecimal() and len(typed) < 10):
        message = _("Choose one of the given answers.")
        raise Invalid(message, fields={name: message})
    return int(typed)


def _fields(request: ActorRequest, wrong: Mapping[str, str]) -> list[Field]:
    values, homes = request.POST, choices.townships_of(request.actor)
    return [
        Field(
            name="name",
            label=_("Name"),
            required=True,
            value=values.get("name", ""),
            error=wrong.get("name", ""),
            max_length=60,
        ),
        Field(
            name="username",
            label=_("Username"),
            help=_("What they sign in with: small letters, digits, dots or dashes."),
            required=True,
            value=values.get("username", ""),
            error=wrong.get("username", ""),
            max_length=40,
        ),
        Field(
            name="township",
            label=_("At home in"),
            kind="choice",
            required=True,
            value=values.get("township") or (homes[0][0] if len(homes) == 1 else ""),
            error=wrong.get("township", ""),
            choices=homes,
        ),
        *post_fields(request, values, wrong, first_day=False),
        Field(
            name="days",
            label=_("How long the link works"),
            kind="radio",
            required=True,
            value=values.get("days", "7"),
            error=wrong.get("days", ""),
            choices=[("1", _("1 day")), ("7", _("7 days")), ("30", _("30 days"))],
        ),
    ]
