"""What a place has switched off is not there: not as a page, not as a link, not for programs."""

import pytest
from django.test import Client

from gewu.catalogue.commands import publish_definitions
from gewu.config.features import ROUTES, feature_of
from gewu.people.testing import a_user
from gewu.places import atlas
from gewu.places.dictionary import EVERYTHING, Feature
from gewu.places.testing import TOWNSHIP, TinyTown, tiny_locality, tiny_town

PAGES = {
    Feature.MAP: "/map/",
    Feature.DEADLINES: "/desk/deadlines/",
    Feature.DUTIES: "/desk/catalogue/duties/",
    Feature.OPEN311: "/open311/v2/services.json",
}


@pytest.fixture
def town(db: None) -> TinyTown:
    publish_definitions()
    return tiny_town()


def switch_off(monkeypatch: pytest.MonkeyPatch, feature: Feature) -> None:
    left = tuple(one for one in EVERYTHING if one != feature)
    place = tiny_locality().model_copy(update={"features": left})
    monkeypatch.setitem(atlas.current().townships, TOWNSHIP, place)


def test_every_feature_has_addresses_and_a_page_here() -> None:
    assert set(ROUTES.values()) == set(Feature) == set(PAGES)
    assert feature_of("desk/catalogue/") is None


@pytest.mark.parametrize("feature", list(Feature))
def test_a_page_of_a_feature_is_there_only_while_it_is_on(
    client: Client, town: TinyTown, monkeypatch: pytest.MonkeyPatch, feature: Feature
) -> None:
    client.force_login(a_user("clerk", town.street))
    assert client.get(PAGES[feature]).status_code == 200
    assert PAGES[feature] in _links(client) or feature is Feature.OPEN311
    switch_off(monkeypatch, feature)
    assert client.get(PAGES[feature]).status_code == 404
    assert PAGES[feature] not in _links(client)
    others = [page for other, page in PAGES.items() if other is not feature]
    assert [client.get(page).status_code for page in others] == [200] * len(others)


@pytest.mark.parametrize("feature", [Feature.MAP, Feature.OPEN311])
def test_strangers_do_not_find_it_either(
    client: Client, town: TinyTown, monkeypatch: pytest.MonkeyPatch, feature: Feature
) -> None:
    switch_off(monkeypatch, feature)
    assert client.get(PAGES[feature]).status_code == 404
    assert PAGES[feature] not in client.get("/").content.decode()


def test_programs_find_no_clock_where_deadlines_are_off(
    client: Client, town: TinyTown, monkeypatch: pytest.MonkeyPatch
) -> None:
    switch_off(monkeypatch, Feature.DEADLINES)
    answer = client.get("/api/v1/clock/due")
    assert answer.status_code == 404
    assert answer.headers["Content-Type"].startswith("application/problem+json")


def _links(client: Client) -> str:
    return client.get("/desk/").content.decode()
