"""Every operation of the API, asked by people with real ids: no 5xx, and every answer as documented."""

from typing import Any

import pytest
from hypothesis import given
from schemathesis import Case
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi import checks

from tests.machines import seeds, shares
from tests.machines.asking import OPERATIONS, PLAY, ask, schema_for
from tests.machines.world import Asking, World, askers, taken_back

pytestmark = pytest.mark.django_db
every_operation = pytest.mark.parametrize(("method", "path"), OPERATIONS, ids=str)


@every_operation
def test_what_is_asked_well_is_answered_as_documented(
    world: World, method: str, path: str, record_property: Any
) -> None:
    wrong = []
    for who in askers(path):
        statuses = _played(world.asking(who), method, path, GenerationMode.POSITIVE)
        good = sum(status < 400 for status in statuses)
        record_property(shares.SHARE, (f"{method} {path}", who, good, len(statuses)))
        wrong.append(shares.problem(f"{method} {path}", who, good, len(statuses)))
    assert not any(wrong), wrong


@every_operation
def test_what_breaks_the_document_is_refused(world: World, method: str, path: str) -> None:
    _played(world.asking(askers(path)[0]), method, path, GenerationMode.NEGATIVE)


@pytest.mark.parametrize("path", sorted({path for _method, path in OPERATIONS}))
def test_every_name_in_a_path_has_real_values(path: str) -> None:
    """Ids of a new kind exist only once seeds.py knows them; until then every answer would be a 404."""
    names = {part[1:-1] for part in path.split("/") if part.startswith("{")}
    assert names <= seeds.PATHS.keys()


def _played(asking: Asking, method: str, path: str, mode: GenerationMode) -> list[int]:
    """The statuses of the answers."""
    statuses: list[int] = []
    more = [checks.negative_data_rejection] if mode is GenerationMode.NEGATIVE else []

    @PLAY
    @given(case=schema_for(asking, set())[path][method].as_strategy(generation_mode=mode))
    def play(case: Case) -> None:
        with taken_back():
            statuses.append(ask(case, asking, *more).status_code)

    play()
    return statuses
