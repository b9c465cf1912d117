"""The real town with its people, before anything has happened in it."""

import pytest

from gewu.cases import guards
from gewu.catalogue.commands import publish_definitions
from gewu.kernel.remembered import remembered
from gewu.people.commands import load_people
from gewu.places import atlas
from gewu.places.commands import load_locality

LOCALITY = "wenhualu"


@pytest.fixture
def wenhualu(db: None) -> str:
    remembered("wenhualu with definitions", _founded)
    atlas.forget()
    load_people(LOCALITY)
    return LOCALITY


def _founded() -> None:
    publish_definitions(guards=guards.NAMES)
    load_locality(LOCALITY)
