"""Who is away, who acts instead, and where nobody would."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from gewu.kernel.access import Actor
from gewu.kernel.errors import NotFound
from gewu.kernel.filters import Chosen
from gewu.kernel.paging import Page, page
from gewu.people.models import Absence, Post
from gewu.people.queries.duty import today
from gewu.people.queries.reach import can_name_stand_in
from gewu.people.rules import first_gap

AHEAD = timedelta(days=14)
MOST = 200


@dataclass(frozen=True, slots=True)
class Gap:
    """Days on which a post has nobody: its holder is away, and nobody stands in or they are away as well."""

    absence: Absence
    post: Post
    first_day: date
    last_day: date
    both_away: bool


def absences(actor: Actor, *, chosen: Chosen, after: str | None, size: int = 50) -> Page[Absence]:
    """Absences that are not withdrawn, those that end last first, with who stands in."""
    stand_ins = Post.objects.select_related("user", "stands_in_for__area").order_by("first_day", "id")
    listed = Absence.objects.visible_to(actor).standing().select_related("user")
    listed = listed.prefetch_related(Prefetch("stand_ins", stand_ins, "acting"))
    return page([chosen.apply(listed)], order=("-last_day", "-id"), after=after, size=size)


def absence(actor: Actor, identifier: UUID) -> Absence:
    """The absence if the actor sees it, or NotFound."""
    found = Absence.objects.visible_to(actor).standing().select_related("user").filter(id=identifier).first()
    if found is None:
        raise NotFound(_("There is no such absence."))
    return found


def posts_during(row: Absence) -> list[Post]:
    """Own posts that the person holds on some of the days."""
    posts = Post.objects.filter(user_id=row.user_id, stands_in_for=None, first_day__lte=row.last_day)
    return list(posts.not_over(row.first_day).select_related("area", "organisation").order_by("id"))


def stand_ins_during(row: Absence) -> list[Post]:
    """Who stands in for the person's posts on some of the days, through this absence or otherwise."""
    posts = Post.objects.filter(stands_in_for__user=row.user_id, first_day__lte=row.last_day)
    listed = posts.not_over(row.first_day).select_related("user", "stands_in_for__area")
    return list(listed.order_by("first_day", "id"))


def gaps(actor: Actor) -> list[Gap]:
    """Posts that have nobody on some day from today on, as far as absences are entered; soonest first."""
    first, last = today(), today() + AHEAD
    rows = Absence.objects.visible_to(actor).standing().filter(first_day__lte=last, last_day__gte=first)
    away = list(rows.select_related("user").order_by("first_day", "id")[:MOST])
    posts = _posts_of(away, last)
    others = _who_acts(posts, first, last)
    absent = _absent([other.user_id for acting in others.values() for other in acting], first, last)
    found = [
        gap
        for row in away
        for post in posts
        if post.user_id == row.user_id
        for gap in _gap(row, post, others[post.id], absent, first)
    ]
    return sorted(found, key=lambda gap: (gap.first_day, str(gap.post.id)))


def _posts_of(away: list[Absence], last: date) -> list[Post]:
    users = {row.user_id for row in away}
    posts = Post.objects.filter(user__in=users, stands_in_for=None, first_day__lte=last)
    return list(posts.not_over(today()).select_related("user", "area", "organisation"))


def _who_acts(posts: Iterable[Post], first: date, last: date) -> defaultdict[UUID, list[Post]]:
    """For every post those who could act there: stand-ins, and colleagues with the same post."""
    acting: defaultdict[UUID, list[Post]] = defaultdict(list)
    wanted = {post.id: post for post in posts}
    areas = {post.area_id for post in wanted.values()}
    rows = Post.objects.filter(area__in=areas, first_day__lte=last, user__is_active=True).not_over(first)
    for row in rows.select_related("user"):
        for post in wanted.values():
            if row.user_id != post.user_id and _same_work(row, post):
                acting[post.id].append(row)
    return acting


def _same_work(row: Post, post: Post) -> bool:
    return (row.role, row.area_id, row.organisation_id) == (post.role, post.area_id, post.organisation_id)


Spans = dict[UUID, list[tuple[date, date]]]


def _absent(users: list[UUID], first: date, last: date) -> Spans:
    spans: Spans = defaultdict(list)
    rows = Absence.objects.standing().filter(user__in=set(users), first_day__lte=last, last_day__gte=first)
    for row in rows:
        spans[row.user_id].append((row.first_day, row.last_day))
    return spans


def _gap(row: Absence, post: Post, acting: list[Post], absent: Spans, first: date) -> Iterator[Gap]:
    begin = max(row.first_day, post.first_day, first)
    end = min(day for day in (row.last_day, post.last_day) if day is not None)
    covers = [(other.first_day, other.last_day, tuple(absent.get(other.user_id, ()))) for other in acting]
    found = first_gap((begin, end), covers)
    if found is not None:
        somebody = any(one[0] <= found[1] and (one[1] or found[1]) >= found[0] for one in covers)
        yield Gap(row, post, *found, both_away=somebody)


def posts_to_cover(actor: Actor) -> list[Post]:
    """Own posts of today for which the actor may name who acts, by place."""
    posts = Post.objects.visible_to(actor).in_force(today()).filter(stands_in_for=None, user__is_active=True)
    rows = posts.select_related("user", "area").order_by("area__code", "id")
    return [post for post in rows if can_name_stand_in(actor, post)]


def away_today(users: Iterable[UUID]) -> set[UUID]:
    """Which of these people are away today, in one statement."""
    return set(Absence.objects.on(today()).filter(user__in=set(users)).values_list("user", flat=True))
