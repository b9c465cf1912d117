"""What the validator of SeeClickFix asks of a server beyond the standard."""

from datetime import datetime

import pytest

from gewu.kernel import clock
from tests.open311.door import Door, of_xml

TYPES = {"json": "application/json", "xml": "text/xml"}


@pytest.mark.parametrize("form", TYPES)
def test_the_type_of_discovery_is_bare(door: Door, form: str) -> None:
    """It compares the whole header; everything else says its charset."""
    assert door.get(f"discovery.{form}")["Content-Type"] == TYPES[form]


def test_discovery_lies_where_it_looks(door: Door) -> None:
    for endpoint in door.json("discovery")["endpoints"]:
        assert door.client.get(f"{endpoint['url']}/discovery.json").json() == door.json("discovery")


def test_changesets_are_moments_of_the_past(door: Door) -> None:
    document = door.json("discovery")
    for said in (document["changeset"], *(one["changeset"] for one in document["endpoints"])):
        assert datetime.fromisoformat(said) < clock.now()


def test_there_are_two_endpoints_with_two_formats_each(door: Door) -> None:
    """Its reader of XML turns a lone child into something else than a list."""
    endpoints = of_xml(door.get("discovery.xml"))["endpoints"]
    assert [one["type"] for one in endpoints] == ["production", "test"]
    assert [set(one["formats"]) for one in endpoints] == [set(TYPES.values())] * 2


def test_every_service_has_a_code_and_a_definition(door: Door) -> None:
    codes = [one["service_code"] for one in door.json("services")]
    assert all(codes)
    assert len(codes) == len(set(codes))
    for code in codes[:5]:
        assert door.json(f"services/{code}")["service_code"] == code
