"""My contact card: what I agree to show beside my name, and taking it back."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gewu.kernel import files
from gewu.kernel.access import ActorRequest
from gewu.kernel.errors import Invalid
from gewu.people.access import staff_only
from gewu.places import queries as places
from gewu.signage import commands, queries
from gewu.signage.pages.words import language
from gewu.ui.forms import Field
from gewu.ui.redraw import redraw_with


@require_safe
@staff_only
def my_card(request: ActorRequest) -> HttpResponse:
    """What stands on my card now, and what I could add."""
    return _draw(request, "", {})


@require_POST
@staff_only
def phone(request: ActorRequest) -> HttpResponse:
    """Agree that the work phone is shown."""
    redraw_with(request, lambda message, wrong: _draw(request, message, wrong))
    commands.agree_to_phone(
        phone=request.POST.get("phone", ""), agreed=request.POST.get("agreed") == "yes", actor=request.actor
    )
    messages.success(request, _("Your work phone stands on the card from now on."))
    return redirect("signage:my_card")


@require_POST
@staff_only
def photo(request: ActorRequest) -> HttpResponse:
    """Agree that the work photo is shown."""
    redraw_with(request, lambda message, wrong: _draw(request, message, wrong))
    given = request.FILES.get("photo")
    if given is None:
        message = _("Choose a photo.")
        raise Invalid(message, fields={"photo": message})
    commands.agree_to_photo(photo=given, agreed=request.POST.get("agreed") == "yes", actor=request.actor)
    messages.success(request, _("Your work photo stands on the card from now on."))
    return redirect("signage:my_card")


@require_POST
@staff_only
def take_back_phone(request: ActorRequest) -> HttpResponse:
    """The phone is off the card from this moment."""
    redraw_with(request, lambda message, wrong: _draw(request, message, wrong))
    commands.take_back_phone(actor=request.actor)
    messages.success(request, _("It is off the card."))
    return redirect("signage:my_card")


@require_POST
@staff_only
def take_back_photo(request: ActorRequest) -> HttpResponse:
    """The photo is off the card from this moment."""
    redraw_with(request, lambda message, wrong: _draw(request, message, wrong))
    commands.take_back_photo(actor=request.actor)
    messages.success(request, _("It is off the card."))
    return redirect("signage:my_card")


@never_cache
@require_http_methods(["GET", "HEAD"])
@staff_only
def my_photo(request: ActorRequest) -> HttpResponseBase:
    """My own work photo."""
    return files.response(request, queries.own_portrait(request.actor), width=320)


def _draw(request: ActorRequest, message: str, wrong: Mapping[str, str]) -> HttpResponse:
    card = queries.own_card(request.actor)
    areas = [places.area(post.scope.area) for post in request.actor.posts if post.primary]
    carded = [one for one in areas if one.tier in {"community", "grid", "cell"}]
    said = {
        "card": card,
        "cards": [
            one
            for one in (queries.cards_of(carded, language()) if carded else [])
            if any(contact.user == request.actor.user for contact in one.contacts)
        ],
        "phone": Field(
            name="phone",
            label=_("Work phone"),
            kind="phone",
            help=_("The number of your work, not your own."),
            max_length=20,
            value=request.POST.get("phone") or (card.phone if card else ""),
            error=wrong.get("phone", ""),
        ),
        "photo": Field(
            name="photo",
            label=_("Work photo"),
            kind="file",
            help=_("Your face, in daylight, as people meet you."),
            error=wrong.get("photo", ""),
        ),
        "wrong": wrong.get("agreed", ""),
        "message": "" if wrong else message,
    }
    return render(request, "signage/my_card.html", said)
