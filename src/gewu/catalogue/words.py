"""The words of a case type, apart from its rules: free to edit, in every language the same keys."""

from collections.abc import Iterable, Iterator, Mapping

from gewu.catalogue.definition import CaseType, Key, Part, PublicState
from gewu.catalogue.effects import Awaited
from gewu.catalogue.sense import Problem
from gewu.sharing.rules import Question

LANGUAGES = ("zh", "en")


class StageWords(Part):
    title: str
    public: str  # a sentence for the resident


class MoveWords(Part):
    title: str  # the name of the move, for lists and forms
    button: str  # what the button says
    done: str  # what the timeline says afterwards, behind the name of who did it
    help: str


class FieldWords(Part):
    label: str
    help: str
    choices: dict[str, str] = {}


class Words(Part):
    """Everything a case type says in one language."""

    title: str
    help: str
    public: dict[PublicState, str]
    stages: dict[Key, StageWords]
    moves: dict[Key, MoveWords]
    fields: dict[Key, FieldWords]
    # What the steps of its way are called, by what a case waits for; left out, as for an event.
    steps: dict[Awaited, str] = {}

    def choice(self, field: Key, value: str) -> str:
        """What a value of a field is called."""
        return self.fields[field].choices.get(value, value)


class Told(Words):
    """All that one case is told in: the words of its type, the names of its category and its standards."""

    category: str = ""
    standards: dict[Key, str] = {}


def language_of(code: str) -> str:
    """The language of our word files for a language code such as "zh-hans" or "en-gb"."""
    return "en" if code.startswith("en") else "zh"


def problems_of_words(case_type: CaseType, words: Mapping[str, Words]) -> tuple[Problem, ...]:
    """Keys that are missing or mean nothing, in any language."""
    return tuple(
        Problem(f"words/{language}", problem)
        for language, said in sorted(words.items())
        for problem in _differences(case_type, said)
    )


def _differences(case_type: CaseType, words: Words) -> Iterator[str]:
    yield from _compare("public", [state.value for state in PublicState], words.public)
    yield from _compare("stages", case_type.stages, words.stages)
    yield from _compare("moves", {move.name for move in case_type.moves}, words.moves)
    yield from _compare("fields", case_type.answers, words.fields)
    for name, schema in case_type.answers.items():
        choices = schema.get("enum", [])
        if name in words.fields and isinstance(choices, list):
            yield from _compare(f"fields.{name}.choices", map(str, choices), words.fields[name].choices)


def _compare(part: str, expected: Iterable[str], said: Iterable[str]) -> Iterator[str]:
    wanted, given = set(expected), {str(key) for key in said}
    yield from (f"{part}.{key} has no words" for key in sorted(wanted - given))
    yield from (f"{part}.{key} has words but no meaning" for key in sorted(given - wanted))


def questions_of(case_type: CaseType, words: Mapping[str, Words]) -> tuple[Question, ...]:
    """What a case type asks, by name and label: enough to see whether somebody supplies it already."""
    return tuple(
        Question(name, tuple(said.fields[name].label for said in words.values() if name in said.fields))
        for name in case_type.answers
    )
