"""What the registers refuse with, in words."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from gewu.kernel.errors import Conflict, Invalid, NotAllowed, RuleBroken


def invalid(fields: Mapping[str, str]) -> Invalid:
    return Invalid(_("Some answers cannot be taken as they stand."), fields=fields)


def not_yours() -> NotAllowed:
    return NotAllowed(_("Your post does not write into the registers of this place."))


def stale() -> Conflict:
    return Conflict(_("Somebody else changed this record since you opened it. Please look again."))


def elsewhere() -> RuleBroken:
    return RuleBroken(
        _("This number is in the register already, in a place that is not yours. Your office can help.")
    )


def account_taken() -> RuleBroken:
    return RuleBroken(_("This account is another person's."))


def over() -> RuleBroken:
    return RuleBroken(_("This record has ended and is only read."))


def needed() -> str:
    return _("This must not be empty.")
