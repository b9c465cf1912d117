"""What a place publishes in the studio is what its lists, batches and exports say."""

import pytest

from gewu.cases import queries as cases
from gewu.cases.queries import CaseRow
from gewu.cases.tests.builders import Cast, a_case, a_cast, move_on
from gewu.finding.queries.listed import parts_of
from gewu.people.testing import signed_in
from gewu.studio.document import Sections
from gewu.studio.tests.builders import a_draft, changed, published

pytestmark = pytest.mark.django_db
STAGE, MOVE, QUESTION = "等着派", "派出去", "电梯里困了人没有"


@pytest.fixture
def cast() -> Cast:
    """A town that calls a stage and a step its own way, and asks a question of its own."""
    cast = a_cast()
    published(cast, changed(a_draft(cast), _own, by=cast.admin, part="import"))
    return cast


def _own(before: Sections) -> Sections:
    words = dict(before["words.zh"])
    words["stages"] = words["stages"] | {"filed": words["stages"]["filed"] | {"title": STAGE}}
    words["moves"] = words["moves"] | {"dispatch": words["moves"]["dispatch"] | {"title": MOVE}}
    fields = {language: dict(before[f"words.{language}"]["fields"]) for language in ("zh", "en")}
    for named in fields.values():
        named["lift"] = {"label": QUESTION, "help": "有就打 119", "choices": {}}
    moves = [
        move | {"needs": [*move["needs"], "lift"]} if move["name"] == "dispatch" else move
        for move in before["moves"]
    ]
    return before | {
        "words.zh": words | {"fields": fields["zh"]},
        "words.en": before["words.en"] | {"fields": fields["en"]},
        "answers": before["answers"] | {"lift": {"type": "boolean"}},
        "moves": moves,
    }


def _filed(cast: Cast) -> CaseRow:
    case = move_on(a_case(cast), "file", cast.clerk, standard="dirty")
    return next(row for row in cases.worklist(cast.dispatcher, "to_dispatch").items if row.id == case.id)


def test_a_list_and_an_export_say_the_stage_as_the_place_does(cast: Cast) -> None:
    assert _filed(cast).stage_title == STAGE
    (part,) = parts_of(cast.dispatcher, "to_dispatch", "", most=10)
    assert STAGE in part.lines[0]


def test_a_batch_asks_what_the_place_asks_and_calls_it_as_the_place_does(cast: Cast) -> None:
    row, desk = _filed(cast), signed_in(cast.dispatcher)
    chosen = {"case": f"{row.id}.{row.version}", "list": "to_dispatch"}
    assert MOVE in desk.post("/desk/batches/new/", chosen).content.decode()
    form = desk.post("/desk/batches/new/", chosen | {"move": "dispatch"}).content.decode()
    assert QUESTION in form
    answers = {"organisation": str(cast.office), "lift": "true", "step": "do"}
    done = desk.post("/desk/batches/new/", chosen | answers | {"move": "dispatch"})
    assert done.status_code == 302
    assert MOVE in desk.get(done["Location"]).content.decode()
    assert MOVE in desk.get("/desk/batches/").content.decode()
    assert not cases.worklist(cast.dispatcher, "to_dispatch").items
