"""What lies at the clerk's desk of the demo town."""

from pathlib import Path
from typing import Any

import pytest

from gewu.exchange import queries
from gewu.people.queries import person
from gewu.people.testing import an_actor
from gewu.places.testing import tiny_town
from gewu.simulator.exchanging import exchange

pytestmark = pytest.mark.django_db


def test_a_workbook_came_in_with_three_bad_rows_one_waits_to_be_compared_and_two_are_alike(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DATA = tmp_path
    town = tiny_town()
    clerk = an_actor("clerk", town.street)
    assert clerk.user is not None
    logins = [(person(clerk.user).username, "clerk", town.township)]
    monkeypatch.setattr("gewu.people.queries.demo_logins", lambda: logins)
    exchange(town.township)
    rows = {row.aim: row for row in queries.imports(clerk)}
    imported, compared = rows["import"], rows["compare"]
    assert (imported.state, imported.created, imported.bad) == ("done", 5, 3)
    assert (compared.state, compared.good) == ("checked", 4)
    assert len(queries.pairs(clerk)) == 1
