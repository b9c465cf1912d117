"""Organisations and posts."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from gewu.kernel import text
from gewu.kernel.access import Actor, Scope
from gewu.kernel.errors import Conflict, Invalid, NotFound, RuleBroken
from gewu.people import queries
from gewu.people.commands.accounts import managed
from gewu.people.commands.staff_file import note, require_manager
from gewu.people.models import Organisation, Post
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


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOrganisation:
    key: str
    name_zh: str
    name_en: str
    kind: str
    area: UUID
    inbox_open: bool = True


@transaction.atomic
def create_organisation(*, new: NewOrganisation, actor: Actor) -> Organisation:
    """Begin an organisation that serves a place; with an open inbox it can be given cases from today."""
    area = places.area(new.area)
    require_manager(actor, area.home)
    if new.kind not in Organisation.Kind.values:
        raise Invalid(_("There is no such kind of organisation."), fields={"kind": new.kind})
    if Organisation.objects.filter(township=area.home, key=new.key).exists():
        raise Conflict(_("There is an organisation with this key already."), key=new.key)
    made = Organisation.objects.create(
        township=area.home,
        key=new.key,
        name_zh=text.clean_required(new.name_zh, field="name_zh", limit=80, lines=False),
        name_en=text.clean_required(new.name_en, field="name_en", limit=120, lines=False),
        kind=new.kind,
        area_id=area.id,
        inbox_open=new.inbox_open,
        first_day=queries.today(),
    )
    note("organisation.created", about=made.id, township=made.township, actor=actor, key=made.key)
    return made


@transaction.atomic
def give_post(*, appointment: Appointment, actor: Actor) -> Post:
    """Give a person a role at a place."""
    role, scope = queries.role(appointment.role), places.scope_of(appointment.area)
    require_manager(actor, scope.low, scope.high)
    user = managed(appointment.user, actor)
    _check(appointment, role=role, scope=scope)
    held = Post.objects.in_force(appointment.first_day).filter(
        user=user, role=role.key, area_id=scope.area, organisation=appointment.organisation
    )
    if held.exists():
        raise Conflict(_("This person holds this post already."))
    post = _give(appointment, scope=scope)
    note("post.given", about=user.id, township=user.home, actor=actor, **_facts(post))
    return post


@transaction.atomic
def give_stand_in(*, post_id: UUID, user_id: UUID, first_day: date, last_day: date, actor: Actor) -> Post:
    """Let a person stand in for another's post until a day, with all that the post allows."""
    post = _managed_post(post_id, actor)
    user = managed(user_id, actor)
    if user.id == post.user_id:
        raise RuleBroken(_("Nobody stands in for themselves."))
    stand_in = Appointment(
        user=user.id,
        role=post.role,
        area=post.area_id,
        organisation=post.organisation_id,
        first_day=first_day,
        last_day=last_day,
    )
    _check_days(stand_in)
    given = _give(stand_in, scope=places.scope_of(post.area_id), stands_in_for=post)
    facts = _facts(given)
    facts["stands_in_for"] = str(post.id)
    note("post.stand_in_given", about=user.id, township=user.home, actor=actor, **facts)
    return given


@transaction.atomic
def end_post(*, post_id: UUID, last_day: date, actor: Actor) -> None:
    """Let a post end; it is still held on its last day."""
    post = _managed_post(post_id, actor)
    if last_day < post.first_day:
        raise Invalid(_("A post cannot end before it begins."), fields={"last_day": last_day.isoformat()})
    post.last_day = last_day
    post.save(update_fields=["last_day"])
    stand_ins = Post.objects.filter(stands_in_for=post, last_day__gt=last_day, first_day__lte=last_day)
    stand_ins.update(last_day=last_day)
    note("post.ended", about=post.user_id, township=post.user.home, actor=actor, **_facts(post))


def _managed_post(post_id: UUID, actor: Actor) -> Post:
    post = Post.objects.filter(id=post_id).select_for_update().first()
    if post is None:
        raise NotFound(_("There is no such post."))
    require_manager(actor, post.low, post.high)
    return post


def _check(appointment: Appointment, *, role: Role, scope: Scope) -> None:
    problem = appointment_problem(role, scope.tier, with_organisation=appointment.organisation is not None)
    if problem == "tier":
        raise RuleBroken(_("This role is not held at a place of this kind."), role=role.key, tier=scope.tier)
    if problem == "organisation":
        raise RuleBroken(_("This role works from the inbox of an organisation: name it."), role=role.key)
    if appointment.organisation is not None:
        queries.organisation(appointment.organisation)
    _check_days(appointment)


def _check_days(appointment: Appointment) -> None:
    if appointment.last_day is not None and appointment.last_day < appointment.first_day:
        message = _("A post cannot end before it begins.")
        raise Invalid(message, fields={"last_day": message})


def _give(appointment: Appointment, *, scope: Scope, stands_in_for: Post | None = None) -> Post:
    return Post.objects.create(
        user_id=appointment.user,
        role=appointment.role,
        area_id=scope.area,
        tier=scope.tier,
        low=scope.low,
        high=scope.high,
        organisation_id=appointment.organisation,
        stands_in_for=stands_in_for,
        first_day=appointment.first_day,
        last_day=appointment.last_day,
    )


def _facts(post: Post) -> dict[str, str | None]:
    return {
        "post": str(post.id),
        "role": post.role,
        "area": str(post.area_id),
        "organisation": str(post.organisation_id) if post.organisation_id else None,
        "first_day": post.first_day.isoformat(),
        "last_day": post.last_day.isoformat() if post.last_day else None,
    }
