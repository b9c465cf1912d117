"""What the event says, asked the way the engine asks. No database."""

import pytest

from gewu.catalogue import reading
from gewu.catalogue.definition import CaseType, PublicState, Span
from gewu.catalogue.queries import duties_of, form, words
from gewu.catalogue.rules import edition, resolve
from gewu.deadlines.rules import Limit, Unit

LAMP = "010137"


@pytest.fixture(scope="module")
def event() -> CaseType:
    found = reading.shipped().newest("event")
    assert found is not None
    return resolve(found, reading.shipped().categories)


def test_the_limit_of_the_standard_goes_before_the_usual_time(event: CaseType) -> None:
    assert event.stage_limit("handling", category=LAMP, standard="dark") == Limit(2, Unit.WORK_DAY)
    assert event.stage_limit("handling", category=LAMP) == Limit(3, Unit.WORK_DAY)
    assert event.stage_limit("reported", category=LAMP, standard="dark") == Limit(4, Unit.WORK_HOUR)


def test_the_whole_way_is_the_handling_and_the_rest(event: CaseType) -> None:
    rest = Limit(2, Unit.WORK_DAY)
    assert event.whole_limits(category=LAMP) == (Limit(3, Unit.WORK_DAY), rest)
    assert event.whole_limits(category=LAMP, standard="dark") == (Limit(2, Unit.WORK_DAY), rest)


def test_a_version_written_in_plain_hours_still_means_them() -> None:
    first = next(one for one in reading.shipped().case_types if (one.key, one.version) == ("event", 1))
    assert first.stage_limit("reported", category=LAMP) == Limit(4, Unit.URGENT_HOUR)
    hours = sum(limit.amount for limit in first.whole_limits(category=LAMP))
    assert (hours, first.rest) == (168, Span(amount=96, unit=Unit.URGENT_HOUR))


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
    assert spoken == {
        *("question", "note", "reply", "report", "instruction", "reason", "opinion"),
        *("help_report", "despite_helpers", "basis"),
    }


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
