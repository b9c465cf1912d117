"""Filling a gap: who is to have the post. The command is the one of the people pages."""

from collections.abc import Mapping
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gewu.kernel.access import ActorRequest, Tier
from gewu.kernel.errors import Invalid, NotAllowed, NotFound
from gewu.kernel.filters import Filter, parse
from gewu.kernel.typed import uuid_in
from gewu.people import commands, queries
from gewu.people.access import for_roles
from gewu.people.commands import Appointment
from gewu.people.desk import given
from gewu.places import queries as places
from gewu.places.queries import Place
from gewu.signage.pages.staffing import where_words
from gewu.signage.pages.words import language
from gewu.ui.forms import Choice, Field
from gewu.ui.redraw import redraw_with

MOST = 40


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles("admin")
def fill(request: ActorRequest) -> HttpResponse:
    """Give somebody the post that is missing: colleagues next door first, others by their names."""
    values = request.POST if request.method == "POST" else request.GET
    place, role = _place(values), values.get("role", "")
    if not queries.can_give(request.actor, queries.role(role).key, place.id):
        raise NotAllowed(_("This role at this place is not yours to give."))

    def draw(message: str, wrong: Mapping[str, str]) -> HttpResponse:
        return render(request, "signage/fill.html", _page(request, place, role, message, wrong))

    if request.method != "POST" or "user" not in request.POST:
        return draw("", {})
    redraw_with(request, draw)
    appointment = Appointment(
        user=_user(request),
        role=role,
        area=place.id,
        organisation=given.optional_identifier(request.POST, "organisation"),
        first_day=given.day(request.POST, "first_day"),
        last_day=given.optional_day(request.POST, "last_day"),
        seat=values.get("seat", ""),
    )
    commands.give_post(appointment=appointment, actor=request.actor, receipt=given.receipt(request))
    messages.success(request, _("The post is given."))
    return redirect(f"{reverse('signage:staffing')}?area={_community(place)}&show=gaps")


def _page(
    request: ActorRequest, place: Place, role: str, message: str, wrong: Mapping[str, str]
) -> dict[str, object]:
    values = request.POST if request.method == "POST" else request.GET
    seat = values.get("seat", "")
    locality = places.locality_of(place.home)
    named = locality.seats.get(seat) if locality else None
    office = Field(
        name="organisation",
        label=_("Organisation"),
        kind="choice",
        value=values.get("organisation", ""),
        error=wrong.get("organisation", ""),
        choices=[(str(one.id), one.in_language(language())) for one in queries.organisations_of(place.home)],
    )
    first_day = Field(
        name="first_day",
        label=_("First day"),
        kind="date",
        required=True,
        value=values.get("first_day") or queries.today().isoformat(),
        error=wrong.get("first_day", ""),
    )
    return {
        "place": place,
        "where": where_words(place),
        "role": role,
        "seat": seat,
        "role_name": (named.en if language().startswith("en") else named.zh)
        if named
        else queries.role_name(role, language(), place.home),
        "asked": values.get("q", ""),
        "people": _people(request, place, values.get("q", ""), values.get("user", "")),
        "office": office,
        "first_day": first_day,
        "message": message,
        "wrong": wrong.get("user", ""),
        "receipt": values.get("receipt") or uuid4().hex,
        "back": f"{reverse('signage:staffing')}?area={_community(place)}&show=gaps",
    }


def _people(request: ActorRequest, place: Place, asked: str, chosen: str) -> list[Choice]:
    if asked.strip():
        words = Filter("q", "q", kind="text", narrow=lambda typed: queries.narrow_by_words(str(typed)))
        found = list(
            queries.persons(request.actor, chosen=parse((words,), {"q": asked}), after=None, size=MOST).items
        )
    else:
        found = queries.people_near(request.actor, place.id)[:MOST]
    return [
        Choice(str(user.id), user.name, user.username, chosen=str(user.id) == chosen)
        for user in found
        if user.is_active
    ]


def _place(values: Mapping[str, str]) -> Place:
    wanted = uuid_in(values, "area")
    if wanted is None:
        raise NotFound(str(places.NO_PLACE))
    return places.area(wanted)


def _user(request: ActorRequest) -> UUID:
    found = uuid_in(request.POST, "user")
    if found is None:
        message = _("Choose who is to have the post.")
        raise Invalid(message, fields={"user": message})
    return found


def _community(place: Place) -> UUID:
    """The community of a place, or the place itself where it lies above."""
    return next((one for one in place.path if places.area(one).tier == Tier.COMMUNITY), place.id)
