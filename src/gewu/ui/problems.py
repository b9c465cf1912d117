"""What each kind of refusal is called and what to do about it."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Problem:
    """A kind of refusal, in words."""

    title: str | Promise
    meaning: str | Promise


PROBLEMS: dict[str, Problem] = {
    "not-found": Problem(
        _("There is nothing here"),
        _("It does not exist, or it is not yours to see. Check the number or the address you used."),
    ),
    "not-allowed": Problem(
        _("This is not yours to do"),
        _("You may see it, but the next step belongs to another post. Ask whoever is on duty for it."),
    ),
    "not-signed-in": Problem(
        _("Please sign in"),
        _("This needs to know who you are. Sign in, or send a valid token with the request."),
    ),
    "conflict": Problem(
        _("Somebody was faster"),
        _("The record changed since you last saw it. Look at its newest state, then try again if needed."),
    ),
    "rule-broken": Problem(
        _("A rule forbids this now"),
        _("The request was understood, but a rule stands against it. The message says which one."),
    ),
    "invalid": Problem(
        _("Some answers cannot be accepted"),
        _("Each field that is wrong is named with what is wrong about it. Correct those and send again."),
    ),
    "too-many": Problem(
        _("Too many at once"),
        _("A limit was reached that protects everybody. Wait a little, then try again."),
    ),
    "form-expired": Problem(
        _("The page was open too long"),
        _("For your safety forms expire. Load the page again and send it once more; nothing was stored."),
    ),
    "unreadable": Problem(
        _("The request could not be read"),
        _("It is not in the form that was promised, for instance broken JSON. Nothing was stored."),
    ),
    "method-not-allowed": Problem(
        _("This address does not do that"),
        _("The address exists but does not take this kind of request. The header Allow lists what it takes."),
    ),
    "too-large": Problem(
        _("This is too large"),
        _("Photos and papers may have up to 20 MB each, a workbook up to 60 MB. Send fewer or smaller ones."),
    ),
    "busy": Problem(
        _("Very busy right now"),
        _("All hands are full for a moment. Nothing was stored; try again in a few seconds."),
    ),
    "unexpected": Problem(
        _("Something went wrong on our side"),
        _("It has been written down, and nothing was stored half. Try again; tell us if it stays."),
    ),
    "refused": Problem(_("This was refused"), _("The message says why.")),
}


# What the meaning of "too-large" cannot say: how much came, and how much that address takes.
TOO_LARGE = _("This has %(size)d MB; at most %(most)d MB are taken here. Nothing was stored.")


def problem_of(code: str) -> Problem:
    """The words of a code, known or not."""
    return PROBLEMS.get(code, PROBLEMS["refused"])
