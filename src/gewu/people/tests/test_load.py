import re
import stat
from pathlib import Path

import pytest
from pytest_django import DjangoAssertNumQueries, Settings

from gewu.kernel import clock, journal
from gewu.kernel.access import Tier
from gewu.kernel.remembered import remembered
from gewu.people import queries, staffing
from gewu.people.commands import demo_password, enliven_people, load_people
from gewu.people.models import Absence, Invitation, Organisation, Post, StaffFile, User
from gewu.people.queries import actor_of, home_of, organisations_of
from gewu.people.roles import roles
from gewu.places import atlas
from gewu.places import queries as places
from gewu.places.commands import load_locality

TOWNSHIP_OF = "wenhualu"


@pytest.fixture
def staffed(db: None, settings: Settings, tmp_path: Path) -> int:
    settings.DATA = tmp_path
    township = remembered("wenhualu", lambda: load_locality("wenhualu"))
    atlas.forget()
    load_people("wenhualu")
    return township


def test_everybody_of_the_place_is_on_duty(staffed: int) -> None:
    held = list(Post.objects.values_list("role", flat=True))
    assert [held.count(role) for role in ("chief", "gridlead", "gridworker")] == [12, 43, 122]
    assert sum(held.count(role) for role in ("clerk", "dispatcher", "supervisor")) == 3
    assert Post.objects.filter(role="gridworker", tier=Tier.CELL).values("area").distinct().count() == 122


def test_every_role_but_the_resident_has_its_login(staffed: int) -> None:
    logins = {role for role in roles() if role != "resident"}
    users = User.objects.filter(username__in=logins, demo=True)
    assert {user.username for user in users} == logins
    for user in users:
        assert user.username in actor_of(user, door="desk").roles
        assert user.check_password(demo_password())


def test_only_the_logins_have_a_password(staffed: int) -> None:
    usable = {user.username for user in User.objects.all() if user.has_usable_password()}
    # The police are a second handler, for what only three offices may see.
    assert usable == (set(roles()) - {"resident"}) | {"police"}


def test_the_first_logins_look_after_one_corner(staffed: int) -> None:
    def area_of(username: str) -> object:
        return Post.objects.get(user__username=username).area_id

    path = [step.id for step in places.path(Post.objects.get(user__username="gridworker").area_id)]
    assert {area_of("gridlead"), area_of("chief"), area_of("clerk")} <= set(path)


def test_every_community_has_a_station_with_its_chief(staffed: int) -> None:
    stations = organisations_of(staffed, kinds=["station"])
    assert len(stations) == 12
    chief = actor_of(User.objects.get(username="chief"), door="desk")
    assert chief.organisations == {stations[0].id}


def test_a_handler_works_from_the_inbox_and_reads_no_place(staffed: int) -> None:
    handler = actor_of(User.objects.get(username="handler"), door="desk")
    assert handler.scopes("cases") == ()
    assert handler.organisations == {Organisation.objects.get(key="works").id}
    assert home_of(handler) == "desk"


def test_loading_again_changes_nothing_and_says_nothing(staffed: int) -> None:
    before = (User.objects.count(), Post.objects.count(), Organisation.objects.count())
    entries = [len(journal.entries_of(file.id)) for file in StaffFile.objects.filter(township=staffed)]
    load_people("wenhualu")
    assert (User.objects.count(), Post.objects.count(), Organisation.objects.count()) == before
    assert entries == [1]
    assert [f.journal_length for f in StaffFile.objects.filter(township=staffed)] == [1]


def test_loading_is_done_in_sets(staffed: int, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_max_num_queries(15):
        load_people("wenhualu")


def test_a_new_password_file_gives_the_logins_a_new_password(staffed: int, settings: Settings) -> None:
    file = Path(settings.DATA) / "keys" / "demo-password"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    old = demo_password()
    file.unlink()
    load_people("wenhualu")
    assert demo_password() != old
    assert User.objects.get(username="clerk").check_password(demo_password())


def test_names_are_made_up_and_none_is_used_twice(staffed: int) -> None:
    names = list(User.objects.values_list("name", flat=True))
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[一-鿿]{3}", name) for name in names)


def test_the_plan_is_the_same_every_time() -> None:
    found = staffing.read("wenhualu")
    assert found
    areas = {tier: [(f"{tier}{n}", staffing.user_id(f"{tier}{n}")) for n in range(3)] for tier in Tier}
    first, second = (staffing.plan(found[0], township=1, areas_of=areas.__getitem__) for _ in range(2))
    assert first == second
    assert len({duty.post for duty in first}) == len(first)


def test_the_lists_are_alive_on_the_day_of_the_load_and_it_is_done_once(staffed: int) -> None:
    for _ in range(2):
        enliven_people("wenhualu")
    admin = actor_of(User.objects.get(username="admin"), door="desk")
    gaps = queries.gaps(admin)
    assert {gap.both_away for gap in gaps} == {True, False}
    assert Absence.objects.count() == 6
    states = [queries.state_of(user) for user in User.objects.filter(home=staffed)]
    assert (states.count("left"), Invitation.objects.open(clock.now()).count()) == (2, 2)
    assert Post.objects.in_force(queries.today()).exclude(stands_in_for=None).exists()
    assert User.objects.filter(demo=False).count() == 0
