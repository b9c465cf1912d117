"""The demo town has reports of one matter: joined ones, seconded ones, and one that waits beside its twin."""

from datetime import datetime

import pytest

from gewu.cases import queries
from gewu.kernel import clock, journal
from gewu.people import queries as people
from gewu.places import queries as places
from gewu.routing import queries as routing
from gewu.simulator import hours
from gewu.simulator.commands import run
from gewu.simulator.tests.test_run import _short
from gewu.simulator.twins import tell_again

pytestmark = pytest.mark.django_db


def test_some_are_joined_some_seconded_and_one_waits(wenhualu: str) -> None:
    now = datetime(2026, 4, 12, 15, tzinfo=hours.zone())
    run(wenhualu, until=now, form=_short(wenhualu))
    with clock.hold(now):
        tell_again(places.locality(wenhualu).township)
        name = next(name for name, role, _township in people.demo_logins() if role == "clerk")
        clerk = people.actor_of(people.user_named(name), door="desk")
        rows = queries.visible(clerk, size=200).items
        merged = [row for row in rows if row.merged]
        wanted = [row.demands for row in rows if row.demands > 1]
        waiting = [
            row
            for row in queries.worklist(clerk, "to_file", size=100).items
            if routing.likely_same(clerk, queries.case_file(clerk, row.id))
        ]
        wrong = journal.verify()
    assert not wrong
    assert len(merged) == 2
    assert len(wanted) >= 5
    assert waiting
