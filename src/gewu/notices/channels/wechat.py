"""Template messages 模板消息 of the place's official account 服务号 in WeChat, and codes to follow it by.

A template is a form that WeChat has checked; its members are named when the way out is set up (`layout`).
Whether a message arrived comes back later, as an event (`pages/callbacks.py`).
"""

from collections.abc import Mapping
from urllib.parse import urlencode

from django.utils import timezone

from gewu.kernel import clock
from gewu.notices.channels import http
from gewu.notices.channels.answers import Answer, answered, by_errcode, key_of, parsed
from gewu.notices.channels.tokens import forget, token_of
from gewu.notices.models import Gateway
from gewu.notices.queries.parcels import Parcel
from gewu.notices.rules import Outcome, layout_of

BUSY = frozenset({-1, 45009, 45011, 40001, 40014, 42001})
TOKEN_OVER = frozenset({"errcode_40001", "errcode_40014", "errcode_42001"})
# WeChat refuses what is longer, by the kind that begins a member's name.
LONGEST = {"thing": 20, "character_string": 32, "phrase": 5, "const": 20}
QR_SECONDS = 600


def send(gateway: Gateway, parcel: Parcel) -> Answer:
    """One template message to one follower."""
    token = _token(gateway)
    if isinstance(token, Answer):
        return token
    content = {
        "touser": parcel.to,
        "template_id": gateway.sender,
        "url": parcel.link,
        "client_msg_id": parcel.key,
        "data": _filled(gateway, parcel),
    }
    return _asked(gateway, f"message/template/send?{urlencode({'access_token': token})}", content)[0]


def code_to_follow(gateway: Gateway, scene: str) -> str | None:
    """What a QR code says by which WeChat knows who has scanned it; None if WeChat gives none now."""
    token = _token(gateway)
    if isinstance(token, Answer):
        return None
    content = {
        "expire_seconds": QR_SECONDS,
        "action_name": "QR_STR_SCENE",
        "action_info": {"scene": {"scene_str": scene}},
    }
    answer, said = _asked(gateway, f"qrcode/create?{urlencode({'access_token': token})}", content)
    found = said.get("url")
    return str(found) if found and answer.outcome is Outcome.ACCEPTED else None


def _asked(gateway: Gateway, path: str, content: Mapping[str, object]) -> tuple[Answer, dict[str, object]]:
    said: dict[str, object] = {}

    def judge(reply: http.Reply) -> Answer:
        said.update(parsed(reply))
        answer = Answer(Outcome.ACCEPTED) if said.get("ticket") else by_errcode(reply, busy=BUSY)
        return Answer(answer.outcome, answer.code, remote=str(said.get("msgid") or "")[:40])

    answer = answered(lambda: http.post(f"{gateway.url}/cgi-bin/{path}", content), judge=judge)
    if answer.code in TOKEN_OVER:
        forget(gateway)
    return answer, said


def _token(gateway: Gateway) -> str | Answer:
    # The stable token: asking for one ends no other program's.
    content = {"grant_type": "client_credential", "appid": gateway.account, "secret": key_of(gateway)}
    return token_of(gateway, lambda: http.post(f"{gateway.url}/cgi-bin/stable_token", content), busy=BUSY)


def _filled(gateway: Gateway, parcel: Parcel) -> dict[str, dict[str, str]]:
    moment = timezone.localtime(clock.now()).strftime("%Y-%m-%d %H:%M")
    words = {
        "title": parcel.title,
        "text": parcel.text,
        "short": parcel.short,
        "number": parcel.number or "-",
        "moment": moment,
    }
    return {
        member: {"value": words[fill][: _longest(member)]}
        for member, fill in layout_of(gateway.layout).items()
    }


def _longest(member: str) -> int:
    return LONGEST.get(member.rstrip("0123456789"), 200)
