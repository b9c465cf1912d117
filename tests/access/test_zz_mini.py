"""Every route × everybody × every kind of case, against the table in matrix.toml."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import product

import pytest
from django.template.backends.django import Template
from pytest_django import Settings

from tests.access import doors, table
from tests.access.doors import METHODS, Route
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
        for kind, name in product(_kinds(route), asking):
            answer, _said = doors.ask(town, route, town.people[name], town.cases.get(kind or ""))
            right = table.expected(policy, name, kind)
            if answer not in right:
                wrong[f"{route} · {kind or ''} · {answer}, not {sorted(map(str, right))}"].append(name)
    return [f"{line}: {', '.join(names)}" for line, names in wrong.items()]


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
    api = [route for route in table.routes() if route.pattern.startswith(doors.API + "routing")]
    _tell(mismatches(town, api[share::SHARES]))


def test_a_method_that_is_not_in_the_table_is_refused_to_everybody(town: Town) -> None:
    listed = table.routes()
    absent = [
        route
        for pattern in doors.patterns()
        for route in (Route(pattern, method) for method in (*METHODS, "PUT", "DELETE"))
        if "routing" in pattern and route not in listed and pattern not in ANY_METHOD
    ]
    answers = {
        f"{route} · {name}": doors.ask(town, route, town.people[name], town.cases["open"])[0]
        for route in absent
        for name in ("nobody", "clerk", "auditor")
    }
    _tell(f"{line}: {answer}" for line, answer in answers.items() if answer not in {401, 403, 404, 405})


def _tell(wrong: Iterable[str]) -> None:
    """Fail with one line for every answer that is wrong."""
    if lines := list(wrong):
        pytest.fail("\n".join(lines), pytrace=False)
