"""One person: the account, the posts through time, who acts for whom; correcting, locking, a new link."""

from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gewu.kernel.access import Actor, ActorRequest
from gewu.people import commands, queries
from gewu.people.access import for_roles
from gewu.people.commands import PersonChanges
from gewu.people.desk import given
from gewu.people.desk.persons import row_of
from gewu.people.models import Post
from gewu.ui.forms import Field
from gewu.ui.redraw import redraw_with


@require_safe
@for_roles("admin")
def one_person(request: ActorRequest, person_id: UUID) -> HttpResponse:
    """Everything there is to say about a person's account and duty."""
    return draw(request, person_id)


def draw(request: ActorRequest, person_id: UUID, message: str = "", **more: object) -> HttpResponse:
    """The page, perhaps with why something was refused."""
    user = queries.person_seen(request.actor, person_id)
    posts = queries.posts_through_time(user)
    today = queries.today()
    now = [post for post in posts if _not_over(post, today)]
    said = {
        "user_": user,
        "row": row_of(user),
        "why_not": queries.why_not_managed(request.actor, user),
        "oneself": user.id == request.actor.user,
        "posts": now,
        "past": [post for post in posts if post not in now],
        "acting": _acting(request.actor, now),
        "absences": queries.absences_of(user)[:10],
        "links": queries.links_of(user),
        "history": queries.history_of(user),
        "work": queries.open_work_of(user),
        "message": message,
        "today": today,
    }
    return render(request, "people/desk/person.html", said | more)


def _not_over(post: Post, today: object) -> bool:
    return post.last_day is None or post.last_day >= today  # type: ignore[operator]  # days both


def _acting(actor: Actor, posts: list[Post]) -> dict[str, object]:
    """Who stands in for these posts, who is agreed to, and what the actor may do about it, by post."""
    own = [post for post in posts if post.primary]
    stand_ins: dict[UUID | None, list[Post]] = {}
    for post in queries.stand_ins_of(own):
        stand_ins.setdefault(post.stands_in_for_id, []).append(post)
    deputies = {deputy.post_id: deputy for deputy in queries.deputies_of(own)}
    return {
        str(post.id): {
            "stand_ins": stand_ins.get(post.id, []),
            "deputy": deputies.get(post.id),
            "may_change": queries.can_give(actor, post.role, post.area_id),
            "may_cover": queries.can_name_stand_in(actor, post),
        }
        for post in posts
    }


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles("admin")
def edit(request: ActorRequest, person_id: UUID) -> HttpResponse:
    """Correct a name or a language."""
    user = queries.person_seen(request.actor, person_id)

    def draw_form(message: str, wrong: Mapping[str, str]) -> HttpResponse:
        newest = queries.person_seen(request.actor, person_id)
        values = request.POST if request.method == "POST" else {"name": user.name, "language": user.language}
        said = {
            "user_": newest,
            "fields": _fields(values, wrong),
            "message": "" if wrong else message,
            "version": newest.version,
        }
        return render(request, "people/desk/person_edit.html", said)

    if request.method != "POST":
        return draw_form("", {})
    redraw_with(request, draw_form)
    changes = PersonChanges(name=request.POST.get("name", ""), language=request.POST.get("language", ""))
    commands.edit_user(
        user_id=person_id, changes=changes, actor=request.actor, seen_version=given.seen_version(request)
    )
    messages.success(request, _("It is corrected."))
    return redirect("people:person", person_id)


@require_POST
@for_roles("admin")
def lock(request: ActorRequest, person_id: UUID) -> HttpResponse:
    _again(request, person_id)
    commands.deactivate_user(user_id=person_id, actor=request.actor, seen_version=given.seen_version(request))
    messages.success(request, _("The account is locked. Nobody can sign in with it."))
    return redirect("people:person", person_id)


@require_POST
@for_roles("admin")
def unlock(request: ActorRequest, person_id: UUID) -> HttpResponse:
    _again(request, person_id)
    commands.activate_user(user_id=person_id, actor=request.actor, seen_version=given.seen_version(request))
    messages.success(request, _("The account is open again."))
    return redirect("people:person", person_id)


@require_POST
@for_roles("admin")
def new_link(request: ActorRequest, person_id: UUID) -> HttpResponse:
    """A one-time link for a password, to be handed over on paper."""
    _again(request, person_id)
    link = commands.send_link(
        user_id=person_id, actor=request.actor, seen_version=given.seen_version(request)
    )
    return redirect("people:link", link.id)


def _again(request: ActorRequest, person_id: UUID) -> None:
    redraw_with(request, lambda message, wrong: draw(request, person_id, message))


def _fields(values: Mapping[str, str], wrong: Mapping[str, str]) -> list[Field]:
    return [
        Field(
            name="name",
            label=_("Name"),
            required=True,
            value=values.get("name", ""),
            error=wrong.get("name", ""),
            max_length=60,
        ),
        Field(
            name="language",
            label=_("Language"),
            kind="radio",
            required=True,
            value=values.get("language", ""),
            error=wrong.get("language", ""),
            choices=[("zh-hans", _("Chinese")), ("en", _("English"))],
        ),
    ]
