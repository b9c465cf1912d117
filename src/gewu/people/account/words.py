"""What the journal says about a person, said to that person."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

TOLD: Mapping[str, Promise] = {
    "user.created": gettext_lazy("You were given an account"),
    "user.deactivated": gettext_lazy("Your account was closed"),
    "user.password_set": gettext_lazy("An administrator set a new password"),
    "user.password_changed": gettext_lazy("You changed your password"),
    "user.language_set": gettext_lazy("You chose your language"),
    "user.locked": gettext_lazy("Too many failed attempts to sign in under your name"),
    "user.unlocked": gettext_lazy("An administrator let you try again after failed attempts"),
    "user.factor_added": gettext_lazy("You added a code generator or a passkey"),
    "user.factor_renamed": gettext_lazy("You gave a passkey another name"),
    "user.factor_removed": gettext_lazy("You removed a code generator or a passkey"),
    "user.recovery_codes_made": gettext_lazy("You were given recovery codes"),
    "user.recovery_code_used": gettext_lazy("You signed in with a recovery code"),
    "user.second_factor_reset": gettext_lazy("An administrator removed your second factor"),
    "device.added": gettext_lazy("You signed in on a new device"),
    "device.known": gettext_lazy("You said that a new device is yours"),
    "session.ended": gettext_lazy("Sessions of yours were ended"),
    "post.given": gettext_lazy("You were given a post"),
    "post.stand_in_given": gettext_lazy("You were made a stand-in"),
    "post.ended": gettext_lazy("The end of a post was set"),
    "token.issued": gettext_lazy("A program was given a token to act as you"),
    "token.revoked": gettext_lazy("A token of yours was revoked"),
}


def told(kind: str) -> str:
    """The sentence for a kind of entry; a kind that has none yet is called a change."""
    return str(TOLD[kind]) if kind in TOLD else _("A change by your administrator")
