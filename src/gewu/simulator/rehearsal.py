"""The demo town tells its people by text, too, in a rehearsal: nothing leaves the house."""

from datetime import time

from gewu.notices.commands import Choices, GatewaySettings, add_gateway, choose
from gewu.people import queries as people

# A number that no network gives to anybody.
PHONE = "19900000000"
LISTENERS = ("clerk", "dispatcher", "handler", "chief")


def rehearse(township: int) -> None:
    """A way out of the town that only rehearses, and demo logins who chose it with quiet hours."""
    logins = {role: name for name, role, home in people.demo_logins() if home == township}
    if "admin" not in logins:
        return
    admin = people.actor_of(people.user_named(logins["admin"]), door="desk")
    wanted = GatewaySettings(label="短信（演练）", rehearsal=True)
    add_gateway(township=township, kind="sms", wanted=wanted, actor=admin)
    for role in LISTENERS:
        if role in logins:
            actor = people.actor_of(people.user_named(logins[role]), door="desk")
            chosen = Choices(channels=("sms",), phone=PHONE, quiet_from=time(22), quiet_until=time(7))
            choose(choices=chosen, actor=actor)
