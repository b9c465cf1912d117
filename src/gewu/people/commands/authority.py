"""What every change of people asks first: is it theirs to change, has it changed, who would be left."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from gewu.kernel.access import Actor
from gewu.kernel.errors import Conflict, NotAllowed, NotFound, RuleBroken
from gewu.people import queries
from gewu.people.commands.staff_file import require_manager
from gewu.people.models import Organisation, Post, User
from gewu.people.queries import reach


def managed(user_id: UUID, actor: Actor) -> User:
    """The user, locked, if this actor may change the whole account: every post of it is theirs to give."""
    user = at_home(user_id, actor)
    if reach.why_not_managed(actor, user) == "beyond":
        raise NotAllowed(
            _("This person holds a post that is beyond yours. Only a higher administrator can do this.")
        )
    return user


def at_home(user_id: UUID, actor: Actor) -> User:
    """The user, locked, if this actor administers their home."""
    user = User.objects.filter(id=user_id).select_for_update().first()
    if user is None:
        raise NotFound(_("There is no such person."))
    require_manager(actor, user.home)
    return user


def not_oneself(user_id: UUID, actor: Actor) -> None:
    """Nobody raises, locks or sends away themselves."""
    if actor.user == user_id:
        raise NotAllowed(_("You cannot do this for yourself. Ask another administrator."))


def require_grant(actor: Actor, role: str, area: UUID) -> None:
    """Refuse to give, or to take away, what the actor could not give."""
    if not reach.can_give(actor, role, area):
        raise NotAllowed(_("This role at this place is not yours to give."))


def require_seen(row: User | Organisation, seen_version: int | None) -> None:
    """Refuse work on an older copy; without a version (jobs, the console) nobody has looked at one."""
    if seen_version is not None and seen_version != row.version:
        raise Conflict(
            _("Somebody else has changed this meanwhile. Look at it again, then repeat what you wanted."),
            version=row.version,
        )


def touch(user: User) -> None:
    """Count a change, so that whoever looks at an older copy is told."""
    user.version += 1
    user.save(update_fields=["version"])


def locked_post(post_id: UUID) -> tuple[Post, User]:
    """A post with its person, both locked, the person first: everybody locks in this order."""
    found = Post.objects.filter(id=post_id).first()
    if found is None:
        raise NotFound(_("There is no such post."))
    user = User.objects.select_for_update().get(id=found.user_id)
    lock_administrators([found])
    post = Post.objects.filter(id=post_id).select_for_update().first()
    if post is None:
        raise NotFound(_("There is no such post."))
    return post, user


def lock_administrators(posts: Iterable[Post]) -> None:
    """Lock the administrators of the places of these posts, in one order and before the posts themselves.

    Two who end each other's post would otherwise each hold one and wait for the other.
    """
    ranges = [(post.low, post.high) for post in posts if post.role == reach.ADMIN and post.primary]
    covering = Q()
    for low, high in ranges:
        covering |= Q(low__lte=low, high__gte=high)
    if ranges:
        rows = Post.objects.filter(covering, role=reach.ADMIN).order_by("id")
        list(rows.select_for_update(of=("self",)).values_list("id"))


def require_administrators_left(gone: list[Post]) -> None:
    """Refuse to let a place lose its last administrator; the caller has locked them."""
    for post in gone:
        if post.role != reach.ADMIN or not post.primary:
            continue
        left = reach.admins_over(post.low, post.high).exclude(id__in=[one.id for one in gone])
        if not left.exists():
            raise RuleBroken(
                _("This place would be without an administrator. Give the post to somebody else first."),
                area=str(post.area_id),
            )


def posts_not_over(user: User) -> list[Post]:
    """Every post of a person that is in force or still to come, locked after the administrators."""
    posts = Post.objects.not_over(queries.today()).filter(user=user).order_by("id")
    lock_administrators(posts)
    return list(posts.all().select_for_update())
