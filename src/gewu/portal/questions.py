"""The questions of the portal's forms."""

from django.utils.translation import gettext as _

from gewu.portal.draft import Draft
from gewu.ui.forms import Field


def of(draft: Draft) -> dict[str, Field]:
    """Every question of a report that is a field, as far as it was answered."""
    given, errors = draft.given, draft.errors
    where_wrong = (
        errors[name]
        for name in ("address", "location", "area", "lon", "lat", "crs", "where")
        if name in errors
    )
    return {
        "text": Field(
            name="text",
            label=_("Say it in your own words"),
            kind="long",
            help=_("For example which lamp, since when, and whether it is dangerous."),
            value=given["text"],
            error=errors.get("text", ""),
            required=True,
            max_length=2000,
        ),
        "address": Field(
            name="address",
            label=_("Address or landmark"),
            help=_("Street, estate, building, or what stands nearby."),
            value=given["address"],
            error=next(where_wrong, ""),
            max_length=200,
            autocomplete="street-address",
        ),
        "photos": Field(
            name="photos",
            label=_("Photos"),
            kind="file",
            help=_("Not required. Up to nine. Position and time inside the pictures are removed."),
            error=errors.get("photos") or errors.get("photo", ""),
            multiple=True,
        ),
        "phone": Field(
            name="phone",
            label=_("Phone"),
            kind="phone",
            help=_("Not required. Only staff who ask you back can open it, and every opening is recorded."),
            value=given["phone"],
            error=errors.get("phone", ""),
            max_length=24,
            autocomplete="tel",
        ),
        "tell": Field(
            name="tell",
            label=_("Messages"),
            kind="checks",
            choices=[("yes", _("Text me when it is received, closed or cannot be done"))],
            help=_("At most three short texts. Each has a link by which you end them."),
            value=given["tell"],
        ),
        "name": Field(
            name="name",
            label=_("How may we call you?"),
            help=_("Not required."),
            value=given["name"],
            error=errors.get("name", ""),
            max_length=40,
            autocomplete="name",
        ),
    }


def number() -> Field:
    return Field(
        name="number",
        label=_("The number you were given"),
        max_length=24,
        help=_("Capital or small letters, spaces and hyphens do not matter."),
        required=True,
    )


def contacted() -> Field:
    return Field(name="contacted", label=_("Was somebody in touch with you?"), kind="yesno", required=True)


def solved() -> Field:
    answers = (("yes", _("Solved")), ("partly", _("Partly solved")), ("no", _("Not solved")))
    return Field(name="solved", label=_("Is it solved?"), kind="radio", required=True, choices=answers)


def marks() -> Field:
    return Field(
        name="rating",
        label=_("Your mark"),
        kind="rating",
        required=True,
        help=_("1 very dissatisfied, 3 on the whole satisfied, 5 very satisfied."),
    )


def again() -> Field:
    return Field(
        name="reason",
        label=_("What is not solved?"),
        kind="long",
        rows=3,
        required=True,
        max_length=1000,
        help=_("Only those who work on it read this. It is done again once."),
    )


def opinion() -> Field:
    return Field(name="opinion", label=_("In a few words"), kind="long", rows=2, max_length=500)
