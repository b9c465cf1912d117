"""What administrators do with the ways out of Gewu."""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from gewu.kernel import clock, journal, text
from gewu.kernel.access import Actor
from gewu.kernel.canonical import JsonValue
from gewu.kernel.errors import Invalid, NotAllowed, RuleBroken
from gewu.kernel.ids import new_id
from gewu.notices import rules
from gewu.notices.channels.events import aes_key
from gewu.notices.channels.http import is_allowed
from gewu.notices.commands.delivering import call_for
from gewu.notices.models import MANAGES, Gateway
from gewu.notices.rules import KINDS

LONGEST_LABEL, LONGEST_URL, LONGEST_SECRET, LONGEST_NAME = 60, 300, 300, 80
LONGEST_LAYOUT = 200
WECOM = "https://qyapi.weixin.qq.com"
DINGTALK = "https://oapi.dingtalk.com"
USUAL = {
    "wecom": WECOM,
    "dingtalk": DINGTALK,
    "wechat": "https://api.weixin.qq.com",
    "wecom_group": f"{WECOM}/cgi-bin/webhook/send",
    "dingtalk_group": f"{DINGTALK}/robot/send",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class GatewaySettings:
    """What an administrator sets. An empty key keeps the one that is there."""

    label: str
    rehearsal: bool = False
    url: str = ""
    account: str = ""
    sender: str = ""
    secret: str = ""
    signing: str = ""
    layout: str = ""
    repeatable: bool = False


@transaction.atomic
def add_gateway(*, township: int, kind: str, wanted: GatewaySettings, actor: Actor) -> Gateway:
    """A way out for a place and what lies below it, switched on at once."""
    _require_manager(actor, township)
    if kind not in KINDS:
        raise _invalid({"kind": _("Choose one of the given answers.")})
    gateway = Gateway(id=new_id(township), township=township, kind=kind, added_at=clock.now())
    _set(gateway, wanted)
    journal.record(
        "notices.gateway_added", subject=gateway, actor=actor, way=kind, rehearsal=gateway.rehearsal
    )
    return gateway


@transaction.atomic
def change_gateway(*, gateway_id: UUID, wanted: GatewaySettings, actor: Actor) -> Gateway:
    """Set a way out anew; what waits goes by the new settings."""
    gateway = _locked(gateway_id, actor)
    changed = _set(gateway, wanted)
    if not changed:
        return gateway
    gateway.misses, gateway.resting_until = 0, None
    journal.record(
        "notices.gateway_changed",
        subject=gateway,
        actor=actor,
        write=[*changed, "misses", "resting_until"],
        fields=list[JsonValue](sorted(changed)),
    )
    call_for(gateway.id, clock.now())
    return gateway


@transaction.atomic
def switch_gateway(*, gateway_id: UUID, on: bool, actor: Actor) -> Gateway:
    """Switch a way out off, so that nothing leaves by it, or on again: what still waits then goes out."""
    gateway = _locked(gateway_id, actor)
    if gateway.on == on:
        return gateway
    gateway.on, gateway.misses, gateway.resting_until = on, 0, None
    fields = ["on", "misses", "resting_until"]
    journal.record("notices.gateway_switched", subject=gateway, actor=actor, write=fields, on=on)
    if on:
        call_for(gateway.id, clock.now())
    return gateway


def _set(gateway: Gateway, wanted: GatewaySettings) -> list[str]:
    """Put the settings on the row and name those that are new, or Invalid."""
    kind, before = KINDS[gateway.kind], _plain(gateway)
    gateway.label = text.clean_required(wanted.label, field="label", limit=LONGEST_LABEL, lines=False)
    gateway.rehearsal = wanted.rehearsal
    gateway.url = text.clean(wanted.url, field="url", limit=LONGEST_URL, lines=False) if kind.url else ""
    gateway.url = gateway.url.rstrip("/") or USUAL.get(gateway.kind, "")
    account, sender = (
        text.clean(getattr(wanted, name), field=name, limit=LONGEST_NAME, lines=False)
        for name in ("account", "sender")
    )
    gateway.account, gateway.sender = account if kind.account else "", sender if kind.sender else ""
    layout = text.clean(wanted.layout, field="layout", limit=LONGEST_LAYOUT, lines=False)
    gateway.layout = layout if kind.layout else ""
    gateway.repeatable = kind.repeatable or wanted.repeatable
    keys = []
    for name in ("secret", "signing"):
        if given := text.clean(getattr(wanted, name), field=name, limit=LONGEST_SECRET, lines=False):
            setattr(gateway, name, given)
            keys.append(name)
    _check(gateway)
    return [*keys, *(name for name, value in _plain(gateway).items() if before[name] != value)]


def _check(gateway: Gateway) -> None:
    if gateway.rehearsal:
        return
    if gateway.kind == "email" and not settings.EMAIL_HOST:
        raise RuleBroken(
            _("The operator has named no mail server yet (GEWU_EMAIL_HOST). Begin with a rehearsal.")
        )
    names = ("url", "account", "sender", "secret", "signing", "layout")
    given = {name for name in names if getattr(gateway, name)}
    wrong = {name: _("This is needed.") for name in rules.missing(gateway.kind, given)}
    if gateway.url and not is_allowed(gateway.url):
        wrong["url"] = _("The operator lets no gateway lie there (GEWU_NOTICE_HOSTS).")
    if gateway.kind == "wechat":
        wrong = _wrong_for_wechat(gateway) | wrong
    if wrong:
        raise _invalid(wrong)


def _wrong_for_wechat(gateway: Gateway) -> dict[str, str]:
    wrong = {}
    if gateway.signing is not None and aes_key(gateway.signing.open()) is None:
        wrong["signing"] = _("WeChat's EncodingAESKey has 43 letters and digits.")
    try:
        rules.layout_of(gateway.layout)
    except ValueError:
        wrong["layout"] = _("Write it like this: thing1=title character_string2=number")
    return wrong


def _invalid(wrong: dict[str, str]) -> Invalid:
    return Invalid(_("Some answers cannot be accepted."), fields=wrong)


def _plain(gateway: Gateway) -> dict[str, object]:
    names = ("label", "rehearsal", "url", "account", "sender", "layout", "repeatable")
    return {name: getattr(gateway, name) for name in names}


def _locked(gateway_id: UUID, actor: Actor) -> Gateway:
    return Gateway.objects.visible_to(actor).select_for_update().one(gateway_id)


def _require_manager(actor: Actor, township: int) -> None:
    manages = (post.scope for post in actor.posts if post.role == MANAGES)
    if not any(scope.low <= township <= scope.high for scope in manages):
        raise NotAllowed(_("Only the administrator of this place can do this."))
