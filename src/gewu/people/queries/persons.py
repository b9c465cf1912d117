"""People as administrators read them: one person, the list, their posts through time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils.translation import gettext as _

from gewu.kernel.access import Actor
from gewu.kernel.errors import NotAllowed, NotFound
from gewu.kernel.filters import Chosen
from gewu.kernel.models import Entry
from gewu.kernel.paging import Page, page
from gewu.people.models import Absence, Deputy, Post, StaffFile, User
from gewu.people.queries.duty import name_of, today
from gewu.people.queries.near import beside
from gewu.people.queries.reach import can_name_stand_in, why_not_managed
from gewu.people.rules import AccountState, account_state

ORDER = ("search_text", "id")
_NO_PASSWORD = Q(password__startswith=UNUSABLE_PASSWORD_PREFIX)
STATES: dict[AccountState, Q] = {
    "active": Q(is_active=True) & ~_NO_PASSWORD,
    "invited": Q(is_active=True) & _NO_PASSWORD,
    "locked": Q(is_active=False, left_on=None),
    "left": Q(left_on__isnull=False),
}

# Entries that tell what was done to an account.
TOLD = (
    "user.created",
    "user.edited",
    "user.deactivated",
    "user.activated",
    "user.left",
    "user.returned",
    "user.password_set",
    "post.given",
    "post.changed",
    "post.ended",
    "post.withdrawn",
    "post.stand_in_given",
    "deputy.named",
    "deputy.ended",
    "absence.entered",
    "absence.changed",
    "absence.withdrawn",
    "invitation.sent",
    "invitation.withdrawn",
    "invitation.accepted",
    "token.issued",
    "token.revoked",
)


def person(identifier: UUID) -> User:
    """The person, or NotFound."""
    found = User.objects.filter(id=identifier).first()
    if found is None:
        raise NotFound(_("There is no such person."))
    return found


def person_seen(actor: Actor, identifier: UUID) -> User:
    """The person if the actor sees them, or NotFound."""
    found = User.objects.visible_to(actor).filter(id=identifier).first()
    if found is None:
        raise NotFound(_("There is no such person."))
    return found


def state_of(user: User) -> AccountState:
    return account_state(
        is_active=user.is_active, left_on=user.left_on, can_sign_in=user.has_usable_password()
    )


def narrow_by_words(typed: str) -> Q:
    """Every word is in the name, its pinyin or initials, or the username."""
    found = Q()
    for word in typed.lower().split():
        found &= Q(search_text__contains=word)
    return found


def narrow_by_post(**wanted: object) -> Q:
    """Holders of a post in force today."""
    posts = Post.objects.in_force(today()).filter(user_id=OuterRef("id"), **wanted)
    return Q(Exists(posts))


def persons(actor: Actor, *, chosen: Chosen, after: str | None, size: int = 50) -> Page[User]:
    """People whom the actor sees, by name, with the posts they hold today."""
    held = Post.objects.in_force(today()).select_related("area", "organisation").order_by("first_day", "id")
    listed = User.objects.visible_to(actor).prefetch_related(Prefetch("posts", held, "held"))
    return page([chosen.apply(listed)], order=ORDER, after=after, size=size)


def posts_through_time(user: User) -> list[Post]:
    """Every post a person holds, held or will hold, newest first."""
    rows = Post.objects.filter(user=user).select_related("area", "organisation", "stands_in_for__user")
    return list(rows.order_by("-first_day", "-id"))


def posts_held_alone(user: User) -> list[Post]:
    """Own posts of today that nobody else holds who could act there."""
    posts = Post.objects.in_force(today()).filter(user=user, stands_in_for=None)
    others = Post.objects.in_force(today()).filter(
        role=OuterRef("role"), area=OuterRef("area"), user__is_active=True
    )
    same_office = Q(organisation=OuterRef("organisation")) | Q(organisation=None)
    shared = others.filter(same_office).exclude(user=user)
    return list(posts.exclude(Exists(shared)).select_related("area", "organisation").order_by("id"))


def stand_ins_of(posts: Iterable[Post]) -> list[Post]:
    """Who stands in for these posts today or later."""
    rows = Post.objects.not_over(today()).filter(stands_in_for__in=[post.id for post in posts])
    return list(rows.select_related("user", "stands_in_for").order_by("first_day", "id"))


def deputies_of(posts: Iterable[Post]) -> list[Deputy]:
    rows = Deputy.objects.filter(post__in=[post.id for post in posts], ended_on=None)
    return list(rows.select_related("user", "post__user", "post__area"))


def absences_of(user: User) -> list[Absence]:
    """Absences of a person that are not withdrawn, newest first."""
    return list(Absence.objects.standing().filter(user=user).order_by("-first_day", "-id"))


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """Something that was done to an account: when, which kind of entry, by whom (empty: by the platform)."""

    at: datetime
    kind: str
    who: str


def history_of(user: User, *, size: int = 30) -> list[HistoryLine]:
    """What was done to an account, newest first; what people do for themselves is theirs."""
    file = StaffFile.objects.filter(township=user.home, about=user.id).first()
    if file is None:
        return []
    rows = Entry.objects.filter(township=file.township, subject_id=file.id, kind__in=TOLD)
    entries = list(rows.order_by("-number")[:size])
    names = name_of(entry.user for entry in entries)
    return [
        HistoryLine(one.recorded_at, one.kind, names.get(one.user, "") if one.user else "") for one in entries
    ]


def colleagues_of(actor: Actor, post: Post) -> tuple[list[User], list[User]]:
    """Who may act for a post: those with the same role nearby or of its office, and others nearby."""
    held = Post.objects.in_force(today()).filter(stands_in_for=None, low__gte=post.low, high__lte=post.high)
    near = beside(post)
    people = User.objects.visible_to(actor).filter(is_active=True).order_by(*ORDER)
    people = people.exclude(id__in=[one for one in (post.user_id, actor.user) if one])
    first = list(people.filter(Exists(held.filter(near, role=post.role, user_id=OuterRef("id")))))
    others = people.filter(Exists(held.filter(near, user_id=OuterRef("id"))))
    known = {user.id for user in first}
    return first, [user for user in others if user.id not in known]


def post_seen(actor: Actor, identifier: UUID) -> Post:
    """The post if the actor sees it, or NotFound."""
    found = (
        Post.objects.visible_to(actor).filter(id=identifier).select_related("user", "area", "organisation")
    )
    row = found.first()
    if row is None:
        raise NotFound(_("There is no such post."))
    return row


def post_to_cover(actor: Actor, identifier: UUID) -> Post:
    """A post for which the actor may name who acts, or NotFound."""
    row = post_seen(actor, identifier)
    if not row.primary or not can_name_stand_in(actor, row):
        raise NotFound(_("There is no such post."))
    return row


def person_managed(actor: Actor, identifier: UUID) -> User:
    """The person if the actor may change the whole account; NotFound for whom the actor does not see."""
    found = person_seen(actor, identifier)
    if why_not_managed(actor, found) is not None:
        raise NotAllowed(
            _("This person holds a post that is beyond yours. Only a higher administrator can do this.")
        )
    return found
