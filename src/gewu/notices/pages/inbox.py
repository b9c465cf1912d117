"""My messages: the list, reading, and how I want to be told."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import time
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gewu.kernel.access import ActorRequest
from gewu.notices import commands, queries
from gewu.notices.commands import Choices
from gewu.notices.models import Message, Preference
from gewu.notices.queries import inbox as inboxes
from gewu.notices.queries.claims import open_claims
from gewu.notices.queries.preferences import ways_for
from gewu.people.access import signed_in
from gewu.people.queries import home_of
from gewu.ui.forms import Field
from gewu.ui.redraw import redraw_with

# Whose page looks like what: a grid worker reads where the grid worker's other pages are.
SHELLS = {"desk": "ui/desk.html", "field": "field/base.html", "portal": "ui/portal.html"}
ICONS = {"case": "file", "reporter": "report", "person": "people", "account": "key", "place": "shield"}
PAGES = {"person": "me", "account": "me_security", "place": "me"}


@require_safe
@signed_in
def inbox(request: ActorRequest) -> HttpResponse:
    """Newest first; the next ones alone when a swap asks for them."""
    chosen = inboxes.chosen_from(request.GET)
    after = request.GET.get("after") or None
    page = inboxes.inbox(request.actor, chosen=chosen, after=after)
    said = {
        "page": page,
        "rows": [(line, ICONS.get(line.about, "info")) for line in page.items],
        "chosen": chosen,
        "filters": _filters(request),
        "shell": SHELLS[home_of(request.actor)],
        "in_field": home_of(request.actor) == "field",
    }
    more = "HX-Request" in request.headers and after
    response = render(request, f"notices/inbox.html{'#rows' if more else ''}", said)
    patch_vary_headers(response, ("HX-Request",))
    return response


@never_cache
@require_safe
@signed_in
def open_message(request: ActorRequest, notice_id: UUID) -> HttpResponse:
    """On to what a message is about. Following it is reading it."""
    message = commands.mark_read(message_id=notice_id, actor=request.actor)
    return redirect(_target(request, message))


@require_POST
@signed_in
def read(request: ActorRequest, notice_id: UUID) -> HttpResponse:
    commands.mark_read(message_id=notice_id, actor=request.actor)
    return redirect("notices:inbox")


@require_POST
@signed_in
def read_all(request: ActorRequest) -> HttpResponse:
    many = commands.mark_all_read(actor=request.actor)
    if many:
        said = ngettext("%(many)d message is read now.", "%(many)d messages are read now.", many)
        messages.success(request, said % {"many": many})
    return redirect("notices:inbox")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def choices(request: ActorRequest) -> HttpResponse:
    """By which ways I want to be told, and when not."""

    def draw(message: str = "", wrong: Mapping[str, str] | None = None) -> HttpResponse:
        kept = queries.preferences.of(request.actor)
        said = {
            "fields": _fields(request, wrong or {}),
            "message": "" if wrong else message,
            "claimed": _claimed(request),
            "has_wechat": "wechat" in ways_for(request.actor),
            "bound": bool(kept and kept.wechat),
        }
        return render(request, "notices/choices.html", said)

    if request.method != "POST":
        return draw()
    redraw_with(request, draw)
    commands.choose(choices=_chosen(request), actor=request.actor)
    messages.success(request, _("Kept: this is how you will be told."))
    return redirect("notices:choices")


def _target(request: ActorRequest, message: Message) -> str:
    home = home_of(request.actor)
    if message.case_id and home == "portal":
        return reverse("portal:case", args=[message.number])
    if message.case_id:
        return reverse("field:case" if home == "field" else "cases:case", args=[message.case_id])
    about = inboxes.one(request.actor, message.id).about
    return reverse(PAGES.get(about, "me"))


def _filters(request: ActorRequest) -> list[dict[str, Any]]:
    """All, unread, urgent: a tap each."""
    plain = request.path
    return [
        {"label": label, "url": f"{plain}?{name}=1" if name else plain, "on": on}
        for name, label in (("", _("All")), ("unread", _("Unread")), ("urgent", _("Urgent")))
        for on in [name in request.GET if name else not {"unread", "urgent"} & request.GET.keys()]
    ]


def _chosen(request: ActorRequest) -> Choices:
    given = request.POST
    return Choices(
        channels=tuple(given.getlist("channels")),
        email=given.get("email", ""),
        phone=given.get("phone", ""),
        wecom=given.get("wecom", ""),
        dingtalk=given.get("dingtalk", ""),
        quiet_from=_hour(given.get("quiet_from", "")),
        quiet_until=_hour(given.get("quiet_until", "")),
        digest=given.get("digest") == "true",
    )


def _hour(text: str) -> time | None:
    return time(int(text)) if text.isascii() and text.isdecimal() and int(text) < 24 else None


def _fields(request: ActorRequest, wrong: Mapping[str, str]) -> list[Field]:
    kept = queries.preferences.of(request.actor)
    given: Mapping[str, Any] = _given(request) if request.method == "POST" else _kept(kept, _claimed(request))
    ways = ways_for(request.actor)
    hours = [("", _("no quiet hours")), *((str(hour), f"{hour:02d}:00") for hour in range(24))]
    fields = [
        Field(
            name="channels",
            label=_("Besides the inbox"),
            kind="checks",
            help=_("The inbox has everything. A way that is not named here your place has not set up."),
            choices=[(key, str(word)) for key, word in ways.items()],
            value=given["channels"],
        )
    ]
    if "email" in ways:
        fields.append(
            Field(
                name="email",
                label=_("E-mail address"),
                kind="email",
                help=_("A new one counts once you have opened the link that is sent there."),
                max_length=120,
            )
        )
    if "sms" in ways:
        fields.append(Field(name="phone", label=_("Phone for texts"), kind="phone", max_length=24))
    if "wecom" in ways:
        fields.append(Field(name="wecom", label=_("Account in WeCom"), max_length=64))
    if "dingtalk" in ways:
        fields.append(Field(name="dingtalk", label=_("Account in DingTalk (userid)"), max_length=64))
    fields += [
        Field(
            name="digest",
            label=_("One summary a day"),
            kind="yesno",
            help=_("At eight in the morning, instead of each message. What is urgent still comes at once."),
        ),
        Field(name="quiet_from", label=_("Quiet from"), kind="choice", choices=hours),
        Field(name="quiet_until", label=_("Quiet until"), kind="choice", choices=hours),
    ]
    return [_filled(field, given, wrong) for field in fields] if ways else []


def _filled(field: Field, given: Mapping[str, Any], wrong: Mapping[str, str]) -> Field:
    return replace(field, value=given[field.name], error=wrong.get(field.name, ""))


def _given(request: ActorRequest) -> dict[str, Any]:
    names = ("email", "phone", "wecom", "dingtalk", "quiet_from", "quiet_until", "digest")
    return {name: request.POST.get(name, "") for name in names} | {
        "channels": request.POST.getlist("channels")
    }


def _claimed(request: ActorRequest) -> str:
    claim = open_claims(request.actor).get("email")
    return claim.address.open() if claim and claim.address else ""


def _kept(row: Preference | None, claimed: str) -> dict[str, Any]:
    if row is None:
        return dict.fromkeys(("email", "phone", "wecom", "dingtalk", "quiet_from", "quiet_until"), "") | {
            "channels": [],
            "digest": "false",
        }
    return {
        "channels": row.channels,
        "email": claimed or (row.email.open() if row.email else ""),
        "phone": row.phone.open() if row.phone else "",
        "wecom": row.wecom.open() if row.wecom else "",
        "dingtalk": row.dingtalk.open() if row.dingtalk else "",
        "quiet_from": str(row.quiet_from.hour) if row.quiet_from else "",
        "quiet_until": str(row.quiet_until.hour) if row.quiet_until else "",
        "digest": "true" if row.digest else "false",
    }
