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


def test_a_workbook_came_in_one_waits_with_bad_cells_one_was_compared_and_months_wait(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DATA = tmp_path
    town = tiny_town()
    clerk = an_actor("clerk", town.street)
    assert clerk.user is not None
    logins = [(person(clerk.user).username, "clerk", town.township)]
    monkeypatch.setattr("gewu.people.queries.demo_logins", lambda: logins)
    exchange(town.township)
    compared, waits, imported = queries.imports(clerk)
    assert (imported.state, imported.created, imported.bad) == ("done", 5, 3)
    assert (waits.state, waits.bad, waits.all_or_none) == ("checked", 2, True)
    assert (compared.state, compared.facts["differs"], compared.facts["to_check"]) == ("done", 2, 1)
    assert queries.how_many(compared)["differs"] == {"open": 1, "decided": 1}
    assert len(queries.pairs(clerk)) == 1
    assert [row.rows for row, _table in queries.waiting_editions(clerk)] == [4]
    assert len(queries.taken_out(clerk)) == 2
