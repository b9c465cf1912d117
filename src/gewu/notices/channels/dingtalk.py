"""Work notifications 工作通知 to single people by an application of the DingTalk 钉钉 of the place.

DingTalk takes a notification and hands it out later, so "accepted" is all it says. The same content from the
same application reaches the same person once a day: an unclear attempt may be repeated.
"""

from urllib.parse import urlencode

from gewu.notices.channels import http
from gewu.notices.channels.answers import Answer, answered, by_errcode, key_of
from gewu.notices.channels.tokens import forget, token_of
from gewu.notices.models import Gateway
from gewu.notices.queries.parcels import Parcel

BUSY = frozenset({-1, 88, 90002, 90018, 130101, 40014, 42001})
TOKEN_OVER = frozenset({"errcode_40014", "errcode_42001"})
SEND = "/topapi/message/corpconversation/asyncsend_v2"


def send(gateway: Gateway, parcel: Parcel) -> Answer:
    """One text to one person of the organisation."""
    query = urlencode({"appkey": gateway.account, "appsecret": key_of(gateway)})
    token = token_of(gateway, lambda: http.get(f"{gateway.url}/gettoken?{query}"), busy=BUSY)
    if isinstance(token, Answer):
        return token
    lines = "\n".join(line for line in (parcel.title, parcel.text, parcel.link) if line)
    content = {
        "agent_id": gateway.sender,
        "userid_list": parcel.to,
        "msg": {"msgtype": "text", "text": {"content": lines}},
    }
    url = f"{gateway.url}{SEND}?{urlencode({'access_token': token})}"
    answer = answered(lambda: http.post(url, content), judge=lambda reply: by_errcode(reply, busy=BUSY))
    if answer.code in TOKEN_OVER:
        forget(gateway)
    return answer
