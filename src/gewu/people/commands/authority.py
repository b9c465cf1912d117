"""What every change of people asks first: is it theirs to change, has it changed, who would be left."""

from uuid import UUID

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
    post = Post.objects.filter(id=post_id).select_for_update().first()
    if post is None:
        raise NotFound(_("There is no such post."))
    return post, user


def require_administrators_left(gone: list[Post]) -> None:
    """Refuse to let a place lose its last administrator. Posts are locked: two cannot end each other."""
    for post in gone:
        if post.role != reach.ADMIN or not post.primary:
            continue
        rows = reach.admins_over(post.low, post.high).order_by("id").select_for_update(of=("self",))
        left = [other for other in rows if other.id not in {one.id for one in gone}]
        # Asked again now that they are locked: the one before us may just have locked an account.
        active = User.objects.filter(id__in=[other.user_id for other in left], is_active=True)
        if not active.exists():
            raise RuleBroken(
                _("This place would be without an administrator. Give the post to somebody else first."),
                area=str(post.area_id),
            )


def posts_not_over(user: User) -> list[Post]:
    """Every post of a person that is in force or still to come, locked."""
    posts = Post.objects.not_over(queries.today()).filter(user=user)
    return list(posts.order_by("id").select_for_update())
