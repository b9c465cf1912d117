"""Stories: what one answer tells is used in the next request, along the links between operations."""

from typing import Any

import pytest
from hypothesis import settings
from schemathesis import Case
from schemathesis.core.transport import Response

from tests.machines.asking import CHECKS, EXAMPLES, PLAY, schema_for, see
from tests.machines.shares import impossible
from tests.machines.world import Asking, World, taken_back

pytestmark = pytest.mark.django_db
STEPS = 16


@pytest.mark.parametrize("who", ["dispatcher", "handler"])
def test_a_story_of_requests_breaks_nothing(world: World, who: str) -> None:
    followed: set[tuple[str, bool]] = set()
    machine = _machine(world.asking(who), followed)
    machine.run(settings=settings(PLAY, max_examples=EXAMPLES, stateful_step_count=STEPS))
    linked = {label for label, links in machine._transitions.operations.items() if links.incoming}
    possible = {label for label in linked if who not in impossible().get(label, {})}
    reached = possible & {label for label, good in followed if good}
    assert len(reached) >= len(possible) / 2, f"no link led to {sorted(possible - reached)}"


def _machine(asking: Asking, followed: set[tuple[str, bool]]) -> Any:
    """`followed`: the operations that a link led to, and whether they succeeded."""
    learned: set[str] = set()
    schema = schema_for(asking, learned)

    class Story(schema.as_state_machine()):  # type: ignore[misc] # made at run time
        """Each begins in the town as it was."""

        def setup(self) -> None:
            learned.clear()
            self.back = taken_back()
            self.back.__enter__()

        def teardown(self) -> None:
            self.back.__exit__(None, None, None)

        def get_call_kwargs(self, case: Case) -> dict[str, Any]:
            return {"headers": asking.headers, "buffered": True}

        def step(self, input: Any) -> Any:
            output = super().step(input)
            if input.transition is not None and input.is_applied:
                followed.add((input.case.operation.label, output.response.status_code < 400))
            return output

        def validate_response(self, response: Response, case: Case, **_more: Any) -> None:
            case.validate_response(response, checks=CHECKS)
            see(response)
            learned.update(_ids_in(response))

    return Story


def _ids_in(response: Response) -> set[str]:
    is_json = response.headers.get("content-type", [""])[0].startswith("application/json")
    if not is_json or not response.content:
        return set()
    said = response.json()
    rows = said.get("items", [said]) if isinstance(said, dict) else said
    return {str(row["id"]) for row in rows if isinstance(row, dict) and "id" in row}
