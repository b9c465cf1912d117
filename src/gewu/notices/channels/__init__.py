"""Ways out: one thin adapter for each kind of gateway, which says exactly what is known of an attempt.

Libraries that serve every chat there is answer yes or no (see the decision about gateways); between "surely
not taken" and "who knows" lies whether a person gets a message twice.
"""

from collections.abc import Callable, Mapping

from gewu.notices.channels import dingtalk, email, robots, sms, wechat, wecom
from gewu.notices.channels.answers import Answer
from gewu.notices.models import Gateway
from gewu.notices.queries.parcels import Parcel
from gewu.notices.rules import Outcome

Send = Callable[[Gateway, Parcel], Answer]
SENDERS: Mapping[str, Send] = {
    "email": email.send,
    "sms": sms.send,
    "wecom": wecom.send,
    "dingtalk": dingtalk.send,
    "wechat": wechat.send,
    "wecom_group": robots.to_wecom,
    "dingtalk_group": robots.to_dingtalk,
}


def send(gateway: Gateway, parcel: Parcel) -> Answer:
    """One attempt. In a rehearsal nothing leaves the house."""
    if gateway.rehearsal:
        return Answer(Outcome.ACCEPTED, "rehearsal")
    return SENDERS[gateway.kind](gateway, parcel)


__all__ = ["Answer", "send"]
