"""Posts: giving, changing and ending them."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from gewu.kernel import receipts
from gewu.kernel.access import Actor, Scope
from gewu.kernel.canonical import JsonValue
from gewu.kernel.errors import Conflict, Invalid, RuleBroken
from gewu.people import queries
from gewu.people.commands.authority import (
    at_home,
    locked_post,
    not_oneself,
    require_administrators_left,
    require_grant,
    require_seen,
    touch,
)
from gewu.people.commands.staff_file import note, require_manager
from gewu.people.models import Deputy, Post, User
from gewu.people.rules import Role, appointment_problem
from gewu.places import queries as places


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """Who is to do what, where, for whom, from when to when."""

    user: UUID
    role: str
    area: UUID
    organisation: UUID | None = None
    first_day: date
    last_day: date | None = None
    seat: str = ""


def give_post(
    *, appointment: Appointment, actor: Actor, seen_version: int | None = None, receipt: str | None = None
) -> Post:
    """Give a person a role at a place: one the giver may give, at a place under the giver's own."""
    request = {name: getattr(appointment, name) for name in Appointment.__slots__} | {"what": "post"}

    def do() -> str:
        return str(_appoint(appointment, actor, seen_version).id)

    given = receipts.once(actor=actor, key=receipt, request=request, do=do)
    return Post.objects.get(id=str(given))


@transaction.atomic
def _appoint(appointment: Appointment, actor: Actor, seen_version: int | None) -> Post:
    role, scope = queries.role(appointment.role), places.scope_of(appointment.area)
    require_manager(actor, scope.low, scope.high)
    _check(appointment, role=role, scope=scope, actor=actor)
    require_grant(actor, role.key, appointment.area)
    user = at_home(appointment.user, actor)
    not_oneself(user.id, actor)
    require_seen(user, seen_version)
    if not user.is_active:
        raise RuleBroken(_("This account is locked. Open it again before you give it a post."))
    _require_not_held(appointment, user)
    post = make_post(appointment, scope=scope)
    touch(user)
    note("post.given", about=user.id, township=user.home, actor=actor, **facts_of(post))
    return post


@transaction.atomic
def change_post(
    *,
    post_id: UUID,
    first_day: date,
    last_day: date | None,
    actor: Actor,
    seen_version: int | None = None,
) -> Post:
    """Correct the days of a post: its end as long as it is not over, its beginning until it has begun."""
    post, user = _mine_to_change(post_id, actor, seen_version)
    today = queries.today()
    if post.last_day is not None and post.last_day < today:
        raise RuleBroken(_("This post is over. Give a new one."))
    if first_day != post.first_day and min(first_day, post.first_day) <= today:
        message = _("This post has begun: its first day stays.")
        raise Invalid(message, fields={"first_day": message})
    require_order(first_day, last_day)
    longer = last_day is None or (post.last_day is not None and last_day > post.last_day)
    if longer and last_day != post.last_day:
        not_oneself(user.id, actor)
    if last_day is not None:
        require_administrators_left([post])
    post.first_day, post.last_day = first_day, last_day
    post.save(update_fields=["first_day", "last_day"])
    _cut_stand_ins(post)
    touch(user)
    note("post.changed", about=user.id, township=user.home, actor=actor, **facts_of(post))
    return post


@transaction.atomic
def end_post(*, post_id: UUID, last_day: date, actor: Actor, seen_version: int | None = None) -> None:
    """Let a post end; it is still held on its last day. One that has not begun is taken back."""
    post, user = _mine_to_change(post_id, actor, seen_version)
    require_administrators_left([post])
    if post.first_day > queries.today():
        take_back(post, user, actor)
    else:
        close_post(post, user, last_day, actor)
    touch(user)


def _mine_to_change(post_id: UUID, actor: Actor, seen_version: int | None) -> tuple[Post, User]:
    post, user = locked_post(post_id)
    require_manager(actor, post.low, post.high)
    require_grant(actor, post.role, post.area_id)
    require_seen(user, seen_version)
    return post, user


def close_post(post: Post, user: User, last_day: date, actor: Actor) -> None:
    """End one post with those who stand in for it. The caller has asked whether that may be."""
    if last_day < post.first_day:
        message = _("A post cannot end before it begins.")
        raise Invalid(message, fields={"last_day": message})
    post.last_day = last_day
    post.save(update_fields=["last_day"])
    _cut_stand_ins(post)
    Deputy.objects.filter(post=post, ended_on=None).update(ended_on=last_day)
    note("post.ended", about=user.id, township=user.home, actor=actor, **facts_of(post))


def take_back(post: Post, user: User, actor: Actor) -> None:
    """Remove a post that has not begun: nothing was ever done under it, and the journal keeps that it was."""
    facts = facts_of(post)
    for stand_in in Post.objects.filter(stands_in_for=post).select_related("user"):
        take_back(stand_in, stand_in.user, actor)
    Deputy.objects.filter(post=post).delete()
    post.delete()
    note("post.withdrawn", about=user.id, township=user.home, actor=actor, **facts)


def make_post(
    appointment: Appointment,
    *,
    scope: Scope,
    stands_in_for: Post | None = None,
    absence: UUID | None = None,
) -> Post:
    """Write a post that was checked."""
    return Post.objects.create(
        user_id=appointment.user,
        role=appointment.role,
        area_id=scope.area,
        tier=scope.tier,
        low=scope.low,
        high=scope.high,
        organisation_id=appointment.organisation,
        seat=appointment.seat,
        stands_in_for=stands_in_for,
        absence_id=absence,
        first_day=appointment.first_day,
        last_day=appointment.last_day,
    )


def facts_of(post: Post) -> dict[str, JsonValue]:
    """A post in an entry."""
    return {
        "post": str(post.id),
        "role": post.role,
        "area": str(post.area_id),
        "organisation": str(post.organisation_id) if post.organisation_id else None,
        "first_day": post.first_day.isoformat(),
        "last_day": post.last_day.isoformat() if post.last_day else None,
        **({"seat": post.seat} if post.seat else {}),
    }


def require_order(first_day: date, last_day: date | None) -> None:
    if last_day is not None and last_day < first_day:
        message = _("A post cannot end before it begins.")
        raise Invalid(message, fields={"last_day": message})


def _check(appointment: Appointment, *, role: Role, scope: Scope, actor: Actor) -> None:
    problem = appointment_problem(role, scope.tier, with_organisation=appointment.organisation is not None)
    if problem == "tier":
        raise RuleBroken(_("This role is not held at a place of this kind."), role=role.key, tier=scope.tier)
    if problem == "organisation":
        raise RuleBroken(_("This role works from the inbox of an organisation: name it."), role=role.key)
    if appointment.organisation is not None:
        office = queries.organisation(appointment.organisation)
        require_manager(actor, office.township)
        if office.last_day is not None:
            raise RuleBroken(_("This organisation is closed."), organisation=str(office.id))
    require_order(appointment.first_day, appointment.last_day)
    _require_seat(appointment, scope)


def _require_seat(appointment: Appointment, scope: Scope) -> None:
    """A seat is one that the rules of the place know, for this role."""
    if not appointment.seat:
        return
    locality = places.locality_of(scope.low)
    rules = locality.staffing if locality else ()
    if not any(rule.seat == appointment.seat and appointment.role in rule.roles for rule in rules):
        message = _("There is no such seat for this role here.")
        raise Invalid(message, fields={"seat": message})


def _require_not_held(wanted: Appointment, user: User) -> None:
    same = Post.objects.filter(
        user=user, role=wanted.role, area_id=wanted.area, organisation=wanted.organisation
    ).filter(Q(last_day=None) | Q(last_day__gte=wanted.first_day))
    if wanted.last_day is not None:
        same = same.filter(first_day__lte=wanted.last_day)
    if same.exists():
        raise Conflict(_("This person holds this post already."))


def _cut_stand_ins(post: Post) -> None:
    """Nobody stands in for a post that is over."""
    if post.last_day is None:
        return
    Post.objects.filter(stands_in_for=post, first_day__gt=post.last_day).delete()
    Post.objects.filter(stands_in_for=post, last_day__gt=post.last_day).update(last_day=post.last_day)
