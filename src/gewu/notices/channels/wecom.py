"""Messages to single people by an application of the WeCom 企业微信 of the place.

The application's token lasts two hours and is fetched again when WeCom says so. WeCom itself drops a text
that the same person was sent within some hours (`enable_duplicate_check`), so an unclear attempt may be
repeated.
"""

from typing import Any
from urllib.parse import urlencode

from gewu.notices.channels import http
from gewu.notices.channels.answers import Answer, answered, by_errcode, key_of, parsed
from gewu.notices.channels.tokens import forget, token_of
from gewu.notices.models import Gateway
from gewu.notices.queries.parcels import Parcel
from gewu.notices.rules import Outcome

BUSY = frozenset({-1, 45009, 45033, 40014, 42001})
TOKEN_OVER = frozenset({"errcode_40014", "errcode_42001"})
# The longest in which WeCom looks for doubles, in seconds.
DOUBLES_WITHIN = 4 * 3600


def send(gateway: Gateway, parcel: Parcel) -> Answer:
    """One text to one member."""
    token = _token(gateway)
    if isinstance(token, Answer):
        return token
    content: dict[str, Any] = {
        "touser": parcel.to,
        "msgtype": "text",
        "agentid": int(gateway.sender) if gateway.sender.isdecimal() else gateway.sender,
        "text": {"content": "\n".join(line for line in (parcel.title, parcel.text, parcel.link) if line)},
        "enable_duplicate_check": 1,
        "duplicate_check_interval": DOUBLES_WITHIN,
    }
    url = f"{gateway.url}/cgi-bin/message/send?{urlencode({'access_token': token})}"
    answer = answered(lambda: http.post(url, content), judge=_judged)
    if answer.code in TOKEN_OVER:
        forget(gateway)
    return answer


def _token(gateway: Gateway) -> str | Answer:
    query = urlencode({"corpid": gateway.account, "corpsecret": key_of(gateway)})
    return token_of(gateway, lambda: http.get(f"{gateway.url}/cgi-bin/gettoken?{query}"), busy=BUSY)


def _judged(reply: http.Reply) -> Answer:
    answer = by_errcode(reply, busy=BUSY)
    if answer.outcome is Outcome.ACCEPTED and parsed(reply).get("invaliduser"):
        return Answer(Outcome.REFUSED, "no_such_member")
    return answer
