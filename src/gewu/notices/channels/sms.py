"""Texts by the JSON door of a text gateway: `POST {id, to, text, sign}` with a bearer key.

Every carrier and cloud has a door of its own; what stands before Gewu translates. `id` stays the same when
a text is tried again. The answer is 2xx; `{"state": "delivered"}` or `{"state": "refused", "code": …}` says
more.
"""

from gewu.notices.channels import http
from gewu.notices.channels.answers import Answer, answered, parsed
from gewu.notices.models import Gateway
from gewu.notices.queries.parcels import Parcel
from gewu.notices.rules import Outcome

STATES = {"delivered": Outcome.DELIVERED, "refused": Outcome.REFUSED, "busy": Outcome.BUSY}


def send(gateway: Gateway, parcel: Parcel) -> Answer:
    """One text to one phone."""
    content = {"id": parcel.key, "to": parcel.to, "text": parcel.short, "sign": gateway.sender}
    headers = {"Idempotency-Key": parcel.key}
    if gateway.secret is not None:
        headers["Authorization"] = f"Bearer {gateway.secret.open()}"
    return answered(lambda: http.post(gateway.url, content, headers), judge=_judged)


def _judged(reply: http.Reply) -> Answer:
    said = parsed(reply)
    outcome = STATES.get(str(said.get("state")), Outcome.ACCEPTED)
    code = "".join(c for c in str(said.get("code", "")) if c.isalnum() or c in "._-")[:40]
    return Answer(outcome, code)
