"""One-time links, and leaving."""

from datetime import timedelta

import pytest

from gewu.kernel import clock
from gewu.kernel.access import Actor
from gewu.kernel.errors import Invalid, NotAllowed, NotFound, RuleBroken
from gewu.people import commands, queries
from gewu.people.commands import (
    Appointment,
    Away,
    FirstPost,
    Invited,
)
from gewu.people.commands.invitations import sweep_links
from gewu.people.models import Absence, Deputy, Invitation, Post, Token, User
from gewu.people.queries import today
from gewu.people.testing import a_post, an_actor
from gewu.people.tests.helping import GOOD, day, kinds
from gewu.places.testing import TinyTown

# One-time links


def _invite(town: TinyTown, admin: Actor, **more: object) -> Invitation:
    post = FirstPost(role="clerk", area=town.street)
    invited = Invited(username="bai", name="柏", township=town.township, post=post, **more)  # type: ignore[arg-type]
    return commands.invite(invited=invited, actor=admin)


def _secret(link: Invitation) -> str:
    path = queries.path_of(Invitation.objects.get(id=link.id))
    assert path is not None
    return path.strip("/").rpartition("/")[2]


def test_an_invitation_is_accepted_once(town: TinyTown, admin: Actor) -> None:
    link = _invite(town, admin)
    secret = _secret(link)
    assert secret.encode() not in bytes(Invitation.objects.get(id=link.id).digest)
    user = commands.accept_invitation(secret=secret, name="柏远山", password=GOOD)
    assert user.check_password(GOOD)
    assert queries.state_of(user) == "active"
    with pytest.raises(NotFound):
        commands.accept_invitation(secret=secret, name="柏远山", password="another-long-phrase")
    link.refresh_from_db()
    assert (link.secret, queries.path_of(link)) == (None, None)
    assert kinds(user.id, town.township) == [
        "user.created",
        "post.given",
        "invitation.sent",
        "invitation.accepted",
    ]


def test_a_bad_password_leaves_the_link_open(town: TinyTown, admin: Actor) -> None:
    secret = _secret(_invite(town, admin))
    for name, password, field in (("柏", "short", "password"), (" ", GOOD, "name")):
        with pytest.raises(Invalid) as refusal:
            commands.accept_invitation(secret=secret, name=name, password=password)
        assert set(refusal.value.fields) == {field}
    commands.accept_invitation(secret=secret, name="柏", password=GOOD)


@pytest.mark.parametrize("how", ["withdrawn", "sent again", "expired", "locked", "maker gone", "risen"])
def test_a_link_that_no_longer_works(town: TinyTown, admin: Actor, how: str) -> None:
    an_actor("admin", town.street)
    link = _invite(town, admin)
    secret, user = _secret(link), User.objects.get(id=link.user_id)
    match how:
        case "withdrawn":
            commands.withdraw_invitation(invitation_id=link.id, actor=admin)
        case "sent again":
            commands.send_link(user_id=user.id, actor=admin)
        case "expired":
            Invitation.objects.filter(id=link.id).update(
                created_at=clock.now() - timedelta(days=9), expires_at=clock.now() - timedelta(days=1)
            )
        case "locked":
            commands.deactivate_user(user_id=user.id, actor=admin)
        case "maker gone":
            User.objects.filter(id=str(admin.user)).update(is_active=False)
        case "risen":
            a_post(user, "overseer", town.county)
    with pytest.raises(NotFound):
        commands.accept_invitation(secret=secret, name="柏", password=GOOD)


def test_a_forgotten_password_is_chosen_anew(town: TinyTown, admin: Actor, worker: User) -> None:
    commands.set_password(user_id=worker.id, password=GOOD, actor=admin)
    link = commands.send_link(user_id=worker.id, actor=admin, days=1)
    assert link.purpose == "reset"
    commands.accept_invitation(secret=_secret(link), name="梅兰", password="another-long-phrase")
    assert User.objects.get(id=worker.id).check_password("another-long-phrase")
    for days in (0, 31):
        with pytest.raises(Invalid):
            commands.send_link(user_id=worker.id, actor=admin, days=days)


def test_expired_secrets_are_erased(town: TinyTown, admin: Actor) -> None:
    link = _invite(town, admin)
    long_ago = {"created_at": clock.now() - timedelta(days=9), "expires_at": clock.now() - timedelta(days=1)}
    Invitation.objects.filter(id=link.id).update(**long_ago)
    sweep_links()
    assert Invitation.objects.get(id=link.id).secret is None


def test_an_invitation_within_ones_reach_only(town: TinyTown, admin: Actor) -> None:
    post = FirstPost(role="admin", area=town.county)
    invited = Invited(username="bai", name="柏", township=town.township, post=post)
    with pytest.raises(NotAllowed):
        commands.invite(invited=invited, actor=admin)
    assert not User.objects.filter(username="bai").exists()


# Leaving


def test_whoever_leaves_holds_nothing_any_more(
    town: TinyTown, admin: Actor, worker: User, neighbour: User
) -> None:
    commands.set_password(user_id=worker.id, password=GOOD, actor=admin)
    commands.issue_token(user_id=worker.id, label="x", actor=admin)
    commands.name_deputy(post_id=worker.posts.get().id, user_id=neighbour.id, actor=admin)
    commands.name_deputy(post_id=neighbour.posts.get().id, user_id=worker.id, actor=admin)
    commands.enter_absence(
        away=Away(user=worker.id, reason="leave", first_day=day(2), last_day=day(4)), actor=admin
    )
    later = Appointment(user=worker.id, role="clerk", area=town.street, first_day=day(9))
    commands.give_post(appointment=later, actor=admin)
    commands.send_link(user_id=worker.id, actor=admin)
    left = commands.leave(user_id=worker.id, actor=admin)
    assert (left.is_active, left.left_on, left.has_usable_password()) == (False, today(), False)
    assert queries.state_of(left) == "left"
    assert [post.last_day for post in Post.objects.filter(user=worker)] == [today()]
    assert not Post.objects.not_over(day(1)).filter(stands_in_for__user=worker).exists()
    assert not Deputy.objects.filter(ended_on=None).exists()
    assert not Absence.objects.standing().filter(user=worker).exists()
    assert not Token.objects.filter(user=worker, revoked_at=None).exists()
    assert not Invitation.objects.open(clock.now()).exists()
    with pytest.raises(RuleBroken):
        commands.leave(user_id=worker.id, actor=admin)
    commands.activate_user(user_id=worker.id, actor=admin)
    back = User.objects.get(id=worker.id)
    assert (back.left_on, queries.state_of(back)) == (None, "invited")
    assert kinds(worker.id, town.township)[-2:] == ["user.left", "user.returned"]
