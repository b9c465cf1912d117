"""What shows in lists, counts, searches, on maps and beside a page, against finds.toml."""

import tomllib
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.db.models import Q

from gewu.cases import queries
from gewu.cases.models import Case, CaseQuerySet
from gewu.cases.queries.found import Narrowing
from gewu.kernel.access import ANYONE, Actor
from gewu.people.models import Post
from gewu.people.models.duty import PostQuerySet
from tests.access import doors, table
from tests.access.doors import Route
from tests.access.test_matrix import SHARES, mismatches
from tests.access.town import Person, Subject, Town, build

pytestmark = pytest.mark.django_db
TABLE: dict[str, dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "finds.toml").read_text(encoding="utf-8")
)

ON_DUTY = Route("desk/people/at/<uuid:area_id>/", "GET")
DUTY_LIST = Route("desk/people/", "GET")
JOURNAL = Route("api/v1/cases/<case_id>/journal", "GET")
# By name, because the package offers functions that are called like these modules.
lists, worklists = map(import_module, ("gewu.cases.queries.lists", "gewu.cases.queries.worklists"))
# Colleagues: who holds a post in the same township or above it.
AT_HOME = (
    "here",
    "gridworker_away",
    "assistant_away",
    "gridlead_away",
    "chief_away",
    "checker_away",
    "offices",
    "admin",
)


@pytest.fixture
def town() -> Town:
    return build()


Way = Callable[[Town, Person], frozenset[str]]


def found(town: Town, way: str, person: Person) -> frozenset[str]:
    """The kinds of case that show for this person in this way of reading."""
    if way.startswith("query "):
        return QUERIES[way](town, person)
    path = way.removeprefix("GET ")
    return frozenset(
        kind for kind, subject in town.cases.items() if str(subject.id) in _page(town, path, person, subject)
    )


def _page(town: Town, path: str, person: Person, subject: Subject) -> str:
    person.come_back()
    where = path.format(number=subject.number, street=town.tiny.street)
    headers = person.headers if path.startswith("/api/") else {}
    response = person.browser.get(where, headers=headers)
    if response.status_code == 302:
        # A whole number leads straight to its case.
        return str(response["Location"])
    return str(response.content.decode())


def _kinds_of(town: Town, numbers: set[str]) -> frozenset[str]:
    return frozenset(kind for kind, subject in town.cases.items() if subject.number in numbers)


def _listed(read: Callable[[Actor], Any]) -> Way:
    return lambda town, who: _kinds_of(town, {row.number for row in read(_asking(who))})


def _counted(town: Town, person: Person) -> frozenset[str]:
    """A count names no case: it is right when it is as many as the person finds, so it stands for those."""
    count = next((one.count for one in queries.worklists(_asking(person)) if one.key == "all"), 0)
    right = expected("query worklists", person.name)
    return right if count == len(right) else frozenset({f"{count} of them"})


def _asking(person: Person) -> Actor:
    return person.actor if person.user else ANYONE


QUERIES: dict[str, Way] = {
    "query search": _listed(lambda actor: queries.search(actor, "桶盖").items),
    "query map_points": _listed(queries.map_points),
    "query visible": _listed(lambda actor: queries.visible(actor).items),
    "query worklists": _counted,
}


def expected(way: str, name: str) -> frozenset[str]:
    """What the table says this person finds."""
    if name in table.members(TABLE[way].get("but", [])):
        return frozenset()
    kinds = table.table()["sees"].keys() - set(TABLE[way].get("without", []))
    return frozenset(kind for kind in kinds if name in table.seers(kind))


def wrong_finds(town: Town, ways: tuple[str, ...], people: tuple[str, ...] = ()) -> list[str]:
    return [
        f"{way} · {name}: {sorted(there)}, not {sorted(expected(way, name))}"
        for way in ways
        for name in people or tuple(town.people)
        if (there := found(town, way, town.people[name])) != expected(way, name)
    ]


@pytest.mark.parametrize("way", TABLE)
def test_everybody_finds_what_the_table_says_and_nothing_else(town: Town, way: str) -> None:
    if wrong := wrong_finds(town, (way,)):
        pytest.fail("\n".join(wrong), pytrace=False)


def test_a_list_that_is_not_of_ones_post_is_not_there(town: Town) -> None:
    reading = {
        f"{key} · {name}": town.people[name]
        .browser.get(f"/api/v1/cases?worklist={key}", headers=town.people[name].headers)
        .status_code
        for key in worklists.LISTS
        for name in town.people
    }
    mine = {
        f"{key} · {name}"
        for name, person in town.people.items()
        for key, list_ in worklists.LISTS.items()
        if person.user and list_.roles & _working(person, key)
    }
    assert {line for line, status in reading.items() if status == 200} == mine
    assert set(reading.values()) <= {200, 401, 404}


def _working(person: Person, key: str) -> frozenset[str]:
    """The roles under which a list can be somebody's: those of an inbox need an office."""
    by_inbox = key in {"to_accept", "mine", "to_help"}
    return frozenset(post.role for post in person.actor.posts if post.organisation or not by_inbox)


def test_a_file_of_another_case_is_not_found_through_a_case_one_sees(town: Town) -> None:
    clerk = town.people["clerk"]
    seen, hidden = town.cases["open"], town.cases["sealed"]
    for path in (
        f"/api/v1/cases/{seen.id}/files/{hidden.photo}",
        f"/desk/cases/{seen.id}/files/{hidden.photo}/",
    ):
        assert clerk.browser.get(path, headers=clerk.headers if "api" in path else {}).status_code in {
            404,
            302,
        }
    clerk.come_back()
    assert clerk.browser.get(f"/desk/cases/{seen.id}/files/{hidden.photo}/").status_code == 404
    assert clerk.browser.post(f"/desk/cases/{seen.id}/release/{hidden.words}/").status_code == 422
    stranger = town.people["nobody"].browser
    assert stranger.get(f"/c/{seen.number}/photos/{seen.photo}").status_code == 404
    assert stranger.get(f"/c/{seen.number}/photos/{hidden.released_photo}").status_code == 404


def test_the_names_of_people_on_duty_are_for_colleagues(town: Town) -> None:
    on_duty = town.people["gridworker"].user
    assert on_duty is not None
    readers = {
        name for name, person in town.people.items() if on_duty.name in doors.ask(town, ON_DUTY, person)[1]
    }
    assert readers == table.members(AT_HOME)


def test_the_list_of_people_ends_where_the_post_ends(town: Town) -> None:
    posts = {name: person.user.posts.first() for name, person in town.people.items() if person.user}
    elsewhere = posts["clerk_away"]
    for name, everybody in {"admin": False, "chief": False, "chief_away": False}.items():
        seen = set(Post.objects.visible_to(town.actor(name)))
        assert (elsewhere in seen) == everybody
    assert posts["gridworker"] in set(Post.objects.visible_to(town.actor("chief")))
    assert posts["gridworker"] not in set(Post.objects.visible_to(town.actor("chief_away")))


# When one way of asking who may see is taken out, the tables must notice: for each route and list by itself.

STRANGERS = ("clerk_away", "handler_never", "gridworker_away")
# Reads and writes that begin with the case itself. The journal page of the desk asks for the role first.
BY_CASE = tuple(route for route in table.routes() if "case_id" in route.pattern)


@pytest.mark.parametrize("share", range(SHARES))
def test_without_visible_to_the_matrix_fails_for_every_route_of_a_case(
    town: Town, monkeypatch: pytest.MonkeyPatch, share: int
) -> None:
    monkeypatch.setattr(CaseQuerySet, "visible_to", lambda self, actor: self.all())
    strangers = (*STRANGERS, "auditor_away")
    routes = BY_CASE[share::SHARES]
    assert [str(route) for route in routes if not mismatches(town, [route], strangers)] == []


@pytest.mark.parametrize("way", TABLE)
def test_without_reach_every_list_search_count_and_map_fails(
    town: Town, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    def all_of_the_town(actor: Actor, *_more: object) -> Any:
        return (Case.objects.filter(township=town.tiny.township),)

    monkeypatch.setattr(CaseQuerySet, "reached_by", all_of_the_town)
    monkeypatch.setattr(CaseQuerySet, "seen_from_posts", lambda self, actor: self.all())
    monkeypatch.setattr(CaseQuerySet, "visible_to", lambda self, actor: self.all())
    everything = Narrowing(frozenset(), frozenset(), None, whole=True)
    monkeypatch.setattr(queries, "narrowing", lambda actor, township: everything)
    monkeypatch.setattr(lists, "at_work", lambda post: [Q(township=town.tiny.township)])
    monkeypatch.setattr(worklists, "cases_on", all_of_the_town)
    monkeypatch.setattr(lists, "cases_on", all_of_the_town)
    assert wrong_finds(town, (way,), STRANGERS)


def test_without_visible_to_the_list_of_people_shows_too_much(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    away = town.people["clerk_away"].user
    chief = town.people["chief"]
    assert away is not None
    assert away.name not in doors.ask(town, DUTY_LIST, chief)[1]
    monkeypatch.setattr(PostQuerySet, "visible_to", lambda self, actor: self.all())
    assert away.name in doors.ask(town, DUTY_LIST, chief)[1]
