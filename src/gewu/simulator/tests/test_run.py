"""Playing a town: one seed, one town; every login has something to do; it happens once."""

from datetime import date, datetime, timedelta

import pytest
from django.db import transaction

from gewu.cases import queries
from gewu.kernel import clock, journal
from gewu.people import queries as people
from gewu.simulator import demo, hours, shape
from gewu.simulator.commands import run
from gewu.simulator.export import export
from gewu.simulator.shape import Demands, Shape

FIRST, LAST = date(2014, 11, 11), date(2014, 11, 14)


def _short(locality: str) -> Shape:
    """A register of one month whose open ones are those of the whole."""
    form = shape.read(locality)
    demands = Demands(months=1, count=60, open=form.demands.open)
    return form.model_copy(update={"demands": demands})


def _auditor() -> queries.CaseRow | None:
    auditor = people.actor_of(people.user_named("auditor"), door="desk")
    return next(iter(queries.visible(auditor, size=1).items), None)


def test_one_seed_tells_one_story_and_another_seed_another(wenhualu: str) -> None:
    told = []
    for seed in (7, 7, 8):
        with transaction.atomic():
            played = run(wenhualu, seed=seed, since=FIRST, last=LAST)
            told.append(export(wenhualu))
            transaction.set_rollback(True)
    assert told[0] == told[1]
    assert told[0] != told[2]
    assert len(told[0].splitlines()) == played.register > 10


def test_what_was_played_can_be_verified(wenhualu: str) -> None:
    played = run(wenhualu, since=FIRST, last=LAST)
    assert played.steps > played.register
    assert not journal.verify()


@pytest.mark.parametrize("hour", [3.5, 22.5])
def test_every_worklist_of_every_login_has_something_to_do(wenhualu: str, hour: float) -> None:
    now = datetime(2026, 4, 12, tzinfo=hours.zone()) + timedelta(hours=hour)
    played = run(wenhualu, until=now, form=_short(wenhualu))
    assert (played.register, 20 <= played.today <= 90) == (60, True)
    with clock.hold(now):
        few = [
            (username, worklist.key, worklist.count)
            for username, _role, _township in people.demo_logins()
            for worklist in queries.worklists(people.actor_of(people.user_named(username), door="desk"))
            if worklist.count < 2
        ]
    assert not few


def test_the_demo_is_loaded_once(wenhualu: str, monkeypatch: pytest.MonkeyPatch) -> None:
    form = _short(wenhualu).model_copy(update={"demands": Demands(months=1, count=4, open=1), "today": ()})
    monkeypatch.setattr(shape, "read", lambda locality: form)
    demo.load([wenhualu])
    first = _auditor()
    assert first is not None
    assert demo.simulate(wenhualu, seed=7) is None
    assert _auditor() == first


def test_a_place_without_a_demo_is_left_alone(wenhualu: str) -> None:
    demo.load(["tiny"])
    assert _auditor() is None
