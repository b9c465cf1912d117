"""Posts of a person: giving one, correcting its days, ending it; who acts for it."""

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gewu.kernel.access import ActorRequest
from gewu.people import commands, queries
from gewu.people.access import for_roles
from gewu.people.commands import Appointment
from gewu.people.desk import choices, given
from gewu.people.desk.person import draw as draw_person
from gewu.people.models import Post
from gewu.ui.forms import Field
from gewu.ui.redraw import redraw_with


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles("admin")
def give(request: ActorRequest, person_id: UUID) -> HttpResponse:
    """Give a person a role at a place."""
    user = queries.person_seen(request.actor, person_id)

    def draw(message: str, wrong: Mapping[str, str]) -> HttpResponse:
        said = {
            "user_": user,
            "fields": post_fields(request, request.POST, wrong, first_day=True),
            "message": "" if wrong else message,
            "version": queries.person(person_id).version,
            "receipt": request.POST.get("receipt") or uuid4().hex,
        }
        return render(request, "people/desk/post_new.html", said)

    if request.method != "POST":
        return draw("", {})
    redraw_with(request, draw)
    appointment = Appointment(
        user=person_id,
        role=request.POST.get("role", ""),
        area=given.identifier(request.POST, "area"),
        organisation=given.optional_identifier(request.POST, "organisation"),
        first_day=given.day(request.POST, "first_day"),
        last_day=given.optional_day(request.POST, "last_day"),
        seat=request.POST.get("seat", ""),
    )
    commands.give_post(
        appointment=appointment,
        actor=request.actor,
        seen_version=given.seen_version(request),
        receipt=given.receipt(request),
    )
    messages.success(request, _("The post is given."))
    return redirect("people:person", person_id)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles("admin")
def change(request: ActorRequest, post_id: UUID) -> HttpResponse:
    """The days of a post."""
    post = queries.post_seen(request.actor, post_id)

    def draw(message: str, wrong: Mapping[str, str]) -> HttpResponse:
        days = {"first_day": post.first_day.isoformat(), "last_day": str(post.last_day or "")}
        values = request.POST if request.method == "POST" else days
        said = {
            "post": post,
            "fields": day_fields(values, wrong),
            "message": "" if wrong else message,
            "version": queries.person(post.user_id).version,
            "begun": post.first_day <= queries.today(),
        }
        return render(request, "people/desk/post.html", said)

    if request.method != "POST":
        return draw("", {})
    redraw_with(request, draw)
    commands.change_post(
        post_id=post_id,
        first_day=given.day(request.POST, "first_day"),
        last_day=given.optional_day(request.POST, "last_day"),
        actor=request.actor,
        seen_version=given.seen_version(request),
    )
    messages.success(request, _("The days of the post are changed."))
    return redirect("people:person", post.user_id)


@require_POST
@for_roles("admin")
def end(request: ActorRequest, post_id: UUID) -> HttpResponse:
    """End a post with today."""
    post = queries.post_seen(request.actor, post_id)
    redraw_with(request, lambda message, wrong: draw_person(request, post.user_id, message))
    commands.end_post(
        post_id=post_id,
        last_day=max(queries.today(), post.first_day),
        actor=request.actor,
        seen_version=given.seen_version(request),
    )
    messages.success(request, _("The post ends today."))
    return redirect("people:person", post.user_id)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles("chief", "admin")
def stand_in(request: ActorRequest, post_id: UUID) -> HttpResponse:
    """Who acts for a post: for some days, or whenever its holder is away."""
    post = queries.post_to_cover(request.actor, post_id)

    def draw(message: str, wrong: Mapping[str, str]) -> HttpResponse:
        own = [post]
        said = {
            "post": post,
            "fields": _stand_in_fields(request, post, wrong),
            "message": "" if wrong else message,
            "receipt": request.POST.get("receipt") or uuid4().hex,
            "stand_ins": queries.stand_ins_of(own),
            "deputies": queries.deputies_of(own),
        }
        return render(request, "people/desk/stand_in.html", said)

    if request.method != "POST":
        return draw("", {})
    redraw_with(request, draw)
    user = given.identifier(request.POST, "user")
    if request.POST.get("how") == "pair":
        commands.name_deputy(post_id=post_id, user_id=user, actor=request.actor)
        messages.success(request, _("From now on this colleague acts whenever the holder is away."))
    else:
        commands.give_stand_in(
            post_id=post_id,
            user_id=user,
            first_day=given.day(request.POST, "first_day"),
            last_day=given.day(request.POST, "last_day"),
            actor=request.actor,
            receipt=given.receipt(request),
        )
        messages.success(request, _("It is arranged. It ends by itself."))
    return redirect("people:stand_in", post_id)


@require_POST
@for_roles("chief", "admin")
def end_stand_in(request: ActorRequest, post_id: UUID) -> HttpResponse:
    commands.end_stand_in(post_id=post_id, actor=request.actor)
    messages.success(request, _("Nobody stands in any longer."))
    return redirect("people:absences")


@require_POST
@for_roles("chief", "admin")
def end_deputy(request: ActorRequest, deputy_id: UUID) -> HttpResponse:
    commands.end_deputy(deputy_id=deputy_id, actor=request.actor)
    messages.success(request, _("They are a pair no longer."))
    return redirect("people:absences")


def post_fields(
    request: ActorRequest, values: Mapping[str, str], wrong: Mapping[str, str], *, first_day: bool
) -> list[Field]:
    """Which role, where, for whom, from when to when."""
    today = queries.today().isoformat()
    asked = [
        Field(
            name="role",
            label=_("Role"),
            kind="choice",
            required=first_day,
            value=values.get("role", ""),
            error=wrong.get("role", ""),
            choices=choices.roles_of(request.actor),
        ),
        Field(
            name="area",
            label=_("Place"),
            kind="grouped",
            required=first_day,
            value=values.get("area", ""),
            error=wrong.get("area", ""),
            choices=choices.places_under(request.actor),
        ),
        Field(
            name="organisation",
            label=_("Organisation"),
            kind="grouped",
            help=_("Needed for who works from an inbox: handlers and community chiefs."),
            value=values.get("organisation", ""),
            error=wrong.get("organisation", ""),
            choices=choices.organisations_of(request.actor),
        ),
    ]
    if seats := choices.seats_of(request.actor):
        asked.append(
            Field(
                name="seat",
                label=_("Seat"),
                kind="choice",
                help=_("A word beside the role that staffing counts by. It gives no right; most have none."),
                value=values.get("seat", ""),
                error=wrong.get("seat", ""),
                choices=seats,
            )
        )
    return [*asked, *day_fields({"first_day": today, **_plain(values)}, wrong)]


def day_fields(values: Mapping[str, str], wrong: Mapping[str, str]) -> list[Field]:
    return [
        Field(
            name="first_day",
            label=_("First day"),
            kind="date",
            required=True,
            value=values.get("first_day", ""),
            error=wrong.get("first_day", ""),
        ),
        Field(
            name="last_day",
            label=_("Last day"),
            kind="date",
            help=_("Empty: until it is ended."),
            value=values.get("last_day", ""),
            error=wrong.get("last_day", ""),
        ),
    ]


def _stand_in_fields(request: ActorRequest, post: Post, wrong: Mapping[str, str]) -> list[Field]:
    values = {"first_day": queries.today().isoformat(), "how": "days", **_plain(request.POST)}
    first, last = day_fields(values, wrong)
    return [
        Field(
            name="user",
            label=_("Who acts"),
            kind="grouped",
            required=True,
            value=values.get("user", ""),
            error=wrong.get("user", ""),
            choices=choices.colleagues(request.actor, post),
        ),
        Field(
            name="how",
            label=_("When"),
            kind="radio",
            required=True,
            value=values["how"],
            choices=[("days", _("On these days")), ("pair", _("Whenever the holder is away (an AB pair)"))],
        ),
        replace(first, required=False),
        replace(last, help=""),
    ]


def _plain(values: Mapping[str, str]) -> dict[str, str]:
    return {name: values[name] for name in values if values[name]}
