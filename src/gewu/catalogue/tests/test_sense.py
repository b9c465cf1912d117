"""A case type that makes no sense is told so, in all its parts at once. No database."""

import json
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gewu.catalogue import reading, rules, schemas
from gewu.catalogue.category import Duty
from gewu.catalogue.definition import CaseType
from gewu.catalogue.sense import Known, problems_of, problems_of_categories
from gewu.catalogue.words import problems_of_words

KNOWN = Known(roles={"clerk", "handler", "resident"}, guards={"theirs", "not_the_handler"})
LIGHTING = Duty(zh="路灯", en="Lamps")
SMALL = """
key = "small"
version = 1
first = "open"
rest = { amount = 24, unit = "urgent_hour" }
waiting = "not_now"
[report]
by = ["resident"]
[stages]
open = { public = "received", turn = "clerk", due = { amount = 4, unit = "work_hour" } }
done = { public = "done", turn = "none", open = false, final = true }
[[moves]]
name = "close"
from = ["open"]
to = "done"
by = ["clerk"]
needs = ["reply"]
"""
ANSWERS = {"reply": {"type": "string", "x-words": True, "x-shown": "public"}}


def small(change: Callable[[dict[str, Any]], None] = lambda data: None) -> CaseType:
    data: dict[str, Any] = tomllib.loads(SMALL) | {"answers": json.loads(json.dumps(ANSWERS))}
    change(data)
    return CaseType.model_validate(data)


def a_move(**changes: object) -> Callable[[dict[str, Any]], None]:
    def change(data: dict[str, Any]) -> None:
        move = {"name": "again", "from": ["open"], "to": "done", "by": ["clerk"]}
        data["moves"].append(move | changes)

    return change


def a_stage(name: str, **changes: object) -> Callable[[dict[str, Any]], None]:
    def change(data: dict[str, Any]) -> None:
        data["stages"].setdefault(name, {"public": "working", "turn": "clerk"}).update(changes)

    return change


def an_answer(**schema: object) -> Callable[[dict[str, Any]], None]:
    def change(data: dict[str, Any]) -> None:
        data["answers"]["extra"] = schema
        data["moves"][0]["may"] = ["extra"]

    return change


def test_a_sound_case_type_has_no_problem() -> None:
    assert problems_of(small(), KNOWN) == ()


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (a_move(to="nowhere"), "move again: unknown stage 'nowhere'"),
        (lambda data: data.update(first="nowhere"), "first: unknown stage 'nowhere'"),
        (a_stage("lost"), "stage lost: no way leads here from the first stage"),
        (a_stage("lost"), "stage lost: no way leads from here to an end"),
        (a_move(**{"from": ["done"], "to": "open"}), "stage done: is final, yet a move leaves it"),
        (a_stage("done", open=True), "stage done: is final, hence cannot be open"),
        (
            a_stage("done", due={"amount": 3, "unit": "work_hour"}),
            "stage done: is not open, hence has no deadline",
        ),
        (a_move(by=["wizard"]), "move again: unknown role 'wizard'"),
        (a_stage("open", turn="wizard"), "stage open: unknown role 'wizard' in turn"),
        (a_stage("open", turn="handler"), "stage open: it is the turn of 'handler', who has no move here"),
        (a_move(guards=["full_moon"]), "move again: unknown guard 'full_moon'"),
        (a_move(needs=["mood"]), "move again: unknown answer 'mood'"),
        (a_move(needs=["reply"], may=["reply"]), "move again: asks 'reply' twice"),
        (a_move(effects=["offers"]), "move again: offers needs the answer 'organisation'"),
        (a_move(effects=["checks"]), "move again: checks needs the guard 'not_the_handler'"),
        (a_move(standard="filing"), "move again: names a standard, hence needs the answer 'standard'"),
        (
            a_stage("done", public="not_now"),
            "move close: puts the reporter off, hence needs a reason",
        ),
        (a_move(name="close"), "move close: leaves stage 'open' twice"),
        (an_answer(type="string"), "answer extra: is free text, hence must be marked x-words"),
        (an_answer(type="strin"), "answer extra: 'strin' is not valid under any of the given schemas"),
        (an_answer(type="boolean", **{"x-shown": "all"}), "answer extra: unknown x-shown 'all'"),
        (
            lambda data: data["answers"].update(spare={"type": "boolean"}),
            "answer spare: no move asks for it",
        ),
    ],
)
def test_a_problem_is_named(change: Callable[[dict[str, Any]], None], problem: str | None) -> None:
    found = [str(one) for one in problems_of(small(change), KNOWN)]
    assert problem in found if problem else found == []


def test_putting_the_reporter_off_needs_a_reply() -> None:
    def change(data: dict[str, Any]) -> None:
        data["stages"]["done"]["public"] = "not_now"
        data["moves"].append({"name": "drop", "from": ["open"], "to": "done", "by": ["clerk"]})

    found = [str(one) for one in problems_of(small(change), KNOWN)]
    assert "move drop: ends a case without a closing standard, hence needs the answer 'reply'" in found
    assert "move drop: puts the reporter off, hence needs a reason" in found


def test_all_problems_come_at_once() -> None:
    def change(data: dict[str, Any]) -> None:
        a_move(by=["wizard"], guards=["full_moon"], needs=["mood"])(data)
        a_stage("lost")(data)

    assert len(problems_of(small(change), KNOWN)) == 7


def test_files_that_cannot_be_read_are_all_named(tmp_path: Path) -> None:
    place = tmp_path / "case_types" / "small"
    (place / "words").mkdir(parents=True)
    (tmp_path / "categories").mkdir()
    (tmp_path / "categories" / "event_01.toml").write_text("class = ")
    (tmp_path / "categories" / "duties.toml").write_text("")
    (place / "v1.toml").write_text(SMALL.replace("amount = 24", "amount = -1"))
    (place / "v1.fields.json").write_text(json.dumps({"$defs": ANSWERS}))
    found = reading.read(tmp_path)
    assert {problem.where for problem in found.problems} == {
        "categories/event_01.toml",
        "case_types/small/v1.toml",
        "case_types/small/words/zh.toml",
        "case_types/small/words/en.toml",
    }


def test_words_without_meaning_and_meaning_without_words_are_named() -> None:
    shipped = reading.shipped()
    event = shipped.newest("event")
    assert event is not None
    english = shipped.words["event"]["en"]
    stages = {key: said for key, said in english.stages.items() if key != "filed"}
    said = english.model_copy(update={"stages": stages | {"filled": english.stages["filed"]}})
    found = [str(one) for one in problems_of_words(event, {"en": said})]
    assert found == [
        "words/en: stages.filed has no words",
        "words/en: stages.filled has words but no meaning",
    ]


def test_categories_that_clash_are_named() -> None:
    major = reading.shipped().majors[0]
    found = problems_of_categories([major, major], duties={"lighting": LIGHTING}, case_types={"event"})
    assert any("is the code of two categories" in one.what for one in found)
    assert any("unknown duty" in one.what for one in found)


@pytest.mark.parametrize("otherwise", ["nobody", "lighting"])
def test_a_duty_is_left_to_somebody(otherwise: str) -> None:
    duties = {"lighting": LIGHTING.model_copy(update={"otherwise": otherwise})}
    assert [one.where for one in problems_of_categories([], duties=duties, case_types=())] == [
        "duty lighting"
    ]


@pytest.mark.parametrize("name", schemas.FILES)
def test_the_schema_files_are_current(name: str) -> None:
    file = reading.folder() / "schema" / name
    assert file.read_text(encoding="utf-8") == schemas.written(schemas.FILES[name]), (
        "run tools/definitions.py"
    )


def test_a_published_version_never_changes() -> None:
    locked = (reading.folder() / "published.lock").read_text(encoding="utf-8").splitlines()
    assert tuple(locked) == rules.lock_lines(reading.version_files(reading.folder()))
