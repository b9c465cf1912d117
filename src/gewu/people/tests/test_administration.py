"""Who may change whom; accounts, and the last administrator of a place."""

from collections.abc import Callable

import pytest
from django.conf import settings as configured

from gewu.kernel.access import SYSTEM, Actor
from gewu.kernel.errors import Conflict, Invalid, NotAllowed, RuleBroken
from gewu.people import commands, queries
from gewu.people.commands import (
    Appointment,
    Invited,
    NewOrganisation,
    PersonChanges,
)
from gewu.people.models import Post, User
from gewu.people.queries import today
from gewu.people.testing import a_post, a_user, an_actor, an_organisation, user_of
from gewu.people.tests.helping import GOOD, day, kinds
from gewu.places.testing import TinyTown

# Who may change whom


def _changes(town: TinyTown, user: User) -> dict[str, Callable[[Actor], object]]:
    person = PersonChanges(name="新", language="en")
    office = {"key": "k2", "name_zh": "甲", "name_en": "A", "kind": "office", "area": town.street}
    return {
        "edit": lambda a: commands.edit_user(user_id=user.id, changes=person, actor=a),
        "lock": lambda a: commands.deactivate_user(user_id=user.id, actor=a),
        "password": lambda a: commands.set_password(user_id=user.id, password=GOOD, actor=a),
        "link": lambda a: commands.send_link(user_id=user.id, actor=a),
        "token": lambda a: commands.issue_token(user_id=user.id, label="x", actor=a),
        "leave": lambda a: commands.leave(user_id=user.id, actor=a),
        "invite": lambda a: commands.invite(
            invited=Invited(username="bai", name="柏", township=town.township), actor=a
        ),
        "organisation": lambda a: commands.create_organisation(new=NewOrganisation(**office), actor=a),  # type: ignore[arg-type]
    }


@pytest.mark.parametrize("who", ["chief", "clerk", "auditor"])
def test_nobody_but_administrators_changes_accounts(town: TinyTown, worker: User, who: str) -> None:
    office = an_organisation(town.north, "station", "station").id
    actor = an_actor(who, town.north if who == "chief" else town.street, organisation=office)
    for name, change in _changes(town, worker).items():
        with pytest.raises(NotAllowed):
            pytest.fail(f"{name}: {change(actor)}")


def test_an_account_with_a_higher_post_is_beyond_an_administrator(town: TinyTown, admin: Actor) -> None:
    overseer = a_user("gridworker", town.a1)
    a_post(overseer, "overseer", town.county)
    changes = _changes(town, overseer)
    for name in ("edit", "lock", "password", "link", "token", "leave"):
        with pytest.raises(NotAllowed):
            pytest.fail(f"{name}: {changes[name](admin)}")
    higher = an_actor("admin", town.county)
    commands.edit_user(user_id=overseer.id, changes=PersonChanges(name="新", language="en"), actor=higher)


def test_a_higher_post_of_the_past_is_no_hindrance(town: TinyTown, admin: Actor, worker: User) -> None:
    a_post(worker, "overseer", town.county, last_day=day(-1))
    assert commands.send_link(user_id=worker.id, actor=admin).purpose == "invite"


def test_an_auditor_of_a_higher_place_is_not_made_below(town: TinyTown, admin: Actor, worker: User) -> None:
    for area in (town.county, town.city):
        wanted = Appointment(user=worker.id, role="auditor", area=area, first_day=today())
        with pytest.raises(NotAllowed):
            commands.give_post(appointment=wanted, actor=admin)


def test_nobody_raises_locks_or_sends_away_themselves(town: TinyTown, admin: Actor) -> None:
    me = user_of(admin)
    an_actor("admin", town.street)
    wanted = Appointment(user=me.id, role="auditor", area=town.street, first_day=today())
    for change in (
        lambda: commands.give_post(appointment=wanted, actor=admin),
        lambda: commands.deactivate_user(user_id=me.id, actor=admin),
        lambda: commands.leave(user_id=me.id, actor=admin),
        lambda: commands.send_link(user_id=me.id, actor=admin),
    ):
        with pytest.raises(NotAllowed):
            change()
    worker = a_user("gridworker", town.a1).posts.get()
    with pytest.raises(NotAllowed):
        commands.give_stand_in(
            post_id=worker.id, user_id=me.id, first_day=today(), last_day=day(1), actor=admin
        )


def test_a_post_of_ones_own_can_be_shortened_and_not_lengthened(town: TinyTown, admin: Actor) -> None:
    me = user_of(admin)
    an_actor("admin", town.street)
    own = a_post(me, "clerk", town.street, last_day=day(5))
    with pytest.raises(NotAllowed):
        commands.change_post(post_id=own.id, first_day=own.first_day, last_day=day(50), actor=admin)
    with pytest.raises(NotAllowed):
        commands.change_post(post_id=own.id, first_day=own.first_day, last_day=None, actor=admin)
    shorter = commands.change_post(post_id=own.id, first_day=own.first_day, last_day=day(2), actor=admin)
    assert shorter.last_day == day(2)


# The last administrator


def _ways_out(admin: Actor) -> dict[str, Callable[[Actor], object]]:
    me = user_of(admin)
    post = me.posts.get()
    return {
        "end": lambda a: commands.end_post(post_id=post.id, last_day=today(), actor=a),
        "change": lambda a: commands.change_post(
            post_id=post.id, first_day=post.first_day, last_day=day(9), actor=a
        ),
        "lock": lambda a: commands.deactivate_user(user_id=me.id, actor=a),
        "leave": lambda a: commands.leave(user_id=me.id, actor=a),
    }


@pytest.mark.parametrize("way", ["end", "change", "lock", "leave"])
def test_a_place_does_not_lose_its_last_administrator(town: TinyTown, admin: Actor, way: str) -> None:
    with pytest.raises(RuleBroken):
        _ways_out(admin)[way](SYSTEM)
    an_actor("admin", town.street)
    _ways_out(admin)[way](SYSTEM)


@pytest.mark.parametrize("who", ["locked", "ending", "stand-in", "of another place"])
def test_who_counts_as_an_administrator_that_stays(town: TinyTown, admin: Actor, who: str) -> None:
    other = a_user("admin", town.street if who != "of another place" else town.city)
    post = other.posts.get()
    if who == "locked":
        User.objects.filter(id=other.id).update(is_active=False)
    if who == "ending":
        Post.objects.filter(id=post.id).update(last_day=day(3))
    if who == "stand-in":
        own = user_of(admin).posts.get()
        Post.objects.filter(id=post.id).update(stands_in_for=own, last_day=day(3))
    if who == "of another place":
        # An administrator of the city looks after this township too.
        commands.end_post(post_id=user_of(admin).posts.get().id, last_day=today(), actor=SYSTEM)
        return
    with pytest.raises(RuleBroken):
        commands.end_post(post_id=user_of(admin).posts.get().id, last_day=today(), actor=SYSTEM)


# Accounts


def test_a_person_is_corrected_and_found_by_pinyin(town: TinyTown, admin: Actor, worker: User) -> None:
    changes = PersonChanges(name="柏远山", language="en")
    edited = commands.edit_user(user_id=worker.id, changes=changes, actor=admin, seen_version=1)
    assert (edited.name, edited.language, edited.version) == ("柏远山", "en", 2)
    for typed in ("baiyuan", "bys", "柏远", worker.username.upper(), "bys 柏"):
        assert list(User.objects.filter(queries.narrow_by_words(typed))) == [worker], typed
    assert not User.objects.filter(queries.narrow_by_words("梅兰")).exists()


def test_an_older_copy_is_refused_and_loses_nothing(town: TinyTown, admin: Actor, worker: User) -> None:
    other = an_actor("admin", town.street)
    commands.edit_user(
        user_id=worker.id, changes=PersonChanges(name="一", language="en"), actor=admin, seen_version=1
    )
    wanted = Appointment(user=worker.id, role="clerk", area=town.street, first_day=today())
    stale: list[Callable[[], object]] = [
        lambda: commands.give_post(appointment=wanted, actor=other, seen_version=1),
        lambda: commands.deactivate_user(user_id=worker.id, actor=other, seen_version=1),
        lambda: commands.leave(user_id=worker.id, actor=other, seen_version=1),
        lambda: commands.end_post(
            post_id=worker.posts.get().id, last_day=today(), actor=other, seen_version=1
        ),
        lambda: commands.send_link(user_id=worker.id, actor=other, seen_version=1),
    ]
    for change in stale:
        with pytest.raises(Conflict):
            change()
    assert (User.objects.get(id=worker.id).name, worker.posts.get().last_day) == ("一", None)


def test_a_locked_account_is_opened_again(town: TinyTown, admin: Actor, worker: User) -> None:
    commands.deactivate_user(user_id=worker.id, actor=admin)
    assert queries.state_of(User.objects.get(id=worker.id)) == "locked"
    with pytest.raises(RuleBroken):
        commands.deactivate_user(user_id=worker.id, actor=admin)
    commands.activate_user(user_id=worker.id, actor=admin)
    assert kinds(worker.id, town.township) == ["user.deactivated", "user.activated"]
    with pytest.raises(RuleBroken):
        commands.activate_user(user_id=worker.id, actor=admin)


def test_the_languages_offered_are_those_of_the_platform(admin: Actor, worker: User) -> None:
    assert set(dict(configured.LANGUAGES)) == {"zh-hans", "en"}
    changes = PersonChanges(name="梅", language="fr")
    with pytest.raises(Invalid):
        commands.edit_user(user_id=worker.id, changes=changes, actor=admin)
