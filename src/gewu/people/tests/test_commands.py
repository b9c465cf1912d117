from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction
from pytest_django import Settings

from gewu.kernel import clock, journal
from gewu.kernel.access import SYSTEM, Actor
from gewu.kernel.errors import Conflict, DomainError, Invalid, NotAllowed, NotFound, RuleBroken
from gewu.people import commands
from gewu.people.commands import Appointment, NewOrganisation
from gewu.people.journal_kinds import KINDS
from gewu.people.models import Post, StaffFile, User
from gewu.people.queries import actor_of, today, working_token
from gewu.people.testing import a_post, a_user, an_actor, an_organisation
from gewu.places.testing import TinyTown

GOOD = "a-long-good-passphrase"


def kinds_about(about: UUID, township: int) -> list[str]:
    file = StaffFile.objects.filter(township=township, about=about).first()
    return [entry.kind for entry in journal.entries_of(file.id)] if file else []


def an_appointment(user: User, role: str, area: UUID, organisation: UUID | None = None) -> Appointment:
    return Appointment(
        user=user.id, role=role, area=area, organisation=organisation, first_day=date(2026, 1, 1)
    )


@pytest.fixture
def admin(town: TinyTown) -> Actor:
    return an_actor("admin", town.street)


def test_an_administrator_gives_an_account_and_a_post(town: TinyTown, admin: Actor) -> None:
    user = commands.create_user(
        username="Mei.Lan", name=" 梅兰 ", township=town.township, actor=admin, password=GOOD
    )
    post = commands.give_post(appointment=an_appointment(user, "gridworker", town.a1), actor=admin)
    assert (user.username, user.name, user.check_password(GOOD)) == ("mei.lan", "梅兰", True)
    assert [held.id for held in actor_of(user, door="field").posts] == [post.id]
    assert kinds_about(user.id, town.township) == ["user.created", "post.given"]


def test_the_journal_of_people_holds_no_name_and_no_password(town: TinyTown, admin: Actor) -> None:
    user = commands.create_user(
        username="meilan", name="梅兰", township=town.township, actor=admin, password=GOOD
    )
    file = StaffFile.objects.get(township=town.township, about=user.id)
    told = " ".join(str(entry.facts) for entry in journal.entries_of(file.id))
    assert not any(secret in told for secret in ("meilan", "梅兰", GOOD))


def test_an_account_without_a_password_cannot_be_used(town: TinyTown, admin: Actor) -> None:
    user = commands.create_user(username="new", name="新", township=town.township, actor=admin)
    assert not user.has_usable_password()
    commands.set_password(user_id=user.id, password=GOOD, actor=admin)
    user.refresh_from_db()
    assert user.check_password(GOOD)


@pytest.mark.parametrize(
    ("username", "name", "password", "field"),
    [
        ("1st", "甲", GOOD, "username"),
        ("a", "甲", GOOD, "username"),
        ("with space", "甲", GOOD, "username"),
        ("good", "  ", GOOD, "name"),
        ("good", "x" * 61, GOOD, "name"),
        ("good", "甲", "short", "password"),
        ("good", "甲", "12345678901", "password"),
        ("goodperson", "甲", "goodperson1", "password"),
    ],
)
def test_bad_input_names_its_field(
    town: TinyTown, admin: Actor, username: str, name: str, password: str, field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        commands.create_user(
            username=username, name=name, township=town.township, actor=admin, password=password
        )
    assert set(refusal.value.fields) == {field}
    assert not User.objects.filter(username=username).exists()


def test_a_username_is_given_once(town: TinyTown, admin: Actor) -> None:
    a_user(username="taken")
    with pytest.raises(Conflict):
        commands.create_user(username="TAKEN", name="乙", township=town.township, actor=admin)


def refused_commands(town: TinyTown, user: User, post: Post) -> dict[str, Callable[[Actor], object]]:
    day = date(2026, 1, 1)
    return {
        "create_user": lambda a: commands.create_user(
            username="x1", name="x", township=town.township, actor=a
        ),
        "deactivate": lambda a: commands.deactivate_user(user_id=user.id, actor=a),
        "set_password": lambda a: commands.set_password(user_id=user.id, password=GOOD, actor=a),
        "give_post": lambda a: commands.give_post(
            appointment=an_appointment(user, "clerk", town.street), actor=a
        ),
        "end_post": lambda a: commands.end_post(post_id=post.id, last_day=day, actor=a),
        "stand_in": lambda a: commands.give_stand_in(
            post_id=post.id, user_id=user.id, first_day=day, last_day=day, actor=a
        ),
        "issue_token": lambda a: commands.issue_token(user_id=user.id, label="x", actor=a),
        "organisation": lambda a: commands.create_organisation(
            new=NewOrganisation(key="k", name_zh="甲", name_en="A", kind="office", area=town.street), actor=a
        ),
    }


@pytest.mark.parametrize("who", ["chief", "clerk", "auditor", "overseer"])
def test_only_administrators_change_people(town: TinyTown, who: str) -> None:
    area = {"chief": town.north, "overseer": town.county}.get(who, town.street)
    station = an_organisation(town.north, key="station", kind="station")
    actor = an_actor(who, area, organisation=station.id)
    user = a_user("gridworker", town.a1)
    refused = refused_commands(town, user, user.posts.get())
    if who == "chief":
        # A chief names stand-ins for the people of the own community.
        refused.pop("stand_in")
    for name, command in refused.items():
        with pytest.raises(NotAllowed):
            pytest.fail(f"{name} let a {who} through: {command(actor)}")


def test_an_administrator_of_the_township_gives_no_post_over_the_county(town: TinyTown, admin: Actor) -> None:
    with pytest.raises(NotAllowed):
        commands.give_post(appointment=an_appointment(a_user(), "overseer", town.county), actor=admin)
    commands.give_post(appointment=an_appointment(a_user(), "overseer", town.county), actor=SYSTEM)


@pytest.mark.parametrize(
    ("role", "place", "error"),
    [
        ("chief", "a1", RuleBroken),
        ("handler", "street", RuleBroken),
        ("resident", "street", RuleBroken),
        ("king", "street", NotFound),
    ],
)
def test_a_post_must_make_sense(
    town: TinyTown, admin: Actor, role: str, place: str, error: type[DomainError]
) -> None:
    with pytest.raises(error):
        commands.give_post(appointment=an_appointment(a_user(), role, getattr(town, place)), actor=admin)


def test_a_post_is_not_given_twice(town: TinyTown, admin: Actor) -> None:
    appointment = an_appointment(a_user(), "clerk", town.street)
    commands.give_post(appointment=appointment, actor=admin)
    with pytest.raises(Conflict):
        commands.give_post(appointment=appointment, actor=admin)


def test_an_unknown_organisation_is_refused(town: TinyTown, admin: Actor) -> None:
    with pytest.raises(NotFound):
        commands.give_post(appointment=an_appointment(a_user(), "handler", town.street, uuid4()), actor=admin)


def test_an_ended_post_is_held_to_its_last_day(town: TinyTown, admin: Actor) -> None:
    user = a_user("gridworker", town.a1)
    commands.end_post(post_id=user.posts.get().id, last_day=today(), actor=admin)
    assert actor_of(user, door="field").posts
    with clock.hold(clock.now() + timedelta(days=1)):
        assert not actor_of(user, door="field").posts
    assert kinds_about(user.id, user.home) == ["post.ended"]


def test_with_the_post_its_stand_in_ends(town: TinyTown, admin: Actor) -> None:
    lead, other = a_user("gridlead", town.grid_a), a_user("gridlead", town.grid_b)
    post = lead.posts.get()
    stand_in = commands.give_stand_in(
        post_id=post.id,
        user_id=other.id,
        first_day=today(),
        last_day=today() + timedelta(days=30),
        actor=admin,
    )
    assert (stand_in.role, stand_in.area_id, stand_in.primary) == ("gridlead", town.grid_a, False)
    commands.end_post(post_id=post.id, last_day=today() + timedelta(days=2), actor=admin)
    stand_in.refresh_from_db()
    assert stand_in.last_day == today() + timedelta(days=2)


def test_nobody_stands_in_for_themselves(town: TinyTown, admin: Actor) -> None:
    lead = a_user("gridlead", town.grid_a)
    with pytest.raises(RuleBroken):
        commands.give_stand_in(
            post_id=lead.posts.get().id, user_id=lead.id, first_day=today(), last_day=today(), actor=admin
        )


def test_the_database_refuses_a_stand_in_without_an_end(town: TinyTown) -> None:
    lead = a_user("gridlead", town.grid_a)
    with pytest.raises(IntegrityError, match="post_stand_in_ends"), transaction.atomic():
        a_post(a_user(), "gridlead", town.grid_a, stands_in_for_id=lead.posts.get().id)


def test_an_organisation_begins_with_its_inbox_open(town: TinyTown, admin: Actor) -> None:
    new = NewOrganisation(key="lamps", name_zh="路灯所", name_en="Lamps", kind="office", area=town.street)
    made = commands.create_organisation(new=new, actor=admin)
    assert (made.township, made.inbox_open, made.first_day) == (town.township, True, today())
    assert kinds_about(made.id, town.township) == ["organisation.created"]
    with pytest.raises(Conflict):
        commands.create_organisation(new=new, actor=admin)


def test_a_token_works_until_it_expires_or_is_revoked(town: TinyTown, admin: Actor) -> None:
    user = a_user("clerk", town.street)
    secret = commands.issue_token(user_id=user.id, label="export", actor=admin, days=7)
    token = working_token(secret)
    assert token
    assert (token.user, secret.startswith(token.prefix)) == (user, True)
    with clock.hold(clock.now() + timedelta(days=7)):
        assert working_token(secret) is None
    commands.revoke_token(token_id=token.id, actor=actor_of(user, door="portal"))
    assert working_token(secret) is None
    assert kinds_about(user.id, user.home) == ["token.issued", "token.revoked"]


def test_the_database_keeps_no_token_in_clear(town: TinyTown, admin: Actor) -> None:
    secret = commands.issue_token(user_id=a_user("clerk", town.street).id, label="x", actor=admin)
    token = working_token(secret)
    assert token
    assert secret not in str({**vars(token), "digest": bytes(token.digest)})


def test_a_token_makes_no_token(town: TinyTown) -> None:
    user = a_user("clerk", town.street)
    with pytest.raises(NotAllowed):
        commands.issue_token(user_id=user.id, label="x", actor=actor_of(user, door="api"))
    commands.issue_token(user_id=user.id, label="x", actor=actor_of(user, door="portal"))


@pytest.mark.parametrize("days", [0, -1, 367])
def test_a_token_lives_a_year_at_most(town: TinyTown, days: int) -> None:
    with pytest.raises(Invalid):
        commands.issue_token(user_id=a_user().id, label="x", actor=SYSTEM, days=days)


def test_a_closed_account_has_no_working_token(town: TinyTown, admin: Actor) -> None:
    user = a_user("clerk", town.street)
    secret = commands.issue_token(user_id=user.id, label="x", actor=admin)
    commands.deactivate_user(user_id=user.id, actor=admin)
    assert working_token(secret) is None
    with pytest.raises(RuleBroken):
        commands.issue_token(user_id=user.id, label="x", actor=admin)


def test_demo_people_are_locked_out_where_there_is_no_demo(town: TinyTown, settings: Settings) -> None:
    user = a_user("clerk", town.street)
    User.objects.filter(id=user.id).update(demo=True)
    settings.DEMO = ["wenhualu"]
    secret = commands.issue_token(user_id=user.id, label="x", actor=SYSTEM)
    assert working_token(secret)
    settings.DEMO = []
    assert working_token(secret) is None
    with pytest.raises(RuleBroken):
        commands.issue_token(user_id=user.id, label="x", actor=SYSTEM)


def test_nobody_closes_their_own_account(admin: Actor) -> None:
    assert admin.user
    with pytest.raises(NotAllowed):
        commands.deactivate_user(user_id=admin.user, actor=admin)


def test_every_kind_of_entry_is_explained() -> None:
    assert all(meaning.endswith(".") for meaning in KINDS.values())
