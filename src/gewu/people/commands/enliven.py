"""What goes on among the demo people of a locality: pairs, absences, somebody new, somebody who left."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction

from gewu.kernel.access import SYSTEM
from gewu.people import queries, staffing
from gewu.people.commands.absences import Away, enter_absence
from gewu.people.commands.duty import end_post
from gewu.people.commands.invitations import FirstPost, Invited, invite
from gewu.people.commands.leaving import leave
from gewu.people.commands.load import areas_of_township
from gewu.people.commands.stand_ins import name_deputy
from gewu.people.models import Deputy, Post, User
from gewu.people.staffing import Coming, Staffing, Vacant
from gewu.places import queries as places


@transaction.atomic
def enliven_people(locality: str) -> None:
    """Play it once, after the town was filled; days count from today, so that the lists are alive."""
    found = staffing.read(locality)
    township = places.locality(locality).township
    if found is None or Deputy.objects.filter(user__home=township).exists():
        return
    staff, _text = found
    _come_and_go(staff, township)
    for pair in staff.pairs:
        _pair(township, pair.role, (pair.one, pair.other))
    for role in staff.paired:
        _pair_neighbours(township, role)
    for one in staff.away:
        first = queries.today() + timedelta(days=one.begins)
        last = first + timedelta(days=one.days - 1)
        holder = _holder(township, one.role, one.nth).user_id
        away = Away(user=holder, reason=one.reason, first_day=first, last_day=last)
        enter_absence(away=away, actor=SYSTEM)
    for gone in staff.vacant:
        _vacate(township, gone)


def _come_and_go(staff: Staffing, township: int) -> None:
    areas_of = areas_of_township(township)
    names = staffing.names_after(staff, len(staffing.plan(staff, township=township, areas_of=areas_of)))
    for coming in staff.coming:
        _code, area = areas_of(coming.tier)[coming.nth]
        _come(coming, next(names), township=township, area=area)


def _come(coming: Coming, name: str, *, township: int, area: UUID) -> None:
    post = FirstPost(role=coming.role, area=area)
    invited = Invited(username=coming.username, name=name, township=township, post=post)
    link = invite(invited=invited, actor=SYSTEM)
    # Made up like the others: real only where the installation shows a demo.
    User.objects.filter(id=link.user_id).update(demo=True)
    if coming.left:
        leave(user_id=link.user_id, actor=SYSTEM)


def _pair(township: int, role: str, places_of: tuple[int, int]) -> None:
    one, other = (_holder(township, role, nth) for nth in places_of)
    name_deputy(post_id=one.id, user_id=other.user_id, actor=SYSTEM)
    name_deputy(post_id=other.id, user_id=one.user_id, actor=SYSTEM)


def _pair_neighbours(township: int, role: str) -> None:
    """Each holder with the first neighbour who has nobody yet; one that is left over takes any neighbour."""
    posts = Post.objects.in_force(queries.today()).filter(role=role, stands_in_for=None, low=township)
    at = {post.area_id: post for post in posts.filter(user__is_active=True).order_by("area__code")}
    free = dict(at)
    for area, post in at.items():
        near = [one.area for one in places.neighbours(area) if one.area in at]
        beside = next((one for one in near if one in free and one != area), None)
        if area in free and beside is not None:
            other = free.pop(beside)
            del free[area]
            name_deputy(post_id=post.id, user_id=other.user_id, actor=SYSTEM)
            name_deputy(post_id=other.id, user_id=post.user_id, actor=SYSTEM)
        elif area in free and near:
            name_deputy(post_id=post.id, user_id=at[near[0]].user_id, actor=SYSTEM)
            del free[area]


def _vacate(township: int, gone: Vacant) -> None:
    """The post ended some days ago, or ends some days from now."""
    post = _holder(township, gone.role, gone.nth, gone.seat)
    last_day = queries.today() - timedelta(days=gone.days)
    end_post(post_id=post.id, last_day=max(last_day, post.first_day), actor=SYSTEM)


def _holder(township: int, role: str, nth: int, seat: str = "") -> Post:
    """The nth holder of a role, by the codes of their places and their usernames."""
    posts = Post.objects.in_force(queries.today()).filter(
        role=role, seat=seat, stands_in_for=None, low=township
    )
    return posts.filter(user__is_active=True).order_by("area__code", "user__username")[nth]
