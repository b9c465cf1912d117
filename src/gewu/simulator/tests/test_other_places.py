"""The demos of the other places: told in borrowed words, about their own grids and offices."""

from datetime import datetime, timedelta

import pytest

from gewu.cases import guards, queries
from gewu.catalogue.commands import publish_definitions
from gewu.catalogue.queries import usual_offices
from gewu.kernel import clock
from gewu.people import queries as people
from gewu.people import staffing
from gewu.people.commands import load_people
from gewu.places import atlas, shelf
from gewu.places.commands import load_locality
from gewu.simulator import hours, shape
from gewu.simulator.commands import run
from gewu.simulator.shape import Demands

PLACES = ("jiefangbei", "daimiao", "shiqiao", "zhengzhou")
NOW = datetime(2026, 4, 12, 15, tzinfo=hours.zone())


@pytest.mark.parametrize("key", PLACES)
def test_every_place_has_an_office_for_whatever_happens_there(key: str) -> None:
    locality, _plan = shelf.read(key)
    found = staffing.read(key)
    assert found
    communities = {area.code for area in locality.areas if area.code.startswith(str(locality.township))}
    stations = {f"station-{code}" for code in communities if len(code) == 12}
    offices = {entry.key for entry in found[0].organisations} | stations
    here = (min(communities, key=lambda code: (len(code) != 12, code)),)
    form = shape.read(key)
    assert len(form.kinds) > 80
    assert [kind.category for kind in form.kinds if not usual_offices(kind.category, offices, here)] == []


@pytest.mark.parametrize("key", PLACES)
def test_a_demo_says_what_is_its_own_and_borrows_the_rest(key: str) -> None:
    own, usual = shape.read(key), shape.read("wenhualu")
    assert (own.demands.months, own.demands.count < 40, own.demands.petition) == (1, True, "")
    assert own.rhythm == usual.rhythm
    assert own.persons.phone != usual.persons.phone
    assert own.persons.surnames == usual.persons.surnames


def test_nobody_asks_for_heating_where_nobody_heats() -> None:
    for key in ("jiefangbei", "shiqiao"):
        assert not {"030301", "020504"} & {kind.category for kind in shape.read(key).kinds}


def test_a_street_of_grids_without_units_lives_like_any_other(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_definitions(guards=guards.NAMES)
    load_locality("shiqiao")
    atlas.forget()
    load_people("shiqiao")
    form = shape.read("shiqiao").model_copy(
        update={"demands": Demands(months=1, count=2, open=1), "today": shape.read("shiqiao").today[:4]}
    )
    played = run("shiqiao", until=NOW, since=(NOW - timedelta(days=3)).date(), form=form)
    assert played.today > 3
    with clock.hold(NOW):
        worker = people.actor_of(people.user_named("sq-gridworker"), door="field")
        assert queries.visible(worker, size=5).items
