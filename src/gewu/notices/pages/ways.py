"""The administrator's pages of ways out: the queue, what failed, adding and switching."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gewu.kernel.access import ActorRequest
from gewu.kernel.filters import parse
from gewu.notices import commands, queries
from gewu.notices.channels import events
from gewu.notices.commands import GatewaySettings
from gewu.notices.models import MANAGES, Gateway, PastDelivery
from gewu.notices.pages.towns import town, towns
from gewu.notices.queries.gateways import STATES, TONES
from gewu.notices.queries.preferences import WAYS
from gewu.notices.rules import FILLS, KINDS, TROUBLE
from gewu.people.access import for_roles
from gewu.ui.forms import Field
from gewu.ui.redraw import redraw_with

Wrong = Mapping[str, str]
Names = Mapping[str, str | Promise]
ACCOUNTS: Names = {
    "wecom": gettext_lazy("Company id (corpid)"),
    "dingtalk": gettext_lazy("Key of the application (AppKey)"),
    "wechat": gettext_lazy("Id of the official account (AppID)"),
}
SENDERS: Names = {
    "sms": gettext_lazy("Signature"),
    "wecom": gettext_lazy("Number of the application (agentid)"),
    "dingtalk": gettext_lazy("Number of the application (AgentId)"),
    "wechat": gettext_lazy("Id of the template"),
}
SIGNINGS: Names = {
    "sms": gettext_lazy("Key for receipts"),
    "wechat": gettext_lazy("EncodingAESKey"),
    "dingtalk_group": gettext_lazy("Signing key"),
}
WAITING_SHOWN = 20


@require_safe
@for_roles(MANAGES)
def overview(request: ActorRequest) -> HttpResponse:
    """Each way out at a glance, what waits, and what went wrong lately."""
    actor = request.actor
    trouble = queries.gateways.in_trouble(actor, size=WAITING_SHOWN)
    labels = {one.id: one.label for one in queries.gateways.gateways(actor)}
    said = {
        "standings": [(one, WAYS[one.gateway.kind]) for one in queries.gateways.standings(actor)],
        "queue": [
            (one, labels.get(one.gateway_id, "")) for one in queries.gateways.queue(actor, size=WAITING_SHOWN)
        ],
        "trouble": [_row(one, labels) for one in trouble],
        "towns": towns(request),
    }
    return render(request, "notices/ways.html", said)


@require_safe
@for_roles(MANAGES)
def past(request: ActorRequest) -> HttpResponse:
    """How deliveries ended, newest first."""
    labels = {one.id: one.label for one in queries.gateways.gateways(request.actor)}
    chosen = parse(queries.gateways.FILTERS, request.GET)
    page = queries.gateways.past(request.actor, chosen=chosen, after=request.GET.get("after") or None)
    said = {
        "rows": [_row(one, labels) for one in page.items],
        "next": page.next,
        "chosen": chosen,
        "states": STATES,
    }
    return render(request, "notices/past.html", said)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(MANAGES)
def new(request: ActorRequest) -> HttpResponse:
    """Add a way out: first which kind, then what that kind needs."""
    kind = request.POST.get("kind") or request.GET.get("kind", "")

    def draw(message: str = "", wrong: Wrong | None = None) -> HttpResponse:
        fields = _fields(request, kind, None, wrong or {}) if kind in KINDS else []
        said = {
            "kind": kind,
            "kinds": WAYS,
            "name": WAYS.get(kind, ""),
            "fields": fields,
            "towns": towns(request),
        }
        return render(request, "notices/new_way.html", said | {"message": "" if wrong else message})

    if request.method != "POST":
        return draw()
    redraw_with(request, draw)
    made = commands.add_gateway(
        township=town(request), kind=kind, wanted=_wanted(request), actor=request.actor
    )
    messages.success(request, _("The way out is there and switched on."))
    return redirect("notices:way", made.id)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(MANAGES)
def one(request: ActorRequest, way_id: UUID) -> HttpResponse:
    """One way out and its settings; a key is never shown again."""
    way = queries.gateways.gateway(request.actor, way_id)

    def draw(message: str = "", wrong: Wrong | None = None) -> HttpResponse:
        fields = _fields(request, way.kind, way, wrong or {})
        said = {"way": way, "name": WAYS[way.kind], "fields": fields, "message": "" if wrong else message}
        said |= _door(request, way)
        return render(request, "notices/way.html", said)

    if request.method != "POST":
        return draw()
    redraw_with(request, draw)
    commands.change_gateway(gateway_id=way_id, wanted=_wanted(request), actor=request.actor)
    messages.success(request, _("The way out is set anew."))
    return redirect("notices:way", way_id)


def _door(request: ActorRequest, way: Gateway) -> dict[str, str]:
    """Where the gateway tells us what became of its messages, if it does."""
    names = {"sms": "notices:receipts", "wechat": "notices:wechat_events"}
    if way.kind not in names or way.signing is None:
        return {}
    address = request.build_absolute_uri(reverse(names[way.kind], args=[way.id]))
    return {"door": address, "token": events.token_for(way) if way.kind == "wechat" else ""}


@require_POST
@for_roles(MANAGES)
def switch(request: ActorRequest, way_id: UUID) -> HttpResponse:
    """Off, so that nothing leaves by it; or on again."""
    on = request.POST.get("on") == "true"
    way = commands.switch_gateway(gateway_id=way_id, on=on, actor=request.actor)
    messages.success(request, _("Switched on.") if way.on else _("Switched off: what waits stays here."))
    return redirect("notices:way", way_id)


@require_POST
@for_roles(MANAGES)
def resend(request: ActorRequest, delivery_id: UUID) -> HttpResponse:
    commands.resend(delivery_id=delivery_id, actor=request.actor)
    messages.success(request, _("It is in the queue once more."))
    return redirect("notices:ways")


def _row(ended: PastDelivery, labels: Mapping[UUID, str]) -> dict[str, object]:
    return {
        "ended": ended,
        "label": labels.get(ended.gateway_id, ""),
        "tone": TONES.get(ended.state, "quiet"),
        "word": dict(STATES)[ended.state],  # type: ignore[index]  # the table holds a state as text
        "may_resend": ended.state in TROUBLE and not ended.resent,
        "unclear": ended.state == "unclear",
    }


def _wanted(request: ActorRequest) -> GatewaySettings:
    given = request.POST
    return GatewaySettings(
        label=given.get("label", ""),
        rehearsal=given.get("rehearsal") == "true",
        url=given.get("url", ""),
        account=given.get("account", ""),
        sender=given.get("sender", ""),
        secret=given.get("secret", ""),
        signing=given.get("signing", ""),
        layout=given.get("layout", ""),
        repeatable=given.get("repeatable") == "true",
    )


def _fields(request: ActorRequest, kind: str, way: Gateway | None, wrong: Wrong) -> list[Field]:
    """What a kind asks for. Keys are asked anew and never filled in."""
    given = request.POST

    def value(name: str) -> str:
        kept = getattr(way, name) if way else ""
        return given.get(name, str(kept).lower() if isinstance(kept, bool) else kept)

    asked = [
        Field(
            name="label",
            label=_("What it is called here"),
            required=True,
            max_length=60,
            value=value("label"),
        ),
        *_where(kind, value),
        *_keys(kind, is_new=way is None),
        Field(
            name="rehearsal",
            label=_("Rehearsal"),
            kind="yesno",
            help=_("For practice: everything runs as usual, and nothing leaves the house."),
            value=value("rehearsal") or "false",
        ),
    ]
    if not KINDS[kind].repeatable and kind == "sms":
        asked.append(
            Field(
                name="repeatable",
                label=_("It drops a message whose number it has seen"),
                kind="yesno",
                help=_("Only if its maker says so: then an attempt without a clear answer is repeated."),
                value=value("repeatable") or "false",
            )
        )
    return [_marked(field, wrong) for field in asked]


def _where(kind: str, value: Callable[[str], str]) -> list[Field]:
    needs, fields = KINDS[kind], []
    if needs.url:
        help_ = (
            _("Empty for the usual one.")
            if kind != "sms"
            else _("JSON goes there by POST, see the handbook.")
        )
        fields.append(Field(name="url", label=_("Address"), help=help_, max_length=300, value=value("url")))
    if needs.account:
        label = ACCOUNTS.get(kind, "")
        fields.append(Field(name="account", label=str(label), max_length=80, value=value("account")))
    if needs.sender:
        label = SENDERS.get(kind, "")
        fields.append(Field(name="sender", label=str(label), max_length=80, value=value("sender")))
    if needs.layout:
        fields.append(_layout(value("layout")))
    return fields


def _layout(value: str) -> Field:
    return Field(
        name="layout",
        label=_("What goes where in the template"),
        help=_("Like this: thing1=title character_string2=number. It can fill in: %(names)s.")
        % {"names": " · ".join(sorted(FILLS))},
        max_length=200,
        value=value,
    )


def _keys(kind: str, *, is_new: bool) -> list[Field]:
    if not KINDS[kind].secret:
        return []
    kept = "" if is_new else _("Empty keeps the one that is there.")
    keys = [Field(name="secret", label=_("Key"), kind="password", help=kept, max_length=300)]
    if kind in SIGNINGS:
        label = str(SIGNINGS[kind])
        keys.append(Field(name="signing", label=label, kind="password", help=kept, max_length=300))
    return keys


def _marked(field: Field, wrong: Wrong) -> Field:
    return replace(field, error=wrong.get(field.name, ""))
