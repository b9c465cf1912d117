"""The forms behind the commands: who filled them in, how long they stood open, what was known already.

People of the demo town act through commands, and a command has no page. Here the page is thought beside it,
so that the burden meter counts what it would have counted: the questions of the definition, the answers that
were given, those that the case or the register knew, at the door and on the day of the command.
"""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from random import Random
from uuid import UUID

from gewu.burden import moment
from gewu.burden.commands import Sender, note_filling, note_look
from gewu.burden.moment import Opened
from gewu.cases.known import known
from gewu.catalogue import queries as catalogue
from gewu.catalogue.definition import CaseType
from gewu.kernel import clock
from gewu.kernel.access import Actor
from gewu.kernel.canonical import JsonValue
from gewu.simulator.story import Told

Answers = Mapping[str, object]
# Seconds somebody needs: for the page, for each question, for each letter typed; what is known costs a look.
PAGE, QUESTION, LETTER = 9.0, 3.0, 0.35
# Of a hundred callers the register knows so many before they have said who they are.
KNOWN_CALLERS = 0.4
# Of a hundred answers so many are looked at again.
READ = 0.9


class Filling:
    """Fills in the forms of one town. The same seed fills them alike."""

    def __init__(self, township: int, seed: int) -> None:
        self.township = township
        self._kinds: dict[str, CaseType] = {}
        self._asked: dict[tuple[str, int, str], tuple[str, ...]] = {}
        self._chance = Random(f"{seed}:{township}:forms")  # noqa: S311 - a made-up town is no secret
        self._readers = Random(f"{seed}:{township}:readers")  # noqa: S311 - likewise

    def report(self, told: Told, actor: Actor) -> None:
        """The report that began a case: a caller who is known is not asked who they are."""
        of = self._reported_as(catalogue.category(told.category).case_type)
        given: dict[str, object] = {"text": told.text, "name": told.name, "phone": told.phone}
        given |= {"address": told.address, "photos": "file" if told.photos else "", **told.answers}
        asked = [*given, *(name for name in self._asked_in(of) if name not in given)]
        calls = bool(told.phone) and self._chance.random() < KNOWN_CALLERS
        self.fill(
            f"{of.key}/report",
            str(of.version),
            asked,
            given=given,
            held=("name", "phone", "address") if calls else (),
            actor=actor,
        )

    def move(
        self, name: str, definition: UUID, *, before: dict[str, JsonValue], data: Answers, actor: Actor
    ) -> None:
        """A move on a case that has said `before` already."""
        of = catalogue.definition(definition)
        asked = self._asked_in(of, name)
        given = {key: value for key, value in data.items() if key in asked}
        said = known(of, before, asked)
        held = [key for key in said if key not in given or given[key] == said[key]]
        self.fill(f"{of.key}/{name}", str(of.version), asked, given=said | given, held=held, actor=actor)

    def _reported_as(self, kind: str) -> CaseType:
        if kind not in self._kinds:
            self._kinds[kind] = catalogue.case_type(kind, self.township).definition
        return self._kinds[kind]

    def fill(
        self,
        form: str,
        version: str,
        asked: Iterable[str],
        *,
        given: Answers,
        held: Iterable[str] = (),
        actor: Actor,
    ) -> None:
        """Count one form; `held` are the questions whose answer stood there and was sent on as it was."""
        sender = Sender.of(actor, self.township)
        if sender is None:
            return
        answers = {name: _plain(given.get(name)) for name in asked}
        stood = {name: moment.mark(answers[name]) for name in held if answers.get(name)}
        began = clock.now() - timedelta(seconds=self._seconds(answers, stood))
        note_filling(Opened(form, version, began, (*answers,), stood), sender, answers)
        note_look(self.township, form.partition("/")[0], self._read(answers))

    def _read(self, answers: Mapping[str, str]) -> list[str]:
        """Which answers somebody looks at afterwards: nearly all of them, sooner or later."""
        return [name for name, answer in answers.items() if answer and self._readers.random() < READ]

    def _asked_in(self, of: CaseType, move: str = "") -> tuple[str, ...]:
        """The questions of a move, or of the report."""
        key = (of.key, of.version, move)
        if key not in self._asked:
            chosen = next((one for one in of.moves if one.name == move), None)
            schema = of.answers_schema(chosen, "") if chosen else of.report_schema()
            properties = schema.get("properties", {})
            self._asked[key] = tuple(properties) if isinstance(properties, dict) else ()
        return self._asked[key]

    def _seconds(self, answers: Mapping[str, str], stood: Mapping[str, str]) -> float:
        asked = [answer for name, answer in answers.items() if name not in stood]
        took = PAGE + QUESTION * len(asked) + LETTER * sum(map(len, asked)) + len(stood)
        return took * self._chance.lognormvariate(0, 0.45)


def _plain(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return " ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
