"""Who acts for whom: for some days, or as the agreed B of a pair whenever the holder is away."""

from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from gewu.kernel import receipts
from gewu.kernel.access import Actor
from gewu.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, RuleBroken
from gewu.people import queries
from gewu.people.commands.authority import locked_post, not_oneself
from gewu.people.commands.duty import Appointment, close_post, facts_of, make_post, require_order, take_back
from gewu.people.commands.staff_file import note
from gewu.people.models import Deputy, Post, User
from gewu.people.queries import reach
from gewu.people.queries.near import is_near
from gewu.places import queries as places


def give_stand_in(
    *,
    post_id: UUID,
    user_id: UUID,
    first_day: date,
    last_day: date,
    actor: Actor,
    receipt: str | None = None,
) -> Post:
    """Let a person stand in for another's post until a day, with all that the post allows."""
    request = {"what": "stand_in", "post": post_id, "user": user_id, "from": first_day, "to": last_day}

    def do() -> str:
        post, _holder = post_to_cover(post_id, actor)
        user = stand_in_for(post, user_id, actor)
        if last_day < queries.today():
            message = _("This day is past.")
            raise Invalid(message, fields={"last_day": message})
        return str(cover(post, user, days=(first_day, last_day), actor=actor).id)

    with transaction.atomic():
        given = receipts.once(actor=actor, key=receipt, request=request, do=do)
    return Post.objects.get(id=str(given))


@transaction.atomic
def end_stand_in(*, post_id: UUID, actor: Actor) -> None:
    """The holder is back: standing in ends with yesterday, or does not begin at all."""
    post, user = locked_post(post_id)
    if post.primary or not reach.can_name_stand_in(actor, post):
        raise NotFound(_("There is no such post."))
    today = queries.today()
    if post.last_day is not None and post.last_day < today:
        raise RuleBroken(_("This is over already."))
    if post.first_day >= today:
        take_back(post, user, actor)
    else:
        close_post(post, user, today - timedelta(days=1), actor)


@transaction.atomic
def name_deputy(*, post_id: UUID, user_id: UUID, actor: Actor) -> Deputy:
    """Agree who acts for a post whenever its holder is away. One at a time: the one before is let go."""
    post, _holder = post_to_cover(post_id, actor)
    user = stand_in_for(post, user_id, actor)
    today = queries.today()
    before = Deputy.objects.filter(post=post, ended_on=None).first()
    if before is not None and before.user_id == user.id:
        raise Conflict(_("These two are a pair already."))
    Deputy.objects.filter(post=post, ended_on=None).update(ended_on=today)
    deputy = Deputy.objects.create(post=post, user=user, since=today)
    facts = {"post": str(post.id), "deputy": str(deputy.id)}
    note("deputy.named", about=user.id, township=user.home, actor=actor, **facts)
    return deputy


@transaction.atomic
def end_deputy(*, deputy_id: UUID, actor: Actor) -> None:
    """The pair is no more. What is already agreed for an absence stays as it is."""
    found = Deputy.objects.filter(id=deputy_id, ended_on=None).select_related("post", "user").first()
    if found is None or not reach.can_name_stand_in(actor, found.post):
        raise NotFound(_("There is no such pair."))
    Deputy.objects.filter(id=found.id).update(ended_on=queries.today())
    facts = {"post": str(found.post_id), "deputy": str(found.id)}
    note("deputy.ended", about=found.user_id, township=found.user.home, actor=actor, **facts)


def post_to_cover(post_id: UUID, actor: Actor) -> tuple[Post, User]:
    """A post for which this actor may name somebody, locked with its holder."""
    post, holder = locked_post(post_id)
    if not reach.can_name_stand_in(actor, post):
        raise NotAllowed(_("This role at this place is not yours to give."))
    if not post.primary:
        raise RuleBroken(_("Nobody stands in for a stand-in."))
    if post.last_day is not None and post.last_day < queries.today():
        raise RuleBroken(_("This post is over. Give a new one."))
    return post, holder


def stand_in_for(post: Post, user_id: UUID, actor: Actor) -> User:
    """Somebody who can act for the post: a colleague whom the actor knows, not the holder, not the actor."""
    user = User.objects.filter(id=user_id).first()
    if user is None or not _known(user, actor):
        raise NotFound(_("There is no such person."))
    if user.id == post.user_id:
        raise RuleBroken(_("Nobody stands in for themselves."))
    not_oneself(user.id, actor)
    if not user.is_active:
        raise RuleBroken(_("This account is locked. Open it again before you give it a post."))
    if not is_near(post, user):
        raise RuleBroken(
            _("Only somebody next door acts here: from a grid that borders on this one, or the same office."),
            guard="near",
        )
    return user


def _known(user: User, actor: Actor) -> bool:
    return actor.door == "job" or User.objects.visible_to(actor).filter(id=user.id).exists()


def cover(
    post: Post, user: User, *, days: tuple[date, date], actor: Actor, absence: UUID | None = None
) -> Post:
    """Write that the user stands in on these days; they lie within the post's own."""
    first_day, last_day = days
    require_order(first_day, last_day)
    if first_day < post.first_day or (post.last_day is not None and last_day > post.last_day):
        message = _("The post itself is not held on all of these days.")
        raise Invalid(message, fields={"last_day": message})
    doubled = Post.objects.filter(
        stands_in_for=post, user=user, first_day__lte=last_day, last_day__gte=first_day
    )
    if doubled.exists():
        raise Conflict(_("This person stands in on some of these days already."))
    wanted = Appointment(
        user=user.id,
        role=post.role,
        area=post.area_id,
        organisation=post.organisation_id,
        seat=post.seat,
        first_day=first_day,
        last_day=last_day,
    )
    given = make_post(wanted, scope=places.scope_of(post.area_id), stands_in_for=post, absence=absence)
    facts = facts_of(given) | {"stands_in_for": str(post.id), "absence": str(absence) if absence else None}
    note("post.stand_in_given", about=user.id, township=user.home, actor=actor, **facts)
    return given
