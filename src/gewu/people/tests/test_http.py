from datetime import timedelta
from typing import cast

import pytest
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import include, path
from django.utils.module_loading import import_string
from ninja import NinjaAPI
from pytest_django import DjangoAssertNumQueries, Settings

from gewu.kernel import clock
from gewu.kernel.access import SYSTEM, ActorRequest
from gewu.people import commands
from gewu.people.access import staff_only
from gewu.people.api import bearer_or_session, bearer_session_or_anyone
from gewu.people.models import SignInCount, User
from gewu.people.testing import a_user, an_organisation
from gewu.places.testing import TinyTown

GOOD = "a-long-good-passphrase"
LOGIN = "/accounts/login/"

api = NinjaAPI(urls_namespace="people-tests", docs_url=None)
# The floors below the configuration may not import it; a test of the whole way in has to name it.
import_string("gewu.config.refusals.teach")(api)


def _who(request: HttpRequest) -> dict[str, object]:
    actor = cast("ActorRequest", request).actor
    return {"name": actor.name, "door": actor.door, "roles": sorted(actor.roles)}


for method in ("GET", "POST"):
    api.api_operation([method], "/known", auth=bearer_or_session)(_who)
    api.api_operation([method], "/open", auth=bearer_session_or_anyone)(_who)


@staff_only
def _staff(request: ActorRequest) -> HttpResponse:
    return HttpResponse(f"{request.actor.door} {request.actor.name}")


urlpatterns = [
    path("api/test/", api.urls),
    path("desk/", _staff),
    path("field/", _staff),
    path("", include("gewu.config.urls")),
]
handler403 = "gewu.config.refusals.permission_denied"
handler404 = "gewu.config.refusals.page_not_found"


@pytest.fixture(autouse=True)
def _routes(settings: Settings) -> None:
    settings.ROOT_URLCONF = __name__
    cache.clear()


@pytest.fixture
def clerk(town: TinyTown) -> User:
    user = a_user("clerk", town.street, username="clerk1", name="梅一")
    user.set_password(GOOD)
    user.save()
    return user


def sign_in(client: Client, username: str, password: str = GOOD, **extra: str) -> HttpResponse:
    return client.post(LOGIN, {"login": username, "password": password}, **extra)  # type: ignore[arg-type,return-value]


def signed_in(client: Client) -> bool:
    return client.get("/me/").status_code == 200


@pytest.mark.parametrize(
    ("role", "place", "home"),
    [("clerk", "street", "/desk/"), ("gridworker", "a1", "/field/"), (None, None, "/me/")],
)
def test_people_land_at_their_door(client: Client, town: TinyTown, role: str, place: str, home: str) -> None:
    user = a_user(role, getattr(town, place) if place else None, username="someone")
    user.set_password(GOOD)
    user.save()
    assert sign_in(client, "Someone")["Location"] == home


def test_people_come_back_to_where_they_wanted_to_go(client: Client, clerk: User) -> None:
    sent = client.get("/desk/?late=1")
    assert (sent.status_code, sent["Location"]) == (302, f"{LOGIN}?next=/desk/%3Flate%3D1")
    back = client.post(LOGIN, {"login": "clerk1", "password": GOOD, "next": "/desk/?late=1"})
    assert back["Location"] == "/desk/?late=1"


def test_nobody_is_sent_to_a_foreign_page(client: Client, clerk: User) -> None:
    back = client.post(LOGIN, {"login": "clerk1", "password": GOOD, "next": "https://evil.example/"})
    assert back["Location"] == "/desk/"


@pytest.mark.parametrize("door", ["desk", "field"])
def test_the_door_is_in_the_path(client: Client, clerk: User, door: str) -> None:
    client.force_login(clerk)
    assert client.get(f"/{door}/").content.decode() == f"{door} 梅一"


def test_who_holds_no_post_is_turned_away_at_the_desk(client: Client, town: TinyTown) -> None:
    client.force_login(a_user())
    assert client.get("/desk/").status_code == 403


def test_the_same_words_for_a_wrong_name_and_a_wrong_password(client: Client, clerk: User) -> None:
    pages = [sign_in(client, name, "wrong-password") for name in ("clerk1", "nobody")]
    assert [page.content.count("用户名或密码不对".encode()) for page in pages] == [1, 1]


def test_a_closed_account_looks_like_a_wrong_password(client: Client, clerk: User) -> None:
    User.objects.filter(id=clerk.id).update(is_active=False)
    page = sign_in(client, "clerk1")
    assert "用户名或密码不对" in page.content.decode()
    assert not signed_in(client)


def test_demo_people_cannot_sign_in_without_a_demo(client: Client, clerk: User) -> None:
    User.objects.filter(id=clerk.id).update(demo=True)
    with override_settings(DEMO=["wenhualu"]):
        assert sign_in(client, "clerk1").status_code == 302
        assert signed_in(client)
    assert not signed_in(client), "an open session ends with the demo"
    assert sign_in(Client(), "clerk1").status_code == 200


def test_nobody_signs_up(client: Client, db: None) -> None:
    assert client.get("/accounts/signup/").status_code == 404


def test_signing_in_needs_the_csrf_token(clerk: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert sign_in(strict, "clerk1").status_code == 403


def test_signing_in_begins_a_new_session(client: Client, clerk: User) -> None:
    sign_in(client, "clerk1")
    first = client.session.session_key
    client.post("/accounts/logout/")
    sign_in(client, "clerk1")
    assert client.session.session_key != first
    assert client.session.get_expiry_age() <= 14 * 3600


def test_signing_out_ends_the_session(client: Client, clerk: User) -> None:
    client.force_login(clerk)
    assert client.post("/accounts/logout/")["Location"] == LOGIN
    assert not signed_in(client)


def test_five_wrong_passwords_close_the_door_for_a_while(client: Client, clerk: User) -> None:
    for _ in range(5):
        sign_in(client, "clerk1", "wrong-password")
    page = sign_in(client, "clerk1")
    assert "15 分钟后" in page.content.decode()
    assert not signed_in(client)
    with clock.hold(clock.now() + timedelta(minutes=16)):
        assert sign_in(client, "clerk1").status_code == 302


def test_another_address_is_not_locked_out_with_it(client: Client, clerk: User) -> None:
    for _ in range(6):
        sign_in(client, "clerk1", "wrong-password", REMOTE_ADDR="192.0.2.1")
    assert sign_in(client, "clerk1", REMOTE_ADDR="192.0.2.2").status_code == 302


def test_a_name_attacked_from_everywhere_is_locked_too(client: Client, clerk: User) -> None:
    for number in range(30):
        sign_in(client, "clerk1", "wrong-password", REMOTE_ADDR=f"192.0.2.{number}")
    assert sign_in(client, "clerk1", REMOTE_ADDR="192.0.2.99").status_code == 200
    assert not signed_in(client)


def test_right_passwords_are_not_counted(client: Client, clerk: User) -> None:
    for _ in range(8):
        assert sign_in(client, "clerk1").status_code == 302
        client.post("/accounts/logout/")
    assert set(SignInCount.objects.values_list("failed", flat=True)) == {0}


def test_attempts_are_counted_under_keys_that_name_nobody(client: Client, clerk: User) -> None:
    sign_in(client, "clerk1", "wrong-password")
    keys = [bytes(key) for key in SignInCount.objects.values_list("key", flat=True)]
    assert len(keys) == 3
    assert not any(b"clerk1" in key or b"127.0.0.1" in key for key in keys)


def a_token(user: User, days: int = 1) -> dict[str, str]:
    secret = commands.issue_token(user_id=user.id, label="test", actor=SYSTEM, days=days)
    return {"Authorization": f"Bearer {secret}"}


def test_a_program_asks_as_its_user_without_csrf(clerk: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    told = strict.post("/api/test/known", headers=a_token(clerk)).json()
    assert told == {"name": "梅一", "door": "api", "roles": ["clerk"]}


def test_a_token_costs_three_statements_and_one_more_once_a_day(
    client: Client, clerk: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    headers = a_token(clerk)
    with django_assert_num_queries(3):
        client.get("/api/test/known", headers=headers)
    with django_assert_num_queries(2):
        client.get("/api/test/known", headers=headers)


@pytest.mark.parametrize("where", ["known", "open"])
@pytest.mark.parametrize("given", ["Bearer gewu_wrong", "Bearer ", "Basic eDp5", "nonsense"])
def test_a_wrong_token_is_refused_everywhere(client: Client, clerk: User, where: str, given: str) -> None:
    client.force_login(clerk)
    assert client.get(f"/api/test/{where}", headers={"Authorization": given}).status_code == 401


def test_an_expired_token_is_refused(client: Client, clerk: User) -> None:
    headers = a_token(clerk, days=1)
    with clock.hold(clock.now() + timedelta(days=1, seconds=1)):
        assert client.get("/api/test/known", headers=headers).status_code == 401


def test_a_cookie_alone_changes_nothing_over_the_api(clerk: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(clerk)
    assert strict.post("/api/test/known").status_code == 403
    assert strict.post("/api/test/open").status_code == 403
    assert strict.get("/api/test/known").json()["name"] == "梅一"


def test_a_cookie_with_its_csrf_token_works(clerk: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(clerk)
    strict.get("/me/")
    token = strict.cookies["csrftoken"].value
    assert strict.post("/api/test/known", headers={"X-CSRFToken": token}).json()["name"] == "梅一"


def test_residents_ask_without_an_account(db: None) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/api/test/open").json()["roles"] == ["resident"]
    assert strict.post("/api/test/known").status_code == 401


def test_my_page_shows_my_posts(client: Client, clerk: User) -> None:
    client.force_login(clerk)
    page = client.get("/me/").content.decode()
    assert "受理员" in page
    assert "小样街道" in page


def test_my_language_follows_me_to_another_device(client: Client, clerk: User) -> None:
    client.force_login(clerk)
    client.post("/me/language/", {"language": "en"})
    assert "My posts" in client.get("/me/").content.decode()
    other = Client()
    sign_in(other, "clerk1")
    assert "My posts" in other.get("/me/").content.decode()


def test_an_unknown_language_is_refused(client: Client, clerk: User) -> None:
    client.force_login(clerk)
    assert client.post("/me/language/", {"language": "xx"}).status_code == 422


def test_a_password_is_changed_and_other_sessions_end(client: Client, clerk: User) -> None:
    other = Client()
    other.force_login(clerk)
    client.force_login(clerk)
    new = "another-good-passphrase"
    answer = client.post("/me/password/", {"current": GOOD, "password": new, "again": new})
    assert answer["Location"] == "/me/"
    assert signed_in(client)
    assert not signed_in(other)
    clerk.refresh_from_db()
    assert clerk.check_password(new)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"current": "wrong", "password": GOOD + "2", "again": GOOD + "2"}, "f-current"),
        ({"current": GOOD, "password": "short", "again": "short"}, "f-password"),
        ({"current": GOOD, "password": GOOD + "2", "again": GOOD}, "f-again"),
    ],
)
def test_a_refused_password_says_where(
    client: Client, clerk: User, given: dict[str, str], field: str
) -> None:
    client.force_login(clerk)
    page = client.post("/me/password/", given)
    assert page.status_code == 422
    assert f'href="#{field}"' in page.content.decode()
    assert GOOD not in page.content.decode()


def test_my_token_is_revoked_by_me_alone(client: Client, clerk: User) -> None:
    a_token(clerk)
    token = clerk.tokens.get()
    client.force_login(a_user())
    assert client.post(f"/me/tokens/{token.id}/revoke/").status_code in {403, 404}
    client.force_login(clerk)
    assert client.post(f"/me/tokens/{token.id}/revoke/")["Location"] == "/me/security/"
    assert client.get("/me/security/").content.decode().count("gewu_") == 0


def test_a_chief_finds_who_is_on_duty(client: Client, town: TinyTown) -> None:
    station = an_organisation(town.north, key="station", kind="station")
    chief = a_user("chief", town.north, organisation=station.id, name="兰总")
    a_user("gridworker", town.a1, name="竺一")
    a_user("gridworker", town.b1, name="菊二")
    client.force_login(chief)
    page = client.get("/desk/people/").content.decode()
    assert "竺一" in page
    assert "菊二" not in page
    assert "竺一" in client.get("/desk/people/?q=竺&role=gridworker").content.decode()
    assert "竺一" not in client.get("/desk/people/?role=chief").content.decode()
    assert client.get("/desk/people/?role=king").status_code == 422


def test_who_is_on_duty_is_not_for_everybody(client: Client, clerk: User) -> None:
    client.force_login(clerk)
    assert client.get("/desk/people/").status_code == 403


def test_the_map_tells_colleagues_who_looks_after_a_place(client: Client, town: TinyTown) -> None:
    a_user("gridworker", town.a1, name="竺一")
    address = f"/desk/people/at/{town.a1}/"
    assert client.get(address).content.strip() == b""
    client.force_login(a_user("clerk", town.street))
    assert "竺一" in client.get(address).content.decode()


@pytest.mark.parametrize("page", [LOGIN, "/me/", "/me/password/", "/desk/people/"])
def test_pages_cost_few_statements(
    client: Client, town: TinyTown, page: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(a_user("admin", town.street))
    for area in (town.a1, town.a2, town.b1):
        a_user("gridworker", area)
    with django_assert_max_num_queries(7):
        client.get(page)
