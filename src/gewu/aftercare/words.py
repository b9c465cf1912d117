"""Call-backs in words, for pages, paper and tables."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gewu.aftercare.models import CallBack

Words = dict[str, str]


def channel_names() -> Words:
    return {"phone": _("By phone"), "visit": _("In person"), "link": _("By the reporter's link")}


def reason_names() -> Words:
    return {
        "no_answer": _("Nobody answered"),
        "busy": _("Engaged"),
        "wrong_number": _("Wrong number"),
        "declined": _("Did not want to answer"),
        "no_contact": _("Left no phone"),
    }


def solved_names() -> Words:
    return {"yes": _("Solved"), "partly": _("Partly solved"), "no": _("Not solved")}


def mark_names() -> dict[int, str]:
    return {
        5: _("Very satisfied"),
        4: _("Satisfied"),
        3: _("On the whole satisfied"),
        2: _("Dissatisfied"),
        1: _("Very dissatisfied"),
    }


def call_in_words(row: CallBack) -> str:
    """One line: how, and what came of it."""
    channel = channel_names()[row.channel]
    if not row.valid:
        return f"{channel} · {reason_names().get(row.reason, row.reason)}"
    touched = (
        pgettext("by the office", "was contacted")
        if row.contacted
        else pgettext("by the office", "was not contacted")
    )
    return " · ".join([channel, touched, solved_names()[row.solved], mark_names()[row.rating or 1]])
