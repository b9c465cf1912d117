"""What the journal says about a person, said to that person."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

TOLD: Mapping[str, Promise] = {
    "user.created": gettext_lazy("You were given an account"),
    "user.edited": gettext_lazy("Your name or language was corrected"),
    "user.deactivated": gettext_lazy("Your account was locked"),
    "user.activated": gettext_lazy("Your account was opened again"),
    "user.left": gettext_lazy("You left: your account was closed"),
    "user.returned": gettext_lazy("You came back: your account was opened again"),
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
    "post.changed": gettext_lazy("The days of a post of yours were changed"),
    "post.withdrawn": gettext_lazy("A post that had not begun was taken back"),
    "deputy.named": gettext_lazy("An AB pair was agreed for you"),
    "deputy.ended": gettext_lazy("An AB pair of yours ended"),
    "absence.entered": gettext_lazy("An absence of yours was entered"),
    "absence.changed": gettext_lazy("An absence of yours was changed"),
    "absence.withdrawn": gettext_lazy("An absence of yours was withdrawn"),
    "invitation.sent": gettext_lazy("A one-time link was made for you"),
    "invitation.withdrawn": gettext_lazy("A one-time link of yours was withdrawn"),
    "invitation.accepted": gettext_lazy("You chose your password by a one-time link"),
    "token.issued": gettext_lazy("A program was given a token to act as you"),
    "token.revoked": gettext_lazy("A token of yours was revoked"),
}


def told(kind: str) -> str:
    """The sentence for a kind of entry; a kind that has none yet is called a change."""
    return str(TOLD[kind]) if kind in TOLD else _("A change by your administrator")
