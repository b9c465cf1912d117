"""How somebody wants to be told, and which ways there are for them."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from gewu.kernel.access import Actor
from gewu.notices.models import Preference
from gewu.notices.queries.gateways import ways_out
from gewu.notices.rules import PERSONAL
from gewu.people.queries import audience

WAYS: Mapping[str, str | Promise] = {
    "email": gettext_lazy("E-mail"),
    "sms": gettext_lazy("Text message"),
    "wecom": gettext_lazy("WeCom"),
    "dingtalk": gettext_lazy("DingTalk"),
    "wechat": gettext_lazy("WeChat official account"),
    "wecom_group": gettext_lazy("WeCom group"),
    "dingtalk_group": gettext_lazy("DingTalk group"),
}


def of(actor: Actor) -> Preference | None:
    """The actor's own choices, if there are any."""
    homes = audience.homes_of([actor.user]) if actor.user else {}
    if actor.user is None or not homes:
        return None
    return Preference.objects.filter(township=homes[actor.user], user=actor.user).first()


def ways_for(actor: Actor) -> dict[str, str | Promise]:
    """The ways by which the actor's place reaches single people."""
    homes = audience.homes_of([actor.user]) if actor.user else {}
    open_ways = {way.kind for way in ways_out(homes.values(), kinds=PERSONAL)} if homes else set()
    return {key: WAYS[key] for key in PERSONAL if key in open_ways}


def kept_of(actor: Actor) -> dict[str, object]:
    """What is kept of the actor to be told by: for the page about one's own data."""
    row = of(actor)
    return {
        "channels": list(row.channels) if row else [],
        "email": row.email.open() if row and row.email else None,
        "phone": row.phone.open() if row and row.phone else None,
        "wecom": row.wecom.open() if row and row.wecom else None,
        "dingtalk": row.dingtalk.open() if row and row.dingtalk else None,
        "wechat": row.wechat.open() if row and row.wechat else None,
        "daily_summary": bool(row and row.digest),
    }
