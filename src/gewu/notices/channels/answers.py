"""What came of an attempt: an outcome, and a short code for people who look into it."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from gewu.notices.channels.http import NotReached, Reply, Unclear
from gewu.notices.models import Gateway
from gewu.notices.rules import Outcome

# Too early, too often, not now: surely not taken.
COME_AGAIN = frozenset({425, 429, 503})
# The other side gave up in the middle.
HALFWAY = frozenset({408, 500, 502, 504})


@dataclass(frozen=True, slots=True)
class Answer:
    """`code` names the reason in letters and digits; it is shown to administrators."""

    outcome: Outcome
    code: str = ""
    # By which name the gateway will speak of it later.
    remote: str = ""


def answered(ask: Callable[[], Reply], *, judge: Callable[[Reply], Answer]) -> Answer:
    """Ask a gateway; what it answers with 2xx is judged by its adapter."""
    try:
        reply = ask()
    except NotReached as away:
        return Answer(Outcome.BUSY, away.code)
    except Unclear as lost:
        return Answer(Outcome.UNCLEAR, lost.code)
    if 200 <= reply.status < 300:
        return judge(reply)
    code = f"http_{reply.status}"
    if reply.status in COME_AGAIN:
        return Answer(Outcome.BUSY, code)
    unclear = reply.status in HALFWAY or reply.status > 504
    return Answer(Outcome.UNCLEAR if unclear else Outcome.REFUSED, code)


def by_errcode(reply: Reply, *, busy: frozenset[int]) -> Answer:
    """WeCom and DingTalk answer 200 and say in `errcode` whether they mean it."""
    said = parsed(reply)
    errcode = said.get("errcode")
    if not isinstance(errcode, int) or isinstance(errcode, bool):
        return Answer(Outcome.UNCLEAR, "no_errcode")
    if errcode == 0:
        return Answer(Outcome.ACCEPTED)
    return Answer(Outcome.BUSY if errcode in busy else Outcome.REFUSED, f"errcode_{errcode}")


def parsed(reply: Reply) -> Mapping[str, object]:
    """The object in an answer; nothing if there is none."""
    try:
        found = json.loads(reply.body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def key_of(gateway: Gateway) -> str:
    """The key of a gateway, opened; none where nobody gave one."""
    return gateway.secret.open() if gateway.secret is not None else ""
