"""The demo town has rooms, nicknames and a house that went to another grid last spring."""

from datetime import timedelta

import pytest

from gewu.people import queries as people
from gewu.people.testing import a_user
from gewu.places import commands
from gewu.places import queries as places
from gewu.simulator.housing import ESTATES, NICKNAMES, SPRING, keep_addresses


def test_rooms_names_and_a_house_given_away(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    township = commands.load_locality("wenhualu")
    street = places.area_by_code(str(township))
    admin = a_user("admin", street.id)
    monkeypatch.setattr(people, "demo_logins", lambda: [(admin.username, "admin", township)])

    keep_addresses(township)

    named = [places.read_address(name, township=township).address for name in NICKNAMES[:ESTATES]]
    assert all(named)
    room = places.read_address(f"{NICKNAMES[0]}1-1-101", township=township).address
    assert room
    assert room.kind == "room"
    house = room.building
    assert house
    assert places.grid_of(house) != places.grid_of(house, at=SPRING - timedelta(days=1))
