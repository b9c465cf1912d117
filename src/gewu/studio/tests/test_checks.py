"""What is wrong with a draft is said all at once, each with the page that puts it right. No database."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from gewu.cases import guards
from gewu.catalogue import reading
from gewu.catalogue.sense import Known
from gewu.people.roles import roles
from gewu.sharing import queries as sharing
from gewu.studio import document
from gewu.studio.checks import Finding, Town, findings_of, is_sound
from gewu.studio.document import Sections

SHIPPED = reading.shipped()
EVENT = SHIPPED.newest("event")
assert EVENT is not None
MINE = tuple(category for category in SHIPPED.categories if category.case_type == "event")
Edit = Callable[[Sections], None]


def the_draft() -> Sections:
    assert EVENT is not None
    return document.read(document.written(document.taken_apart(EVENT, SHIPPED.words["event"])))


def found(edit: Edit, **changes: Any) -> tuple[Finding, ...]:
    assert EVENT is not None
    sections = the_draft()
    edit(sections)
    town = {
        "key": "event",
        "shipped": MINE,
        "duties": SHIPPED.duties,
        "known": Known(roles=roles().keys(), guards=guards.NAMES),
        "held": frozenset(roles()),
        "resting": {},
        "base": EVENT,
        "day": date(2026, 4, 12),
        "shared": sharing.catalogue(),
    }
    return findings_of(sections, Town(**{**town, **changes}))


def a_move(sections: Sections, name: str) -> dict[str, Any]:
    return next(move for move in sections["moves"] if move["name"] == name)


def without_stage(sections: Sections) -> None:
    del sections["stages"]["handled"]


def with_category(**changes: Any) -> Edit:
    plain = document.plain_category(MINE[0])
    return lambda sections: sections.update({f"category.{plain['code']}": {**plain, **changes}})


def asking_for_a_marriage_certificate(sections: Sections) -> None:
    sections["answers"]["danger"] = {"type": "string", "maxLength": 20, "x-words": True}
    sections["words.zh"]["fields"]["danger"]["label"] = "结婚证 号码"


def test_a_question_for_what_an_office_supplies_is_refused_with_who_supplies_it() -> None:
    (finding,) = found(asking_for_a_marriage_certificate)
    assert (finding.weight, finding.part, finding.what) == ("error", "question:danger", "supplied")
    assert finding.facts["item"] == "marital_status"
    assert "民政部门" in str(finding.facts["zh"])


def test_a_place_that_does_not_get_it_yet_may_ask() -> None:
    assert found(asking_for_a_marriage_certificate, shared=()) == ()


def test_before_the_day_it_is_supplied_it_may_be_asked() -> None:
    assert found(asking_for_a_marriage_certificate, day=date(2025, 7, 31)) == ()


def test_what_is_shipped_has_nothing_wrong() -> None:
    assert found(lambda sections: None) == ()


@pytest.mark.parametrize(
    ("edit", "part", "what"),
    [
        (lambda s: s["stages"]["filed"].pop("due"), "stage:filed", "no_limit"),
        (lambda s: a_move(s, "dispatch").update(by=["wizard"]), "move:dispatch", "sense"),
        (lambda s: a_move(s, "dispatch").update(guards=["full_moon"]), "move:dispatch", "sense"),
        (lambda s: a_move(s, "dispatch").update(by=[]), "flow", "shape"),
        (
            lambda s: a_move(s, "check").update(
                guards=["not_the_handler", "solved_on_spot", "not_solved_on_spot"]
            ),
            "move:check",
            "never_opposed",
        ),
        (lambda s: a_move(s, "resume").update({"from": ["closed"]}), "move:resume", "never_waits"),
        (lambda s: s["answers"].update(spare={"type": "boolean"}), "question:spare", "sense"),
        (lambda s: s["answers"]["finding"].update(enum=[]), "question:finding", "no_choice"),
        (lambda s: s["answers"]["reply"].update(minLength=9, maxLength=3), "question:reply", "crossed"),
        (lambda s: s["frame"]["report"].update(needs=["danger"], may=[]), "question:danger", "report_needs"),
        (lambda s: s["words.zh"]["stages"].pop("filed"), "stage:filed", "sense"),
        (lambda s: s["words.en"]["fields"].pop("reply"), "question:reply", "sense"),
        (lambda s: s["words.en"]["moves"]["file"].pop("title"), "move:file", "shape"),
        (
            lambda s: s["stages"]["filed"].update(due={"amount": 0, "unit": "work_day"}),
            "stage:filed",
            "shape",
        ),
        (lambda s: s["stages"].update(lost={"public": "working", "turn": "clerk"}), "stage:lost", "sense"),
        (with_category(duty="nobody"), f"category:{MINE[0].code}", "unknown_duty"),
        (with_category(filing=[]), f"category:{MINE[0].code}", "shape"),
        (without_stage, "move:check", "sense"),
    ],
)
def test_a_fault_is_found_where_it_is_put_right(edit: Edit, part: str, what: str) -> None:
    faults = found(edit)
    assert (part, what) in {(one.part, one.what) for one in faults}
    assert not is_sound(faults)


def test_a_lost_stage_in_which_open_cases_rest_is_named() -> None:
    lost = next(one for one in found(without_stage, resting={"handled": 3}) if one.what == "lost_stage")
    assert lost.facts == {"stage": "handled", "count": 3}
    assert not any(one.what == "lost_stage" for one in found(without_stage))


def test_a_step_nobody_here_can_make_is_a_warning() -> None:
    faults = found(lambda sections: None, held=frozenset(roles()) - {"checker", "supervisor", "clerk"})
    assert {one.weight for one in faults} == {"warning"}
    assert is_sound(faults)


def test_all_faults_come_at_once() -> None:
    def edit(sections: Sections) -> None:
        a_move(sections, "dispatch").update(by=["wizard"], guards=["full_moon"])
        sections["answers"]["finding"].update(enum=[])
        sections["words.zh"]["stages"].pop("filed")

    assert len(found(edit)) >= 4


def test_what_is_taken_apart_is_put_together_the_same() -> None:
    assert EVENT is not None
    made, faults = document.put_together(the_draft(), key="event", version=7, shipped=MINE)
    assert faults == ()
    assert made is not None
    assert (made.version, made.stages, made.moves, made.answers) == (
        7,
        EVENT.stages,
        EVENT.moves,
        EVENT.answers,
    )
    assert made.words == dict(SHIPPED.words["event"])
    assert made.terms.keys() == {category.code for category in MINE}
