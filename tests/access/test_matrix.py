"""Every route × everybody × every kind of case, against the table in matrix.toml."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import product

import pytest
from django.template.backends.django import Template
from pytest_django import Settings

from tests.access import doors, table
from tests.access.doors import METHODS, Answer, Route
from tests.access.town import CLASSES, Town, build

pytestmark = pytest.mark.django_db
# Thousands of requests, dealt out so that no process is the last by minutes.
SHARES = 6


@pytest.fixture
def town(settings: Settings) -> Town:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return build()


@pytest.fixture
def nothing_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who may is decided before a page is drawn, and drawing three thousand of them takes minutes."""
    monkeypatch.setattr(Template, "render", lambda self, context=None, request=None: "")


# A few of everybody, for what answers all alike; and the cases that stand for all when something is written.
SOME = ("nobody", "neighbour", "clerk", "auditor", "admin")
WRITTEN_TO = ("open", "sealed")


# Views of Django, allauth and ninja that answer any method like GET; what changes something is POST alone.
ANY_METHOD = {"language", "accounts/login/", "accounts/logout/", "api/v1/openapi.json"}


def mismatches(town: Town, routes: Iterable[Route], people: Iterable[str] = ()) -> list[str]:
    """Every answer that is not what the table says, as lines to read."""
    wrong: dict[str, list[str]] = defaultdict(list)
    for route in routes:
        policy = table.routes()[route]
        asking = list(people) or (SOME if table.knows_nobody(policy) else town.people)
        for kind in _kinds(route):
            for name, answer in _answers(town, route, asking, kind):
                right = table.expected(policy, name, kind)
                if answer not in right:
                    wrong[f"{route} · {kind or ''} · {answer}, not {sorted(map(str, right))}"].append(name)
    return [f"{line}: {', '.join(names)}" for line, names in wrong.items()]


def _answers(
    town: Town, route: Route, people: Iterable[str], kind: str | None
) -> Iterator[tuple[str, Answer]]:
    subject = town.cases.get(kind or "")
    with doors.standing(town, route, subject) as url:
        for name in people:
            yield name, doors.ask_at(url, town, route, town.people[name], subject)[0]


def _kinds(route: Route) -> Iterable[str | None]:
    if not route.of_case:
        return (None,)
    return CLASSES if route.method == "GET" else WRITTEN_TO


def test_every_route_is_in_the_table_and_every_line_has_its_route() -> None:
    listed = {route.pattern for route in table.routes()}
    there = set(doors.patterns())
    assert {"not in the table": there - listed, "gone": listed - there} == {
        "not in the table": set(),
        "gone": set(),
    }


def test_every_operation_of_the_api_is_in_the_table_and_the_other_way_round() -> None:
    undocumented = {"api/v1/", "api/v1/docs", "api/v1/openapi.json"}
    listed = {route for route in table.routes() if route.pattern.startswith(doors.API)}
    assert {route for route in listed if route.pattern not in undocumented} == set(doors.operations())


def test_everybody_in_the_town_is_in_the_table(town: Town) -> None:
    assert table.members(table._all()) == set(town.people)


@pytest.mark.usefixtures("nothing_drawn")
@pytest.mark.parametrize("share", range(SHARES))
def test_pages_answer_everybody_as_the_table_says(town: Town, share: int) -> None:
    pages = [route for route in table.routes() if not route.pattern.startswith(doors.API)]
    _tell(mismatches(town, pages[share::SHARES]))


@pytest.mark.parametrize("share", range(SHARES))
def test_the_api_answers_everybody_as_the_table_says(town: Town, share: int) -> None:
    api = [route for route in table.routes() if route.pattern.startswith(doors.API)]
    _tell(mismatches(town, api[share::SHARES]))


def test_a_method_that_is_not_in_the_table_is_refused_to_everybody(town: Town) -> None:
    answers = {
        f"{route} · {name}": answer
        for pattern in doors.patterns()
        if pattern not in ANY_METHOD
        for route, name, answer in _answers_to_absent(town, pattern)
    }
    _tell(f"{line}: {answer}" for line, answer in answers.items() if answer not in {401, 403, 404, 405})


def _answers_to_absent(town: Town, pattern: str) -> Iterator[tuple[Route, str, Answer]]:
    there = (Route(pattern, method) for method in (*METHODS, "PUT", "DELETE"))
    absent = [route for route in there if route not in table.routes()]
    subject = town.cases["open"]
    if not absent:
        return
    with doors.standing(town, absent[0], subject) as url:
        for route, name in product(absent, ("nobody", "clerk", "auditor")):
            yield route, name, doors.ask_at(url, town, route, town.people[name], subject)[0]


def _tell(wrong: Iterable[str]) -> None:
    """Fail with one line for every answer that is wrong."""
    if lines := list(wrong):
        pytest.fail("\n".join(lines), pytrace=False)
