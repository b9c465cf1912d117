"""What the event says, asked the way the engine asks. No database."""

import pytest

from gewu.catalogue import reading
from gewu.catalogue.definition import CaseType, PublicState
from gewu.catalogue.queries import duties_of, form, words
from gewu.catalogue.rules import edition, resolve

LAMP = "010137"


@pytest.fixture(scope="module")
def event() -> CaseType:
    found = reading.shipped().newest("event")
    assert found is not None
    return resolve(found, reading.shipped().categories)


def test_the_limit_of_the_standard_goes_before_the_usual_time(event: CaseType) -> None:
    assert event.stage_hours("handling", category=LAMP, standard="dark") == 48
    assert event.stage_hours("handling", category=LAMP) == 72
    assert event.stage_hours("reported", category=LAMP, standard="dark") == 4


def test_the_whole_way_grows_and_shrinks_with_the_limit(event: CaseType) -> None:
    assert event.case_hours(category=LAMP) == 168
    assert event.case_hours(category=LAMP, standard="dark") == 168 - 72 + 48


def test_a_waiting_case_shows_as_not_now_only_while_it_is_open(event: CaseType) -> None:
    assert event.public_state("filed", waits=True) is PublicState.NOT_NOW
    assert event.public_state("filed", waits=False) is PublicState.WORKING
    assert event.public_state("closed", waits=True) is PublicState.DONE


def test_a_move_takes_only_the_standards_of_the_category(event: CaseType) -> None:
    file, close = event.move("reported", "file"), event.move("checked", "close")
    assert file
    assert close
    assert event.standards(file, LAMP) == ("fallen", "bare", "dark", "row")
    assert event.standards(close, LAMP) == ("lit", "removed")
    assert event.standards(file, "999999") == ()


def test_words_of_persons_are_marked(event: CaseType) -> None:
    spoken = {name for name in event.answers if event.is_words(name)}
    assert spoken == {"question", "note", "reply", "report", "instruction", "reason", "opinion"}


@pytest.mark.parametrize(("language", "label"), [("zh-hans", "单盏灯不亮"), ("en", "One lamp is dark")])
def test_a_form_names_its_choices_in_the_language(event: CaseType, language: str, label: str) -> None:
    file = event.move("reported", "file")
    assert file
    schema = form(event, file, LAMP, language)
    choices = schema["properties"]["standard"]["oneOf"]  # type: ignore[index, call-overload]
    assert {"const": "dark", "title": label} in choices  # type: ignore[operator]


def test_every_move_has_a_form_in_both_languages(event: CaseType) -> None:
    for move in event.moves:
        for language in ("zh-hans", "en"):
            assert (
                form(event, move, LAMP, language)["title"] == words("event", language).moves[move.name].title
            )


def test_the_same_definition_has_the_same_digest(event: CaseType) -> None:
    again = CaseType.model_validate_json(edition(event, base={}).resolved)
    assert edition(again, base={}).digest == edition(event, base={}).digest
    assert list(again.stages) == list(event.stages)


@pytest.mark.parametrize(
    ("code", "chain"),
    [
        (LAMP, ("lighting", "power", "station")),
        ("020496", ("fire", "safety", "station")),
        ("030201", ("station",)),
    ],
)
def test_a_duty_falls_to_the_next_in_line(code: str, chain: tuple[str, ...]) -> None:
    assert duties_of(code) == chain
