"""How somebody signed in, what their device is called, and what must be done before anything else."""

from collections.abc import Mapping
from typing import Literal

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gewu.kernel.access import Actor
from gewu.kernel.errors import NotAllowed
from gewu.people.models import Device, User
from gewu.people.roles import roles
from gewu.places import queries as places

Step = Literal["", "password", "factor"]

WAYS: Mapping[str, Promise] = {
    "password": gettext_lazy("Password"),
    "totp": gettext_lazy("Password and code"),
    "recovery_codes": gettext_lazy("Password and recovery code"),
    "webauthn": gettext_lazy("Password and passkey"),
    "passkey": gettext_lazy("Passkey"),
}
# Names that are the same in every language; the others are words.
_PROPER = {
    "wechat": gettext_lazy("WeChat"),
    "dingtalk": gettext_lazy("DingTalk"),
    "quark": "Quark",
    "uc": "UC",
    "qq": "QQ",
    "huawei": gettext_lazy("Huawei browser"),
    "edge": "Edge",
    "opera": "Opera",
    "firefox": "Firefox",
    "chrome": "Chrome",
    "safari": "Safari",
    "harmony": "HarmonyOS",
    "android": "Android",
    "ipad": "iPad",
    "iphone": "iPhone",
    "windows": "Windows",
    "mac": "Mac",
    "chromeos": "ChromeOS",
    "linux": "Linux",
}


def device_name(device: Device) -> str:
    """`Chrome · Windows`, as far as the browser told."""
    known = [str(_PROPER[key]) for key in (device.browser, device.system) if key in _PROPER]
    return " · ".join(known) or _("Unknown device")


def required_of(actor: Actor, *, demo: bool) -> bool:
    """Whether a post held today asks for a second factor."""
    return any(_required(post.role, post.scope.low, demo=demo) for post in actor.posts)


def _required(role: str, township: int, *, demo: bool) -> bool:
    """The installation's word goes before the place's, and that before the role's own.

    Demo people share their logins: of them only what was switched on by name is asked.
    """
    if settings.SECOND_FACTOR:
        return role in settings.SECOND_FACTOR
    locality = places.locality_of(township)
    if locality is not None and locality.second_factor is not None:
        return role in locality.second_factor
    return not demo and roles()[role].second_factor == "required"


def step_owed(user: User, actor: Actor) -> Step:
    """What this person must do before anything else. Costs no statement."""
    if user.password_given:
        return "password"
    if not user.second_factor and required_of(actor, demo=user.demo):
        return "factor"
    return ""


def require_no_step(user: User, actor: Actor) -> None:
    """Refuse whoever has a step to do first: for programs, which cannot be led there."""
    match step_owed(user, actor):
        case "password":
            raise NotAllowed(_("First sign in and choose a password of your own."))
        case "factor":
            raise NotAllowed(_("Your post requires a second factor: first sign in and set one up."))
