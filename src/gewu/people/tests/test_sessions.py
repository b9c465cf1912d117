"""Devices, sessions, first passwords, and a person's own pages."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from gewu.kernel import clock
from gewu.kernel.access import SYSTEM, Actor
from gewu.kernel.errors import DomainError, NotAllowed, NotFound, RuleBroken
from gewu.people import commands
from gewu.people.commands import attempts, factors, sessions
from gewu.people.jobs import sweep
from gewu.people.journal_kinds import KINDS
from gewu.people.models import Device, SignedIn, User
from gewu.people.queries import security
from gewu.people.roles import roles
from gewu.people.security.ways import required_of, step_owed
from gewu.people.testing import a_post, a_user, an_actor, an_organisation
from gewu.people.testing import signed_in as signed_in_as
from gewu.people.tests.signing_in import (
    CHROME,
    GOOD,
    LOGIN,
    PHONE,
    a_generator,
    a_session,
    kinds_about,
    signed_in,
)
from gewu.places.testing import TinyTown


def come(agent: str = CHROME, **more: str) -> Client:
    """A browser in which the clerk has signed in by hand."""
    client = Client(headers={"User-Agent": agent})
    client.post(LOGIN, {"login": "clerk1", "password": more.pop("password", GOOD)}, **more)  # type: ignore[arg-type]
    return client


def notices(client: Client, path: str = "/me/") -> list[str]:
    page: Any = client.get(path)
    return [str(message) for message in page.context["messages"]]


# Sessions


@pytest.mark.usefixtures("clerk")
def test_my_sessions_are_listed_with_device_and_a_shortened_address(me: Actor) -> None:
    here = come(REMOTE_ADDR="192.0.2.77")
    come(PHONE, REMOTE_ADDR="198.51.100.9")
    page = here.get("/me/security/").content.decode()
    assert "Chrome · Windows" in page
    assert "Safari · iPhone" in page
    assert "192.0.2.0/24" in page
    assert "192.0.2.77" not in page
    assert not SignedIn.objects.filter(address__contains="77").exists()


def test_one_session_is_ended_from_another(clerk: User, me: Actor) -> None:
    here, there = come(), come(PHONE)
    (other,) = SignedIn.objects.filter(device__system="iphone")
    assert here.post(f"/me/sessions/{other.id}/end/")["Location"] == "/me/security/"
    assert (signed_in(here), signed_in(there)) == (True, False)
    assert kinds_about(clerk)[-1] == "session.ended"


def test_all_others_are_ended_at_once(clerk: User) -> None:
    here, *others = [come() for _ in range(3)]
    here.post("/me/sessions/end/")
    assert [signed_in(client) for client in (here, *others)] == [True, False, False]
    assert kinds_about(clerk).count("session.ended") == 1


def test_an_administrator_ends_every_session(clerk: User, admin: Actor) -> None:
    clients = [come(), come(PHONE)]
    assert sessions.end_sessions(user_id=clerk.id, actor=admin) == 2
    assert not any(signed_in(client) for client in clients)
    assert sessions.end_sessions(user_id=clerk.id, actor=admin) == 0


@pytest.mark.parametrize(
    ("what", "refusal"),
    [
        (lambda me, row: sessions.end_session(session_id=row.id, actor=me), NotFound),
        (lambda me, row: sessions.know_device(device_id=row.device_id, key="", actor=me), NotFound),
        (lambda me, row: sessions.end_sessions(user_id=row.user_id, actor=me), NotAllowed),
        (lambda me, row: sessions.end_other_sessions(key="", actor=Actor(None, "", "portal")), NotAllowed),
    ],
    ids=["somebody else's", "somebody else's device", "no administrator", "nobody"],
)
def test_refused(me: Actor, what: Any, refusal: type[DomainError]) -> None:
    with pytest.raises(refusal):
        what(me, a_session(a_user()))


def test_a_session_is_seen_every_ten_minutes_at_most(
    clerk: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = come()
    begun = SignedIn.objects.get().seen_at
    start = clock.now()
    with clock.hold(start + timedelta(minutes=9)):
        signed_in(client)
        assert SignedIn.objects.get().seen_at == begun
    with clock.hold(start + timedelta(minutes=11)):
        signed_in(client)
        assert SignedIn.objects.get().seen_at > begun


def test_signing_out_and_the_night_leave_nothing_of_a_session(me: Actor) -> None:
    client = come()
    client.post("/accounts/logout/")
    assert not SignedIn.objects.exists()
    come()
    Session.objects.all().delete()
    assert security.sessions_of(me) == []
    sweep()
    assert not SignedIn.objects.exists()
    assert Device.objects.count() == 2
    with clock.hold(clock.now() + timedelta(days=401)):
        sweep()
        assert not Device.objects.exists()


def test_coming_and_going_is_not_journalled(clerk: User) -> None:
    client = come()
    for _ in range(3):
        client.post("/accounts/logout/")
        client.post(LOGIN, {"login": "clerk1", "password": GOOD})
    assert kinds_about(clerk) == ["device.added"]
    assert Device.objects.count() == 1


# New devices


def test_a_new_device_is_told_on_an_older_one_once(clerk: User) -> None:
    here = come()
    new = come(PHONE)
    assert notices(new) == []
    assert notices(here) == [], "within ten minutes of the last look"
    with clock.hold(clock.now() + timedelta(minutes=11)):
        (told,) = notices(here)
        assert "Safari · iPhone" in told
        assert notices(here) == []
        assert "新设备" in here.get("/me/security/").content.decode()


def test_a_new_device_is_told_at_the_next_sign_in_on_a_known_one(clerk: User) -> None:
    here = come()
    here.post("/accounts/logout/")
    come(PHONE)
    here.post(LOGIN, {"login": "clerk1", "password": GOOD})
    (told,) = notices(here)
    assert "Safari · iPhone" in told


def test_an_older_device_says_that_the_new_one_is_known_and_not_the_new_one(clerk: User) -> None:
    here = come()
    new = come(PHONE)
    device = Device.objects.get(system="iphone")
    assert new.post(f"/me/devices/{device.id}/known/").status_code == 422
    assert here.post(f"/me/devices/{device.id}/known/")["Location"] == "/me/security/"
    assert notices(here) == ["好的，这台设备是您的。"]
    assert kinds_about(clerk)[-1] == "device.known"
    with clock.hold(clock.now() + timedelta(minutes=11)):
        assert notices(here) == []


def test_a_shared_computer_does_not_link_its_people(clerk: User, town: TinyTown) -> None:
    a_session(clerk, token="t" * 43)
    a_session(a_user("clerk", town.street), token="t" * 43)
    assert len({bytes(device.digest) for device in Device.objects.all()}) == 2


# First passwords, and changing them


def test_a_password_given_by_an_administrator_is_changed_before_anything_else(
    town: TinyTown, admin: Actor
) -> None:
    commands.create_user(
        username="clerk1", name="梅一", township=town.township, actor=admin, password="given-by-the-office"
    )
    client = come(password="given-by-the-office")
    for path in ("/me/", "/me/security/", "/desk/", "/"):
        assert client.get(path)["Location"] == "/me/password/"
    assert client.get("/api/v1/cases").status_code == 403
    new = {"current": "given-by-the-office", "password": GOOD, "again": GOOD}
    same = {
        "current": "given-by-the-office",
        "password": "given-by-the-office",
        "again": "given-by-the-office",
    }
    assert client.post("/me/password/", same).status_code == 422
    assert client.post("/me/password/", new)["Location"] == "/me/"
    assert signed_in(client)
    commands.set_password(user_id=User.objects.get(username="clerk1").id, password=GOOD + "2", actor=admin)
    assert not signed_in(client)


def test_changing_the_password_ends_the_others_and_keeps_this_one_listed(clerk: User, me: Actor) -> None:
    here, there = come(), come(PHONE)
    new = {"current": GOOD, "password": GOOD + "2", "again": GOOD + "2"}
    assert here.post("/me/password/", new)["Location"] == "/me/"
    assert (signed_in(here), signed_in(there)) == (True, False)
    (left,) = security.sessions_of(me)
    assert left.session_key == here.session.session_key


@pytest.mark.parametrize(
    ("password", "says"),
    [
        ("zhangsan123", "拼音"),
        ("1qaz2wsx3edc", "连续按键"),
        ("13905327714", "手机号"),
        ("short", "至少 10 个字符"),
        ("clerk12024", "自己的名字"),
    ],
)
def test_a_refused_password_is_explained(clerk: User, password: str, says: str) -> None:
    page = come().post("/me/password/", {"current": GOOD, "password": password, "again": password})
    assert page.status_code == 422
    assert says in page.content.decode()


# Locked


def test_a_lock_is_journalled_once_and_lifted_by_an_administrator(clerk: User, admin: Actor) -> None:
    for _ in range(7):
        come(password="wrong-password")
    assert not signed_in(come())
    assert kinds_about(clerk) == ["user.locked"]
    assert security.locked_until("Clerk1 ") is not None
    attempts.lift_lock(user_id=clerk.id, actor=admin)
    assert security.locked_until("clerk1") is None
    assert signed_in(come())


def test_a_lock_that_is_over_is_no_lock(clerk: User) -> None:
    for _ in range(5):
        come(password="wrong-password")
    with clock.hold(clock.now() + timedelta(minutes=16)):
        assert security.locked_until("clerk1") is None
    assert security.locked_until("nobody") is None


# Who needs a second factor


def test_the_installation_goes_before_the_place_and_that_before_the_role(
    settings: Settings, town: TinyTown, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk = an_actor("clerk", town.street)
    place: Any = type("Place", (), {"second_factor": None})
    monkeypatch.setattr("gewu.places.queries.locality_of", lambda township: place)
    assert not required_of(clerk, demo=False)
    place.second_factor = frozenset({"clerk"})
    assert required_of(clerk, demo=True)
    settings.SECOND_FACTOR = frozenset({"none"})
    assert not required_of(clerk, demo=False)


def test_a_role_of_its_own_asks_it_of_real_people_alone(
    town: TinyTown, monkeypatch: pytest.MonkeyPatch
) -> None:
    from gewu.people.security import ways  # noqa: PLC0415

    strict = {key: role.model_copy(update={"second_factor": "required"}) for key, role in roles().items()}
    monkeypatch.setattr(ways, "roles", lambda: strict)
    clerk = an_actor("clerk", town.street)
    assert required_of(clerk, demo=False)
    assert not required_of(clerk, demo=True)


def test_a_person_with_nothing_to_do_first_goes_on(clerk: User, me: Actor) -> None:
    assert step_owed(clerk, me) == ""


# My pages


def test_my_page_names_posts_stand_ins_and_organisations(town: TinyTown, clerk: User) -> None:
    office = an_organisation(town.street, "sanitation")
    mine = a_post(clerk, "handler", town.street, organisation=office.id)
    helper = a_user(name="竺二")
    until = clock.now().date() + timedelta(days=9)
    a_post(helper, "handler", town.street, organisation=office.id, stands_in_for_id=mine.id, last_day=until)
    page = come().get("/me/").content.decode()
    assert "竺二" in page
    assert office.name_zh in page
    assert "2013-01-01" in page


def test_my_data_are_shown_and_taken_away(clerk: User) -> None:
    client = come()
    a_generator(clerk)
    page = client.get("/me/data/").content.decode()
    assert "您在一台新设备上登录" in page
    file = client.get("/me/data/file/")
    assert "attachment" in file["Content-Disposition"]
    kept = json.loads(file.content)
    assert kept["account"]["username"] == "clerk1"
    assert [entry["kind"] for entry in kept["journal"]][-1] == "device.added"
    told = file.content.decode()
    assert not any(secret in told for secret in (clerk.password, "digest", "secret", "192.0.2.77"))


def test_nobody_else_is_in_my_data(clerk: User, town: TinyTown) -> None:
    other = a_user("clerk", town.street, username="other", name="菊二")
    a_session(other)
    a_generator(other)
    kept = json.loads(come().get("/me/data/file/").content)
    assert len(kept["sessions"]) == 1
    assert kept["factors"] == []
    assert "菊二" not in json.dumps(kept, ensure_ascii=False)


@pytest.mark.parametrize("page", ["/me/", "/me/security/", "/me/data/", "/me/security/code/"])
def test_pages_cost_few_statements(
    clerk: User, page: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = come()
    for _ in range(4):
        a_session(clerk)
    with django_assert_max_num_queries(12):
        client.get(page)


def test_every_kind_about_signing_in_is_explained(clerk: User, admin: Actor, me: Actor) -> None:
    a_generator(clerk)
    a_session(clerk)
    factors.new_recovery_codes(actor=me)
    factors.remove_second_factor(user_id=clerk.id, actor=SYSTEM)
    assert set(kinds_about(clerk)) <= set(KINDS)


def test_a_session_whose_row_is_missing_still_works(clerk: User) -> None:
    client = come()
    SignedIn.objects.all().delete()
    assert signed_in(client)
    assert client.get("/me/security/").status_code == 200
    assert Session.objects.count() == 1


def test_who_is_the_only_device_cannot_know_itself(clerk: User, me: Actor) -> None:
    row = a_session(clerk)
    with pytest.raises(RuleBroken):
        sessions.know_device(device_id=row.device_id, key=row.session_key, actor=me)


# For the administrator


def test_an_administrator_helps_somebody_who_cannot_sign_in(
    town: TinyTown, clerk: User, admin: Actor
) -> None:
    desk = signed_in_as(admin)
    address = f"/desk/people/{clerk.id}/signing-in/"
    client = come()
    a_generator(clerk)
    for _ in range(5):
        come(password="wrong-password")
    page = desk.get(address).content.decode()
    assert "解除锁定" in page
    assert "192.0.2" not in page, "where somebody signed in is theirs alone to see"
    for what in ("lock/", "sessions/", "factor/"):
        assert desk.post(address + what)["Location"] == address
    assert not signed_in(client)
    assert "未锁定" in desk.get(address).content.decode()
    assert desk.post(address + "factor/").status_code == 422
    assert signed_in(come())


def test_an_installation_that_requires_it_of_an_unknown_role_does_not_start(settings: Settings) -> None:
    settings.SECOND_FACTOR = frozenset({"admins"})
    with pytest.raises(ImproperlyConfigured, match="admins"):
        apps.get_app_config("people").ready()
