"""Robots of group chats in WeCom and DingTalk. Anybody may be in a chat: number and masked summary only."""

import base64
import hmac
from urllib.parse import urlencode

from gewu.kernel import clock
from gewu.notices.channels import http
from gewu.notices.channels.answers import Answer, answered, by_errcode, key_of
from gewu.notices.models import Gateway
from gewu.notices.queries.parcels import Parcel

# Busy, or more than twenty messages a minute.
WECOM_BUSY = frozenset({-1, 45009, 45033})
DINGTALK_BUSY = frozenset({-1, 130101})


def to_wecom(gateway: Gateway, parcel: Parcel) -> Answer:
    """One line into a WeCom group."""
    url = f"{gateway.url}?{urlencode({'key': key_of(gateway)})}"
    return answered(
        lambda: http.post(url, _text(parcel)), judge=lambda reply: by_errcode(reply, busy=WECOM_BUSY)
    )


def to_dingtalk(gateway: Gateway, parcel: Parcel) -> Answer:
    """One line into a DingTalk group, signed if the robot asks for it."""
    query = {"access_token": key_of(gateway)}
    if gateway.signing is not None:
        query |= signed(gateway.signing.open(), milliseconds=int(clock.now().timestamp() * 1000))
    url = f"{gateway.url}?{urlencode(query)}"
    return answered(
        lambda: http.post(url, _text(parcel)), judge=lambda reply: by_errcode(reply, busy=DINGTALK_BUSY)
    )


def signed(key: str, *, milliseconds: int) -> dict[str, str]:
    """DingTalk's signature: HMAC-SHA256 over the moment and the key, under the key."""
    told = f"{milliseconds}\n{key}".encode()
    digest = hmac.digest(key.encode(), told, "sha256")
    return {"timestamp": str(milliseconds), "sign": base64.b64encode(digest).decode()}


def _text(parcel: Parcel) -> dict[str, object]:
    return {"msgtype": "text", "text": {"content": parcel.text}}
