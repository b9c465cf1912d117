"""The API changes only where somebody meant it to: its description is part of every change."""

from tools import reference


def test_the_api_is_as_its_snapshot_says() -> None:
    told = reference.OPENAPI.read_text(encoding="utf-8")
    assert reference.contract() == told, (
        "the API has changed: `make reference`, and look at what the change says"
    )
