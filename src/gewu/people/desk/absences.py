"""Who is away, who acts instead, and where nobody would: for chiefs and administrators, and for oneself."""

from collections.abc import Iterator, Mapping
from uuid import UUID, uuid4

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gewu.kernel.access import ActorRequest
from gewu.kernel.exports import csv_response
from gewu.kernel.filters import Filter, parse
from gewu.people import commands, queries
from gewu.people.access import for_roles, staff_only
from gewu.people.commands import Away
from gewu.people.desk import choices, given
from gewu.people.models import Absence, User
from gewu.people.templatetags.people import place_of, role_of
from gewu.ui.forms import Choice, Field
from gewu.ui.redraw import redraw_with

CHIEFS = frozenset({"chief", "admin"})


@require_safe
@for_roles("chief", "admin")
def absences(request: ActorRequest) -> HttpResponse:
    """Absences of my people, with a warning for every post that would have nobody."""
    chosen = parse(filters(), request.GET)
    found = queries.absences(request.actor, chosen=chosen, after=request.GET.get("after") or None)
    said = {
        "rows": found.items,
        "next": found.next,
        "gaps": queries.gaps(request.actor),
        "today": queries.today(),
        "chosen": chosen,
        "given": request.GET,
        "whens": WHENS,
    }
    return render(request, "people/desk/absences.html", said)


@require_safe
@for_roles("chief", "admin")
def on_paper(request: ActorRequest) -> HttpResponse:
    said = {"rows": list(_all(request)), "gaps": queries.gaps(request.actor)}
    return render(request, "people/desk/absences_print.html", said)


@require_safe
@for_roles("chief", "admin")
def as_csv(request: ActorRequest) -> HttpResponse:
    """Absences, one line for each with who stands in."""
    header = (_("Name"), _("Username"), _("Reason"), _("From"), _("Until"), _("Who acts"))
    return csv_response(_("Absences"), header, (_line(row) for row in _all(request)))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def enter(request: ActorRequest) -> HttpResponse:
    """Enter an absence: one's own, or as a chief that of one's people."""

    def draw(message: str, wrong: Mapping[str, str]) -> HttpResponse:
        said = {
            "fields": _fields(request, wrong),
            "message": "" if wrong else message,
            "receipt": request.POST.get("receipt") or uuid4().hex,
            "chief": is_chief(request),
        }
        return render(request, "people/desk/absence_new.html", said)

    if request.method != "POST":
        return draw("", {})
    redraw_with(request, draw)
    person = given.optional_identifier(request.POST, "user") if is_chief(request) else None
    away = Away(
        user=person or _oneself(request),
        reason=request.POST.get("reason", ""),
        first_day=given.day(request.POST, "first_day"),
        last_day=given.day(request.POST, "last_day"),
    )
    entered = commands.enter_absence(away=away, actor=request.actor, receipt=given.receipt(request))
    messages.success(request, _("The absence is entered. It ends by itself."))
    return redirect("people:absence", entered.id)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def one(request: ActorRequest, absence_id: UUID) -> HttpResponse:
    """An absence with who acts for which post; its last day can be moved."""
    row = queries.absence(request.actor, absence_id)
    if request.method != "POST":
        return _draw(request, row)
    redraw_with(request, lambda message, wrong: _draw(request, row, message, wrong))
    commands.change_absence(
        absence_id=absence_id, last_day=given.day(request.POST, "last_day"), actor=request.actor
    )
    messages.success(request, _("The last day is changed. Whoever stands in does so as long."))
    return redirect("people:absence", absence_id)


@require_POST
@staff_only
def withdraw(request: ActorRequest, absence_id: UUID) -> HttpResponse:
    row = queries.absence(request.actor, absence_id)
    redraw_with(request, lambda message, wrong: _draw(request, row, message))
    commands.withdraw_absence(absence_id=absence_id, actor=request.actor)
    messages.success(request, _("The absence does not take place."))
    return redirect("people:absences" if is_chief(request) else "me")


@require_POST
@for_roles("chief", "admin")
def cover(request: ActorRequest, absence_id: UUID, post_id: UUID) -> HttpResponse:
    """Name who acts for one post during an absence."""
    row = queries.absence(request.actor, absence_id)
    redraw_with(request, lambda message, wrong: _draw(request, row, message))
    commands.cover_absence(
        absence_id=absence_id,
        post_id=post_id,
        user_id=given.identifier(request.POST, f"user-{post_id}"),
        actor=request.actor,
    )
    messages.success(request, _("It is arranged. It ends by itself."))
    return redirect("people:absence", absence_id)


WHENS = {
    "now": gettext_lazy("Away today"),
    "ahead": gettext_lazy("Still to come"),
    "over": gettext_lazy("Over"),
}


def filters() -> tuple[Filter, ...]:
    return (
        Filter("q", gettext_lazy("Name, pinyin or username"), kind="text", narrow=_words),
        Filter("when", gettext_lazy("When"), choices=WHENS, narrow=_when),
        Filter("reason", gettext_lazy("Reason"), choices=dict(Absence.Reason.choices)),
    )


def is_chief(request: ActorRequest) -> bool:
    return bool(request.actor.roles & CHIEFS)


def _words(typed: object) -> Q:
    found = Q()
    for word in str(typed).lower().split():
        found &= Q(user__search_text__contains=word)
    return found


def _when(when: object) -> Q:
    today = queries.today()
    return {
        "now": Q(first_day__lte=today, last_day__gte=today),
        "ahead": Q(first_day__gt=today),
        "over": Q(last_day__lt=today),
    }[str(when)]


def _all(request: ActorRequest) -> Iterator[Absence]:
    chosen, after = parse(filters(), request.GET), None
    while True:
        found = queries.absences(request.actor, chosen=chosen, after=after, size=200)
        yield from found.items
        if (after := found.next) is None:
            return


def _line(row: Absence) -> tuple[object, ...]:
    acting = "; ".join(
        f"{post.user.name} ({role_of(post)} {place_of(post)})" for post in getattr(row, "acting", [])
    )
    return row.user.name, row.user.username, row.get_reason_display(), row.first_day, row.last_day, acting


def _oneself(request: ActorRequest) -> UUID:
    assert request.actor.user is not None  # noqa: S101 - whoever holds a post is somebody
    return request.actor.user


def _draw(
    request: ActorRequest, row: Absence, message: str = "", wrong: Mapping[str, str] | None = None
) -> HttpResponse:
    newest = queries.absence(request.actor, row.id)
    today = queries.today()
    acting = queries.stand_ins_during(newest)
    posts = [
        {
            "post": post,
            "acting": [one for one in acting if one.stands_in_for_id == post.id],
            "field": _cover_field(request, post) if queries.can_name_stand_in(request.actor, post) else None,
        }
        for post in queries.posts_during(newest)
    ]
    last = Field(
        name="last_day",
        label=_("Last day"),
        kind="date",
        required=True,
        value=request.POST.get("last_day") or newest.last_day.isoformat(),
        error=(wrong or {}).get("last_day", ""),
    )
    said = {
        "of": newest,
        "posts": posts,
        "last": last,
        "message": message,
        "over": newest.last_day < today,
        "begun": newest.first_day < today,
        "chief": is_chief(request),
    }
    return render(request, "people/desk/absence.html", said)


def _cover_field(request: ActorRequest, post: queries.Post) -> Field:
    return Field(
        name=f"user-{post.id}",
        label=_("Who acts"),
        kind="grouped",
        required=True,
        choices=choices.colleagues(request.actor, post),
    )


def _fields(request: ActorRequest, wrong: Mapping[str, str]) -> list[Field]:
    values = request.POST or request.GET
    who = Field(
        name="user",
        label=_("Who is away"),
        kind="grouped",
        required=True,
        value=values.get("user", ""),
        error=wrong.get("user", ""),
        choices=_people(request),
    )
    today = queries.today().isoformat()
    return [
        *([who] if is_chief(request) else []),
        Field(
            name="reason",
            label=_("Reason"),
            kind="radio",
            required=True,
            help=_("Only the kind. Nothing about an illness belongs here."),
            value=values.get("reason", ""),
            error=wrong.get("reason", ""),
            choices=[(key, str(name)) for key, name in Absence.Reason.choices],
        ),
        *(
            Field(
                name=name,
                label=label,
                kind="date",
                required=True,
                value=values.get(name) or today,
                error=wrong.get(name, ""),
            )
            for name, label in (("first_day", _("First day")), ("last_day", _("Last day")))
        ),
    ]


def _people(request: ActorRequest) -> list[Choice]:
    """Oneself, then one's people by the place they work at."""
    oneself = Choice(str(request.actor.user), request.actor.name, _("Oneself"))
    posts = queries.posts_to_cover(request.actor)
    named: dict[UUID, Choice] = {}
    for post in posts:
        if post.user_id != request.actor.user and post.user_id not in named:
            named[post.user_id] = _person(post.user, f"{role_of(post)}")
    return [oneself, *sorted(named.values(), key=lambda choice: (choice.help, choice.label))]


def _person(user: User, group: str) -> Choice:
    return Choice(str(user.id), f"{user.name} · {user.username}", group)
