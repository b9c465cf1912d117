"""Every move × everybody × every stage, against moves.toml: what is offered, and what is let through."""

import tomllib
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction

from gewu.cases import queries
from gewu.cases.commands import act, open_part, report_case
from gewu.cases.models import Case
from gewu.cases.tests.builders import a_report, move_on, tomorrow
from gewu.catalogue.queries import case_type
from gewu.kernel import clock
from gewu.kernel.access import Actor
from gewu.kernel.canonical import JsonValue
from gewu.kernel.errors import Invalid, NotAllowed, NotFound, RuleBroken
from tests.access.town import Town, build

pytestmark = pytest.mark.django_db
TABLE = tomllib.loads((Path(__file__).parent / "moves.toml").read_text(encoding="utf-8"))

Step = tuple[str, str, Mapping[str, JsonValue]]
PUT_OFF: Mapping[str, JsonValue] = {"reason": "下雨天修不了", "reply": "天晴了就来修"}
NOT_OURS = {"return_cause": "not_ours", "reason": "不归我们管"}
FILE: Step = ("file", "clerk", {"standard": "broken"})
DISPATCH: Step = ("dispatch", "dispatcher", {"organisation": "holds it"})
TO_STATION: Step = ("dispatch", "dispatcher", {"organisation": "station"})
TAKEN: tuple[Step, ...] = (FILE, DISPATCH, ("accept", "handler", {}))
HANDLED: tuple[Step, ...] = (*TAKEN, ("handle", "handler", {"report": "换了新桶盖"}))
CHECKED: tuple[Step, ...] = (*HANDLED, ("check", "checker", {}))
CLOSED: tuple[Step, ...] = (*CHECKED, ("close", "clerk", {"standard": "mended"}))
ASKED: tuple[Step, ...] = (*TAKEN, ("ask_extension", "handler", {"reason": "桶盖要定做"}))
APPEALED: tuple[Step, ...] = (*CLOSED, ("appeal", "handler", {"reason": "厂家停产"}))
GROUND: Mapping[str, JsonValue] = {"pause_reason": "weather", "basis": "重污染天气应急预案"}
RATED: tuple[Step, ...] = (*CLOSED, ("rate", "clerk", {"contacted": True, "solved": "yes", "rating": 5}))
UNHAPPY: Step = ("rate", "clerk", {"contacted": True, "solved": "no", "rating": 2})
ON_THE_SPOT: tuple[Step, ...] = (("self_handle", "gridworker", {"report": "扫干净了"}),)
AGAIN: tuple[Step, ...] = (*CLOSED, UNHAPPY, ("reopen", "clerk", {"reason": "盖子又坏了"}))
# No move: the case of which it is a part stays behind.
PART: Step = ("open_part", "dispatcher", {"category": "010305", "text": "旁边的桶也坏了"})
WAYS: dict[str, tuple[Step, ...]] = {
    "reported": (),
    "reported, a part": (PART,),
    "called_off": (PART, ("call_off", "dispatcher", {"reason": "一起修了"})),
    "verifying": (("send_to_verify", "clerk", {}),),
    "refused": (("refuse", "clerk", {"refusal": "not_ours", "reply": "这是物业的事，请找物业"}),),
    "filed": (FILE,),
    "filed, waiting": (FILE, ("wait", "dispatcher", {**PUT_OFF, "review_on": "tomorrow"})),
    "filed, paused": (FILE, ("pause", "dispatcher", {**GROUND, "resume_on": "tomorrow"})),
    "dispatched": (FILE, DISPATCH),
    "dispatched to the station": (FILE, TO_STATION),
    "returned": (FILE, DISPATCH, ("return", "handler", NOT_OURS)),
    "handling": TAKEN,
    "handling by the station": (FILE, TO_STATION, ("accept", "chief", {})),
    "handling, asked to give back": (*TAKEN, ("ask_return", "handler", NOT_OURS)),
    "handling, with help": (
        *TAKEN,
        ("ask_help", "handler", {"helper": "never had it", "instruction": "搭把手"}),
    ),
    "coordinating": (
        FILE,
        DISPATCH,
        ("return", "handler", NOT_OURS),
        TO_STATION,
        ("return", "chief", NOT_OURS),
    ),
    "handling, more time asked for": ASKED,
    "handling, more time looked at": (*ASKED, ("review_extension", "handler_mate", {"decision": "agree"})),
    "handled": HANDLED,
    "handled on the spot": ON_THE_SPOT,
    "sent_back": (*HANDLED, ("send_back", "checker", {"reason": "还没换"})),
    "checked": CHECKED,
    "closed": CLOSED,
    "closed late": CLOSED,
    "closed late, appealed": APPEALED,
    "closed late, appeal looked at": (*APPEALED, ("review_appeal", "dispatcher", {"decision": "agree"})),
    "rated": RATED,
    "rated, unhappy": (*CLOSED, UNHAPPY),
    "rated, unhappy with what was done on the spot": (
        *ON_THE_SPOT,
        ("check", "checker", {}),
        ("close", "clerk", {"standard": "mended"}),
        UNHAPPY,
    ),
    "rated, unhappy again": (*AGAIN, *CLOSED[1:], UNHAPPY),
    "archived": (*RATED, ("archive", "clerk", {})),
}


LATE = timedelta(days=30)
TRYING_ALL = ("clerk", "handler", "gridworker")


@pytest.fixture
def town() -> Town:
    return build()


def test_every_stage_and_every_move_of_the_definition_is_in_the_table(db: None, town: Town) -> None:
    definition = case_type("event").definition
    assert TABLE.keys() == WAYS.keys()
    assert {line.split(",")[0].split(" ")[0] for line in TABLE} == set(definition.stages)
    named = {move for stage in TABLE.values() for moves in stage.values() for move in moves.split()}
    assert named == {move.name for move in definition.moves}


def test_everybody_is_offered_what_the_table_says_and_nothing_else(town: Town) -> None:
    actors = {name: person.actor for name, person in town.people.items()}
    wrong = []
    for stage, says in TABLE.items():
        case = _case_at(town, stage)
        for name, actor in actors.items():
            offered, allowed = _offered(actor, case), set(says.get(name, "").split())
            if offered != allowed:
                wrong.append(f"{stage} · {name}: offered {sorted(offered)}, not {sorted(allowed)}")
    assert wrong == []


def test_what_is_not_in_the_table_is_refused_before_any_answer_is_looked_at(town: Town) -> None:
    actors = {name: person.actor for name, person in town.people.items()}
    moves = [move.name for move in case_type("event").definition.moves]
    wrong = []
    for stage, says in TABLE.items():
        case = _case_at(town, stage)
        somebody = sorted({move for theirs in says.values() for move in theirs.split()})
        for name, actor in actors.items():
            allowed = set(says.get(name, "").split())
            # Who does not see the case is refused whatever the move is called. A move that nobody has at this
            # stage is refused before it matters who asks, so three people try those.
            tried = moves if name in TRYING_ALL else somebody
            tried = tried if _sees(actor, case) else moves[:1]
            wrong += [
                f"{stage} · {name} · {move}"
                for move in tried
                if _is_let_through(actor, case, move) != (move in allowed)
            ]
    assert wrong == []


def _case_at(town: Town, stage: str) -> Case:
    steps = WAYS[stage]
    if "late" not in stage:
        return _moved(town, _reported(town), steps)
    with clock.hold(clock.now() - LATE):
        case = _moved(town, _reported(town), TAKEN)
    return _moved(town, case, steps[len(TAKEN) :])


def _reported(town: Town) -> Case:
    return Case.objects.one(report_case(report=a_report(), actor=town.actor("reporter")))


def _moved(town: Town, case: Case, steps: tuple[Step, ...]) -> Case:
    for move, who, answers in steps:
        said = dict(answers)
        for answer in ("organisation", "helper"):
            if answer in said:
                said[answer] = str(town.offices[str(said[answer])])
        said |= {name: tomorrow() for name, value in said.items() if value == "tomorrow"}
        if move == PART[0]:
            case = Case.objects.one(open_part(case_id=case.id, actor=town.actor(who), **said))
            continue
        case = move_on(case, move, town.actor(who), **said)
    return Case.objects.one(case.id)


def _sees(actor: Actor, case: Case) -> bool:
    return Case.objects.visible_to(actor).by_id(case.id).exists()


def _offered(actor: Actor, case: Case) -> set[str]:
    try:
        return {move.name for move in queries.case_file(actor, case.id).moves}
    except NotFound:
        return set()


def _is_let_through(actor: Actor, case: Case, move: str) -> bool:
    """Whether the move is made, or is refused only for its answers, which are empty here."""
    with transaction.atomic():
        try:
            act(case_id=case.id, move=move, data={}, seen_version=case.version, actor=actor)
        except Invalid:
            return True
        except (NotFound, NotAllowed, RuleBroken):
            return False
        finally:
            transaction.set_rollback(True)
    return True
