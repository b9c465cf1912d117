"""The desk's pages about people, walked as a browser does."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from gewu.kernel.access import Actor
from gewu.people import commands, queries
from gewu.people.commands import Away
from gewu.people.models import Absence, Invitation, Organisation, Post, User
from gewu.people.queries import today
from gewu.people.testing import a_user, an_actor, an_organisation, signed_in
from gewu.places import queries as places
from gewu.places.dictionary import Said
from gewu.places.sizes import StaffRule
from gewu.places.testing import TinyTown, tiny_locality

GOOD = "a-long-good-passphrase"


@pytest.fixture
def browser(admin: Actor) -> Client:
    return signed_in(admin)


def _absence(worker: User, admin: Actor) -> Absence:
    away = Away(user=worker.id, reason="leave", first_day=today(), last_day=today() + timedelta(days=3))
    return commands.enter_absence(away=away, actor=admin)


Page = Callable[[TinyTown, User, Actor], str]
PAGES: dict[str, Page] = {
    "everybody": lambda town, worker, admin: "/desk/people/all/",
    "everybody, narrowed": lambda town, worker, admin: (
        f"/desk/people/all/?q=meilan&state=invited&role=gridworker&place={town.north}"
    ),
    "everybody, on paper": lambda town, worker, admin: "/desk/people/all/print/",
    "everybody, as CSV": lambda town, worker, admin: "/desk/people/all.csv",
    "invite": lambda town, worker, admin: "/desk/people/new/",
    "person": lambda town, worker, admin: f"/desk/people/{worker.id}/",
    "person, to correct": lambda town, worker, admin: f"/desk/people/{worker.id}/edit/",
    "post, to give": lambda town, worker, admin: f"/desk/people/{worker.id}/posts/new/",
    "post": lambda town, worker, admin: f"/desk/people/posts/{worker.posts.get().id}/",
    "stand-in": lambda town, worker, admin: f"/desk/people/posts/{worker.posts.get().id}/stand-in/",
    "organisations": lambda town, worker, admin: "/desk/people/organisations/?kind=office",
    "organisations, on paper": lambda town, worker, admin: "/desk/people/organisations/print/",
    "organisations, as CSV": lambda town, worker, admin: "/desk/people/organisations.csv",
    "organisation, new": lambda town, worker, admin: "/desk/people/organisations/new/",
    "organisation": lambda town, worker, admin: f"/desk/people/organisations/{_office(town).id}/",
    "organisation, to correct": lambda town, worker, admin: (
        f"/desk/people/organisations/{_office(town).id}/edit/"
    ),
    "absences": lambda town, worker, admin: (
        f"/desk/people/absences/?when=now&q={_absence(worker, admin).reason}"
    ),
    "absences, all": lambda town, worker, admin: f"/desk/people/absences/?{_absence(worker, admin).id}",
    "absences, on paper": lambda town, worker, admin: (
        f"/desk/people/absences/print/?{_absence(worker, admin).id}"
    ),
    "absences, as CSV": lambda town, worker, admin: f"/desk/people/absences.csv?{_absence(worker, admin).id}",
    "absence, new": lambda town, worker, admin: "/desk/people/absences/new/",
    "absence": lambda town, worker, admin: f"/desk/people/absences/{_absence(worker, admin).id}/",
    "links": lambda town, worker, admin: f"/desk/people/links/?{_link(worker, admin).id}",
    "link": lambda town, worker, admin: f"/desk/people/links/{_link(worker, admin).id}/",
    "join": lambda town, worker, admin: queries.path_of(_link(worker, admin)) or "",
    "leave": lambda town, worker, admin: f"/desk/people/{worker.id}/leave/",
}


def _office(town: TinyTown) -> Organisation:
    return an_organisation(town.street)


def _link(worker: User, admin: Actor) -> Invitation:
    return commands.send_link(user_id=worker.id, actor=admin)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_every_page_is_drawn(
    town: TinyTown, worker: User, admin: Actor, browser: Client, page: Page, language: str
) -> None:
    browser.cookies["django_language"] = language
    answer = browser.get(page(town, worker, admin))
    assert answer.status_code == 200, answer.content.decode()[-2000:]


def test_somebody_is_invited_accepts_and_signs_in(town: TinyTown, browser: Client) -> None:
    form = {
        "name": "柏远山", "username": "bai.yuanshan", "township": str(town.township), "days": "7",
        "role": "gridworker", "area": str(town.a1), "first_day": today().isoformat(), "receipt": "r1",
    }  # fmt: skip
    sent = browser.post("/desk/people/new/", form)
    assert sent.status_code == 302
    assert browser.post("/desk/people/new/", form)["Location"] == sent["Location"]
    slip = browser.get(sent["Location"]).content.decode()
    path = queries.path_of(Invitation.objects.get())
    assert path is not None
    assert f"http://testserver{path}" in slip
    stranger = Client()
    assert "bai.yuanshan" in stranger.get(path).content.decode()
    wrong = stranger.post(path, {"name": "柏远山", "password": GOOD, "again": "other"})
    assert wrong.status_code == 422
    done = stranger.post(path, {"name": "柏远山", "password": GOOD, "again": GOOD})
    assert done["Location"] == "/accounts/login/"
    assert stranger.get(path).status_code == 404
    signed = stranger.post("/accounts/login/", {"login": "bai.yuanshan", "password": GOOD})
    assert signed.status_code == 302
    assert stranger.get("/me/").status_code == 200
    user = User.objects.get(username="bai.yuanshan")
    assert user.posts.get().role == "gridworker"


def test_what_cannot_be_read_is_marked_in_the_form(town: TinyTown, worker: User, browser: Client) -> None:
    answer = browser.post(
        f"/desk/people/{worker.id}/posts/new/", {"role": "clerk", "area": "nowhere", "seen_version": "1"}
    )
    assert answer.status_code == 422
    assert 'id="field-area"' in answer.content.decode()
    assert browser.get("/desk/people/all/?place=nowhere").status_code == 422


def test_a_seat_is_chosen_where_a_post_is_given(
    town: TinyTown, worker: User, browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = f"/desk/people/{worker.id}/posts/new/"
    assert 'name="seat"' not in browser.get(page).text
    rule = StaffRule(
        level="unit",
        roles=("assistant",),
        each=(1, 1),
        seat="police",
        name=Said(zh="公安联系人", en="Police"),
    )
    seated = tiny_locality().model_copy(update={"staffing": (rule,)})
    monkeypatch.setattr(places, "localities", lambda: (seated,))
    monkeypatch.setattr(places, "locality_of", lambda _township: seated)
    assert "公安联系人" in browser.get(page, headers={"accept-language": "zh-hans"}).text
    form = {
        "role": "assistant",
        "area": str(town.a1),
        "first_day": str(today()),
        "seen_version": str(worker.version),
    }
    assert browser.post(page, form | {"seat": "fire"}).status_code == 422
    assert browser.post(page, form | {"seat": "police"}).status_code == 302
    assert worker.posts.get(role="assistant").seat == "police"
    assert (
        "公安联系人" in browser.get(f"/desk/people/{worker.id}/", headers={"accept-language": "zh-hans"}).text
    )


def test_two_administrators_at_once_and_nothing_is_lost(town: TinyTown, worker: User) -> None:
    one, other = (signed_in(an_actor("admin", town.street)) for _ in range(2))
    seen = {"name": "梅兰香", "language": "en", "seen_version": str(worker.version)}
    assert one.post(f"/desk/people/{worker.id}/edit/", seen).status_code == 302
    late = other.post(f"/desk/people/{worker.id}/edit/", seen | {"name": "梅小兰"})
    assert late.status_code == 409
    assert "梅小兰" in late.content.decode()
    worker.refresh_from_db()
    assert worker.name == "梅兰香"


def test_a_chief_covers_an_absence_of_the_own_community(town: TinyTown, worker: User) -> None:
    station = an_organisation(town.north, "station", "station")
    chief = an_actor("chief", town.north, organisation=station.id)
    neighbour = a_user("gridworker", town.a2)
    browser = signed_in(chief)
    form = {
        "user": str(worker.id), "reason": "sick", "first_day": today().isoformat(),
        "last_day": (today() + timedelta(days=2)).isoformat(), "receipt": "r2",
    }  # fmt: skip
    entered = browser.post("/desk/people/absences/new/", form)
    assert entered.status_code == 302
    assert "nobody" in _english(browser, "/desk/people/absences/")
    post = worker.posts.get()
    covered = browser.post(f"{entered['Location']}cover/{post.id}/", {f"user-{post.id}": str(neighbour.id)})
    assert covered.status_code == 302
    stand_in = Post.objects.get(stands_in_for=post)
    assert (stand_in.user_id, stand_in.last_day) == (neighbour.id, today() + timedelta(days=2))
    assert "would have nobody" not in _english(browser, "/desk/people/absences/")


def test_a_grid_worker_enters_the_own_absence_and_the_pair_acts(
    town: TinyTown, worker: User, admin: Actor
) -> None:
    neighbour = a_user("gridworker", town.a2)
    commands.name_deputy(post_id=worker.posts.get().id, user_id=neighbour.id, actor=admin)
    browser = signed_in(queries.actor_of(worker, door="field"))
    form = {"reason": "leave", "first_day": today().isoformat(), "last_day": today().isoformat()}
    assert browser.post("/desk/people/absences/new/", form | {"user": str(neighbour.id)}).status_code == 302
    absence = Absence.objects.get()
    assert absence.user_id == worker.id
    assert Post.objects.get(absence=absence).user_id == neighbour.id
    assert browser.get(f"/desk/people/absences/{absence.id}/").status_code == 200
    assert browser.get("/desk/people/absences/").status_code == 403


def _english(browser: Client, path: str) -> str:
    browser.cookies["django_language"] = "en"
    return browser.get(path).content.decode()


def test_the_key_in_the_address_of_a_link_goes_nowhere_else(worker: User, admin: Actor) -> None:
    answer = Client().get(queries.path_of(_link(worker, admin)) or "")
    # "no-referrer" would also hide where the form was sent from, and Django would refuse it.
    assert answer["Referrer-Policy"] == "same-origin"
    assert "no-store" in answer["Cache-Control"]


def test_programs_read_people_and_organisations_of_an_administrator(
    town: TinyTown, worker: User, browser: Client
) -> None:
    office = an_organisation(town.street)
    away = a_user("clerk", town.city)
    found = browser.get("/api/v1/people?q=ml&state=invited").json()
    assert [(one["username"], one["state"], one["posts"][0]["role"]) for one in found["items"]] == [
        ("meilan", "invited", "gridworker")
    ]
    everybody = browser.get("/api/v1/people?size=1").json()
    assert (len(everybody["items"]), everybody["next"] is None) == (1, False)
    assert away.username not in browser.get("/api/v1/people").content.decode()
    assert [one["key"] for one in browser.get("/api/v1/organisations").json()] == [office.key]
    assert browser.get("/api/v1/people?state=odd").status_code == 422
    chief = signed_in(an_actor("chief", town.north, organisation=office.id))
    assert chief.get("/api/v1/people").status_code == 403
