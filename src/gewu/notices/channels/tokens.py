"""Tokens of applications at WeCom, DingTalk and WeChat: good for two hours, kept until shortly before."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from gewu.kernel import clock
from gewu.notices.channels import http
from gewu.notices.channels.answers import Answer, answered, by_errcode, parsed
from gewu.notices.models import Gateway
from gewu.notices.rules import Outcome

KEPT = timedelta(minutes=110)

_tokens: dict[UUID, tuple[str, datetime]] = {}


def token_of(gateway: Gateway, ask: Callable[[], http.Reply], *, busy: frozenset[int]) -> str | Answer:
    """The application's token. Failing to get one is clear: nothing was sent."""
    known = _tokens.get(gateway.id)
    if known and known[1] > clock.now():
        return known[0]
    got: list[str] = []

    def judge(reply: http.Reply) -> Answer:
        token = parsed(reply).get("access_token")
        got.append(str(token or ""))
        # WeChat names no errcode with a token; the others name a zero.
        return Answer(Outcome.ACCEPTED) if token else by_errcode(reply, busy=busy)

    answer = answered(ask, judge=judge)
    if answer.outcome is not Outcome.ACCEPTED or not got[0]:
        refused = answer.outcome is Outcome.REFUSED
        return Answer(Outcome.REFUSED if refused else Outcome.BUSY, f"token_{answer.code}"[:40])
    _tokens[gateway.id] = (got[0], clock.now() + KEPT)
    return got[0]


def forget(gateway: Gateway) -> None:
    """The other side says that the token is over before its time."""
    _tokens.pop(gateway.id, None)
