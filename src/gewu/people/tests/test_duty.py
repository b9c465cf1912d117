"""Posts, who acts for whom, and being away."""

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest

from gewu.kernel.access import Actor
from gewu.kernel.errors import Conflict, DomainError, Invalid, NotAllowed, NotFound, RuleBroken
from gewu.people import commands, queries
from gewu.people.commands import (
    Appointment,
    Away,
)
from gewu.people.models import Absence, Deputy, Organisation, Post, User
from gewu.people.queries import actor_of, today
from gewu.people.testing import a_user, an_actor, an_organisation, user_of
from gewu.people.tests.helping import day, kinds
from gewu.places.testing import TinyTown


def away(user: User, first: int, last: int, **more: object) -> Away:
    values = {"reason": "leave", "first_day": day(first), "last_day": day(last), **more}
    return Away(user=user.id, **values)  # type: ignore[arg-type]  # a test names the fields it wants


# Posts


def test_the_same_request_gives_one_post(town: TinyTown, admin: Actor, worker: User) -> None:
    wanted = Appointment(user=worker.id, role="clerk", area=town.street, first_day=today())
    one = commands.give_post(appointment=wanted, actor=admin, receipt="r")
    assert commands.give_post(appointment=wanted, actor=admin, receipt="r").id == one.id
    with pytest.raises(Conflict):
        commands.give_post(appointment=wanted, actor=admin, receipt="other")


def test_a_post_to_come_overlaps_none_that_is_held(town: TinyTown, admin: Actor, worker: User) -> None:
    first = {"user": worker.id, "role": "clerk", "area": town.street}
    commands.give_post(
        appointment=Appointment(**first, first_day=day(10), last_day=day(20)),  # type: ignore[arg-type]
        actor=admin,
    )
    for begin, end, fits in (
        (0, 9, True),
        (21, 30, True),
        (5, 10, False),
        (12, 13, False),
        (20, None, False),
    ):
        wanted = Appointment(
            **first,  # type: ignore[arg-type]
            first_day=day(begin),
            last_day=None if end is None else day(end),
        )
        if fits:
            commands.give_post(appointment=wanted, actor=admin)
        else:
            with pytest.raises(Conflict):
                commands.give_post(appointment=wanted, actor=admin)


def test_a_post_that_has_not_begun_is_taken_back_whole(town: TinyTown, admin: Actor, worker: User) -> None:
    wanted = Appointment(user=worker.id, role="clerk", area=town.street, first_day=day(3))
    post = commands.give_post(appointment=wanted, actor=admin)
    moved = commands.change_post(post_id=post.id, first_day=day(5), last_day=None, actor=admin)
    assert moved.first_day == day(5)
    commands.end_post(post_id=post.id, last_day=today(), actor=admin)
    assert not Post.objects.filter(id=post.id).exists()
    assert kinds(worker.id, town.township) == ["post.given", "post.changed", "post.withdrawn"]


def test_the_beginning_of_a_post_that_has_begun_stays(town: TinyTown, admin: Actor, worker: User) -> None:
    post = worker.posts.get()
    with pytest.raises(Invalid) as refusal:
        commands.change_post(post_id=post.id, first_day=day(1), last_day=None, actor=admin)
    assert set(refusal.value.fields) == {"first_day"}
    Post.objects.filter(id=post.id).update(last_day=day(-1))
    with pytest.raises(RuleBroken):
        commands.change_post(post_id=post.id, first_day=post.first_day, last_day=None, actor=admin)


def test_an_organisation_of_elsewhere_is_not_given_with_a_post(
    town: TinyTown, admin: Actor, worker: User
) -> None:
    elsewhere = an_organisation(town.county, "county-office")
    closed = an_organisation(town.street, "closed")
    Organisation.objects.filter(id=closed.id).update(last_day=day(-1))
    for office, refusal in ((elsewhere, NotAllowed), (closed, RuleBroken)):
        wanted = Appointment(
            user=worker.id, role="handler", area=town.street, organisation=office.id, first_day=today()
        )
        with pytest.raises(refusal):
            commands.give_post(appointment=wanted, actor=admin)


# Who acts


def test_a_chief_names_stand_ins_for_the_own_community_only(
    town: TinyTown, worker: User, neighbour: User
) -> None:
    office = an_organisation(town.north, "station", "station").id
    chief = an_actor("chief", town.north, organisation=office)

    def named(post: Post, user: User) -> Post:
        return commands.give_stand_in(
            post_id=post.id, user_id=user.id, first_day=today(), last_day=day(2), actor=chief
        )

    given = named(worker.posts.get(), neighbour)
    assert given.stands_in_for_id == worker.posts.get().id
    away_post = a_user("gridworker", town.b1).posts.get()
    with pytest.raises(NotAllowed):
        named(away_post, neighbour)
    stranger = a_user("gridworker", town.b2)
    with pytest.raises(NotFound):
        named(worker.posts.get(), stranger)
    own = user_of(chief).posts.get()
    with pytest.raises(NotAllowed):
        named(own, neighbour)


def _stand_in(worker: User, user: UUID, admin: Actor, first: int, last: int) -> Post:
    return commands.give_stand_in(
        post_id=worker.posts.get(stands_in_for=None).id,
        user_id=user,
        first_day=day(first),
        last_day=day(last),
        actor=admin,
    )


def test_what_a_stand_in_cannot_be(town: TinyTown, admin: Actor, worker: User, neighbour: User) -> None:
    locked = a_user("gridworker", town.b1)
    User.objects.filter(id=locked.id).update(is_active=False)
    refused: list[tuple[type[DomainError], Callable[[], object]]] = [
        (RuleBroken, lambda: _stand_in(worker, worker.id, admin, 0, 1)),
        (NotFound, lambda: _stand_in(worker, uuid4(), admin, 0, 1)),
        (RuleBroken, lambda: _stand_in(worker, locked.id, admin, 0, 1)),
        (Invalid, lambda: _stand_in(worker, neighbour.id, admin, -3, -1)),
        (Invalid, lambda: _stand_in(worker, neighbour.id, admin, 2, 1)),
    ]
    for refusal, change in refused:
        with pytest.raises(refusal):
            change()
    given = _stand_in(worker, neighbour.id, admin, 0, 3)
    with pytest.raises(Conflict):
        _stand_in(worker, neighbour.id, admin, 3, 5)
    third = a_user("gridworker", town.b2)
    with pytest.raises(RuleBroken):
        commands.give_stand_in(
            post_id=given.id, user_id=third.id, first_day=today(), last_day=day(1), actor=admin
        )


def test_only_somebody_next_door_acts(town: TinyTown, admin: Actor, worker: User) -> None:
    across = a_user("gridworker", town.b2)
    # Their corners touch, and a corner is no border.
    with pytest.raises(RuleBroken) as refusal:
        _stand_in(worker, across.id, admin, 0, 1)
    assert refusal.value.facts["guard"] == "near"
    assert _stand_in(worker, a_user("gridworker", town.a2).id, admin, 0, 1).stands_in_for is not None
    assert _stand_in(worker, a_user("gridworker", town.a1).id, admin, 0, 1).stands_in_for is not None


def test_standing_in_ends_at_once_and_by_itself(
    town: TinyTown, admin: Actor, worker: User, neighbour: User
) -> None:
    given = _stand_in(worker, neighbour.id, admin, 0, 3)
    assert len(actor_of(neighbour, door="field").posts) == 2
    commands.end_stand_in(post_id=given.id, actor=admin)
    assert len(actor_of(neighbour, door="field").posts) == 1
    with pytest.raises(NotFound):
        commands.end_stand_in(post_id=worker.posts.get().id, actor=admin)


def test_a_pair_is_agreed_and_replaced(town: TinyTown, admin: Actor, worker: User, neighbour: User) -> None:
    post = worker.posts.get().id
    first = commands.name_deputy(post_id=post, user_id=neighbour.id, actor=admin)
    with pytest.raises(Conflict):
        commands.name_deputy(post_id=post, user_id=neighbour.id, actor=admin)
    third = a_user("gridworker", town.b1)
    second = commands.name_deputy(post_id=post, user_id=third.id, actor=admin)
    assert list(Deputy.objects.filter(ended_on=None)) == [second]
    with pytest.raises(NotFound):
        commands.end_deputy(deputy_id=first.id, actor=admin)
    commands.end_deputy(deputy_id=second.id, actor=admin)
    assert kinds(third.id, town.township) == ["deputy.named", "deputy.ended"]


# Being away


def test_the_b_of_a_pair_acts_while_the_a_is_away(
    town: TinyTown, admin: Actor, worker: User, neighbour: User
) -> None:
    commands.name_deputy(post_id=worker.posts.get().id, user_id=neighbour.id, actor=admin)
    me = actor_of(worker, door="field")
    absence = commands.enter_absence(away=away(worker, 0, 3), actor=me, receipt="a")
    assert commands.enter_absence(away=away(worker, 0, 3), actor=me, receipt="a").id == absence.id
    stand_in = Post.objects.get(absence=absence)
    assert (stand_in.user_id, stand_in.first_day, stand_in.last_day) == (neighbour.id, today(), day(3))
    assert queries.gaps(admin) == []
    commands.change_absence(absence_id=absence.id, last_day=day(5), actor=me)
    stand_in.refresh_from_db()
    assert stand_in.last_day == day(5)
    commands.change_absence(absence_id=absence.id, last_day=today(), actor=me)
    stand_in.refresh_from_db()
    assert stand_in.last_day == today()


def test_the_b_of_a_pair_who_acts_on_some_days_already_is_asked_for_the_others(
    town: TinyTown, admin: Actor, worker: User, neighbour: User
) -> None:
    post = worker.posts.get().id
    commands.give_stand_in(post_id=post, user_id=neighbour.id, first_day=day(1), last_day=day(2), actor=admin)
    commands.name_deputy(post_id=post, user_id=neighbour.id, actor=admin)
    commands.enter_absence(away=away(worker, 0, 3), actor=actor_of(worker, door="field"))
    acting = Post.objects.filter(stands_in_for=post, user=neighbour).order_by("first_day")
    assert [(one.first_day, one.last_day) for one in acting] == [
        (today(), today()),
        (day(1), day(2)),
        (day(3), day(3)),
    ]
    assert queries.gaps(admin) == []


def test_both_of_a_pair_away_is_a_warning(
    town: TinyTown, admin: Actor, worker: User, neighbour: User
) -> None:
    commands.name_deputy(post_id=worker.posts.get().id, user_id=neighbour.id, actor=admin)
    commands.enter_absence(away=away(worker, 0, 5), actor=admin)
    commands.enter_absence(away=away(neighbour, 2, 3), actor=admin)
    # Both begin on the same day, so either may come first.
    gaps = {(gap.post.user_id, gap.first_day, gap.last_day, gap.both_away) for gap in queries.gaps(admin)}
    assert gaps == {(worker.id, day(2), day(3), True), (neighbour.id, day(2), day(3), False)}


def test_a_colleague_with_the_same_post_is_somebody(town: TinyTown, admin: Actor) -> None:
    office = an_organisation(town.street)
    one, _other = (a_user("handler", town.street, organisation=office.id) for _ in range(2))
    commands.enter_absence(away=away(one, 0, 5), actor=admin)
    assert queries.gaps(admin) == []


def test_the_person_alone_names_nobody_else(town: TinyTown, worker: User, neighbour: User) -> None:
    me = actor_of(worker, door="field")
    named = {worker.posts.get().id: neighbour.id}
    with pytest.raises(NotAllowed):
        commands.enter_absence(away=away(worker, 0, 1, stand_ins=named), actor=me)
    with pytest.raises(NotFound):
        commands.enter_absence(away=away(neighbour, 0, 1), actor=me)
    assert not Absence.objects.exists()


@pytest.mark.parametrize(
    ("first", "last", "more", "refusal"),
    [
        (0, -1, {}, Invalid),
        (-5, -1, {}, Invalid),
        (0, 400, {}, Invalid),
        (0, 1, {"reason": "flu"}, Invalid),
    ],
    ids=["ends before it begins", "past", "longer than a year", "a reason of one's own"],
)
def test_an_absence_that_cannot_be(
    worker: User, admin: Actor, first: int, last: int, more: dict[str, object], refusal: type[DomainError]
) -> None:
    with pytest.raises(refusal):
        commands.enter_absence(away=away(worker, first, last, **more), actor=admin)


def test_absences_do_not_overlap_and_are_withdrawn_before_they_begin(
    town: TinyTown, admin: Actor, worker: User, neighbour: User
) -> None:
    commands.name_deputy(post_id=worker.posts.get().id, user_id=neighbour.id, actor=admin)
    later = commands.enter_absence(away=away(worker, 3, 5), actor=admin)
    with pytest.raises(Conflict):
        commands.enter_absence(away=away(worker, 5, 9), actor=admin)
    now = commands.enter_absence(away=away(worker, 0, 2), actor=admin)
    with pytest.raises(Conflict):
        commands.change_absence(absence_id=now.id, last_day=day(3), actor=admin)
    commands.withdraw_absence(absence_id=later.id, actor=admin)
    assert not Post.objects.filter(absence=later).exists()
    Absence.objects.filter(id=now.id).update(first_day=day(-1))
    with pytest.raises(RuleBroken):
        commands.withdraw_absence(absence_id=now.id, actor=admin)
    with pytest.raises(NotFound):
        commands.withdraw_absence(absence_id=now.id, actor=actor_of(neighbour, door="field"))
