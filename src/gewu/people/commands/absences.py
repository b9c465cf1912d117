"""Being away: entered by the person or by their chief, covered by whoever acts for them, over by itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from gewu.kernel import clock, receipts
from gewu.kernel.access import Actor
from gewu.kernel.canonical import JsonValue
from gewu.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, RuleBroken
from gewu.people import queries
from gewu.people.commands.duty import close_post, take_back
from gewu.people.commands.staff_file import note
from gewu.people.commands.stand_ins import cover, stand_in_for
from gewu.people.models import Absence, Deputy, Post, User
from gewu.people.queries import reach
from gewu.people.rules import first_gap, overlap

LONGEST = timedelta(days=366)


@dataclass(frozen=True, slots=True, kw_only=True)
class Away:
    """Who is away, why (a kind, never words), from when to when; who acts for which post."""

    user: UUID
    reason: str
    first_day: date
    last_day: date
    stand_ins: Mapping[UUID, UUID] = field(default_factory=dict)


def enter_absence(*, away: Away, actor: Actor, receipt: str | None = None) -> Absence:
    """Enter an absence. For every post of the person the agreed deputy, or whoever is named, stands in."""
    request = {
        "what": "absence",
        "user": away.user,
        "reason": away.reason,
        "from": away.first_day,
        "to": away.last_day,
        "stand_ins": {str(post): str(user) for post, user in away.stand_ins.items()},
    }
    entered = receipts.once(actor=actor, key=receipt, request=request, do=lambda: str(_enter(away, actor).id))
    return Absence.objects.get(id=str(entered))


@transaction.atomic
def _enter(away: Away, actor: Actor) -> Absence:
    user = User.objects.filter(id=away.user, is_active=True).select_for_update().first()
    posts = _posts(away.user, away.first_day, away.last_day)
    if user is None or not _may_enter(actor, user, posts):
        raise NotFound(_("There is no such person."))
    _check(away)
    absence = Absence.objects.create(
        user=user,
        reason=away.reason,
        first_day=away.first_day,
        last_day=away.last_day,
        entered_by=actor.user,
        entered_at=clock.now(),
    )
    covered = [post.id for post in posts if _cover(post, absence, away.stand_ins.get(post.id), actor)]
    facts = _facts(absence) | {"posts": len(posts), "covered": len(covered)}
    note("absence.entered", about=user.id, township=user.home, actor=actor, **facts)
    return absence


@transaction.atomic
def change_absence(*, absence_id: UUID, last_day: date, actor: Actor) -> Absence:
    """Come back sooner or later than entered; whoever stands in does so as long."""
    absence = _mine(absence_id, actor)
    today = queries.today()
    if absence.last_day < today:
        raise RuleBroken(_("This is over already."))
    if last_day < today - timedelta(days=1):
        message = _("This day is past.")
        raise Invalid(message, fields={"last_day": message})
    _check_days(absence.first_day, last_day)
    _require_free(absence.user_id, absence.first_day, last_day, but=absence.id)
    absence.last_day = last_day
    absence.save(update_fields=["last_day"])
    _move_stand_ins(absence, actor)
    township = absence.user.home
    note("absence.changed", about=absence.user_id, township=township, actor=actor, **_facts(absence))
    return absence


@transaction.atomic
def withdraw_absence(*, absence_id: UUID, actor: Actor) -> None:
    """It does not take place after all. Only until it begins: afterwards its last day changes."""
    absence = _mine(absence_id, actor)
    if absence.first_day < queries.today():
        raise RuleBroken(_("This absence has begun. Change its last day."))
    absence.withdrawn_at = clock.now()
    absence.save(update_fields=["withdrawn_at"])
    for post in _stand_ins(absence):
        take_back(post, post.user, actor)
    township = absence.user.home
    note("absence.withdrawn", about=absence.user_id, township=township, actor=actor, **_facts(absence))


@transaction.atomic
def cover_absence(*, absence_id: UUID, post_id: UUID, user_id: UUID, actor: Actor) -> Post:
    """Name who stands in for one post during what is left of an absence."""
    absence = _mine(absence_id, actor)
    post = next((one for one in _posts_of(absence) if one.id == post_id), None)
    if post is None:
        raise NotFound(_("There is no such post."))
    if not reach.can_name_stand_in(actor, post):
        raise NotAllowed(_("This role at this place is not yours to give."))
    return cover(
        post,
        stand_in_for(post, user_id, actor),
        days=_left_of(absence, post),
        actor=actor,
        absence=absence.id,
    )


def _mine(absence_id: UUID, actor: Actor) -> Absence:
    found = Absence.objects.standing().filter(id=absence_id)
    absence = found.select_related("user").select_for_update(of=("self",)).first()
    posts = _posts_of(absence) if absence else []
    if absence is None or not _may_enter(actor, absence.user, posts):
        raise NotFound(_("There is no such absence."))
    return absence


def _may_enter(actor: Actor, user: User, posts: list[Post]) -> bool:
    """Whoever holds no post yet is entered by the administrator of their home."""
    return reach.can_enter_absence(actor, user, posts) or reach.why_not_managed(actor, user) is None


def _posts_of(absence: Absence) -> list[Post]:
    return _posts(absence.user_id, absence.first_day, absence.last_day)


def _posts(user: UUID, first_day: date, last_day: date) -> list[Post]:
    """Own posts held on some of these days."""
    held = Post.objects.filter(user_id=user, stands_in_for=None, first_day__lte=last_day)
    return list(held.not_over(first_day).order_by("id"))


def _check(away: Away) -> None:
    if away.reason not in Absence.Reason.values:
        message = _("Choose one of the given answers.")
        raise Invalid(message, fields={"reason": message})
    _check_days(away.first_day, away.last_day)
    if away.last_day < queries.today():
        message = _("This day is past.")
        raise Invalid(message, fields={"last_day": message})
    _require_free(away.user, away.first_day, away.last_day)


def _check_days(first_day: date, last_day: date) -> None:
    if last_day < first_day:
        message = _("The last day cannot be before the first.")
        raise Invalid(message, fields={"last_day": message})
    if last_day - first_day > LONGEST:
        message = _("An absence lasts a year at most. Whoever is away longer leaves the post.")
        raise Invalid(message, fields={"last_day": message})


def _require_free(user: UUID, first_day: date, last_day: date, *, but: UUID | None = None) -> None:
    other = Absence.objects.standing().filter(user_id=user, first_day__lte=last_day, last_day__gte=first_day)
    if (other.exclude(id=but) if but else other).exists():
        raise Conflict(_("An absence is entered for some of these days already."))


def _cover(post: Post, absence: Absence, named: UUID | None, actor: Actor) -> Post | None:
    """Whoever is named stands in, else the agreed deputy; the person alone names nobody."""
    days = _left_of(absence, post)
    if named is not None:
        if not reach.can_name_stand_in(actor, post):
            raise NotAllowed(_("Who acts for you is named by your chief or administrator."))
        user = stand_in_for(post, named, actor)
        return cover(post, user, days=days, actor=actor, absence=absence.id)
    agreed = Deputy.objects.filter(post=post, ended_on=None, user__is_active=True)
    deputy = agreed.select_related("user").first()
    return _deputise(post, deputy.user, days, absence, actor) if deputy else None


def _deputise(post: Post, user: User, days: tuple[date, date], absence: Absence, actor: Actor) -> Post:
    """The agreed deputy acts on every day on which they do not stand in for this post already."""
    acting = list(
        Post.objects.filter(stands_in_for=post, user=user, first_day__lte=days[1], last_day__gte=days[0])
    )
    while gap := first_gap(days, [(one.first_day, one.last_day, ()) for one in acting]):
        acting.append(cover(post, user, days=gap, actor=actor, absence=absence.id))
    return acting[0]


def _left_of(absence: Absence, post: Post) -> tuple[date, date]:
    """The days of the absence on which the post is held, from today on."""
    shared = overlap((absence.first_day, absence.last_day), (post.first_day, post.last_day))
    if shared is None or shared[1] is None or shared[1] < queries.today():
        raise RuleBroken(_("The post itself is not held on all of these days."))
    return max(shared[0], queries.today()), shared[1]


def _stand_ins(absence: Absence) -> list[Post]:
    return list(Post.objects.filter(absence=absence).select_related("user", "stands_in_for"))


def _move_stand_ins(absence: Absence, actor: Actor) -> None:
    for post in _stand_ins(absence):
        own = post.stands_in_for.last_day if post.stands_in_for else None
        last = absence.last_day if own is None else min(own, absence.last_day)
        if post.last_day == last:
            continue
        if last < post.first_day:
            take_back(post, post.user, actor)
        else:
            close_post(post, post.user, last, actor)


def _facts(absence: Absence) -> dict[str, JsonValue]:
    return {
        "absence": str(absence.id),
        "reason": absence.reason,
        "first_day": absence.first_day.isoformat(),
        "last_day": absence.last_day.isoformat(),
    }
