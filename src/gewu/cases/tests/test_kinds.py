"""Kinds of case beside events: the lists they wait on, whom they bind, what residents are asked."""

from datetime import timedelta

import pytest
from django.test import Client

from gewu.cases import queries
from gewu.cases.clocks import clocks_of
from gewu.cases.commands import Report, act, report_case
from gewu.cases.models import Case
from gewu.cases.queries.facts import standing_of
from gewu.cases.queries.worklists import LISTS
from gewu.cases.standing import awaited
from gewu.cases.tests.builders import Cast
from gewu.catalogue.queries import case_type, case_type_keys, category, reported_by
from gewu.catalogue.reading import shipped
from gewu.deadlines.queries import calendar_of
from gewu.kernel.access import ANYONE, Actor
from gewu.kernel.canonical import JsonValue
from gewu.kernel.errors import Invalid, NotAllowed

MEDIATION, HAZARD, PETITION = "030403", "030405", "030407"
# The lists of what a stage may say it waits for.
WAITED = {"reply": "to_answer", "visit": "to_visit", "decide": "to_settle", "handle": "mine"}


def told(cast: Cast, code: str, actor: Actor, **answers: JsonValue) -> Case:
    report = Report(
        category=code, text="写清楚是什么事", area=cast.town.a1, address="1 号楼", answers=answers
    )
    return Case.objects.one(report_case(report=report, actor=actor))


def go(case: Case, move: str, actor: Actor, **data: JsonValue) -> Case:
    return act(case_id=case.id, move=move, data=data, seen_version=case.version, actor=actor)


def numbers(actor: Actor, key: str) -> set[str]:
    return {row.number for row in queries.worklist(actor, key).items}


def a_mediation(cast: Cast) -> Case:
    """Agreed on by both sides before the mediators of the office."""
    case = told(cast, MEDIATION, ANYONE, dispute="neighbours")
    case = go(case, "assign", cast.clerk, standard="applied", organisation=str(cast.office))
    case = go(case, "accept", cast.handler)
    assert numbers(cast.handler, "mine") == {case.number}
    consent: dict[str, JsonValue] = {"consent_asker": "oral", "consent_other": "oral"}
    case = go(case, "consent", cast.handler, mediator="两名", chosen_by="sides", **consent)
    return go(case, "agree", cast.handler, form="oral", agreement="十点以后不放音乐", confirmation="told")


def test_what_was_agreed_waits_to_be_visited_by_the_people_of_the_grid(cast: Cast) -> None:
    case = a_mediation(cast)
    assert (case.stage, case.awaits) == ("agreed", "visit")
    assert numbers(cast.gridworker, "to_visit") == {case.number}
    assert "to_visit" not in queries.lists_of(cast.handler)
    visited = go(case, "visit", cast.gridworker, kept="kept", visit_report="都说好了", standard="kept")
    assert (visited.stage, numbers(cast.gridworker, "to_visit")) == ("closed", set())


def test_a_petition_is_not_for_residents_and_is_due_as_the_law_says(cast: Cast) -> None:
    with pytest.raises(Invalid):
        told(cast, PETITION, ANYONE, demand="request")
    case = told(cast, PETITION, cast.clerk, demand="request")
    definition, calendar = case_type("petition").definition, calendar_of(case.township)
    case = go(case, "register", cast.clerk, standard="accepted", organisation=str(cast.office))
    case = go(case, "accept", cast.handler, reply="已经受理，六十日内答复。")
    plain = clocks_of(standing_of(case), definition=definition, calendar=calendar)
    case = go(case, "ask_extension", cast.handler, reason="要等鉴定")
    case = go(case, "review_extension", cast.supervisor, decision="agree")
    case = go(case, "decide_extension", cast.dispatcher, decision="agree")
    longer = clocks_of(standing_of(case), definition=definition, calendar=calendar)
    assert plain.stage is not None
    assert longer.stage is not None
    # Thirty days, and not sixty once more; the last day moves on where it is a holiday.
    assert (plain.stage.limit.amount, longer.stage.limit.amount) == (60, 90)
    more = longer.stage.due.moment - plain.stage.due.moment
    assert timedelta(days=20) < more < timedelta(days=40)


def test_a_grid_worker_hands_a_serious_hazard_to_the_department_past_the_queue(cast: Cast) -> None:
    case = told(cast, HAZARD, cast.gridworker, danger=True, hazard="building")
    case = go(case, "hand_at_once", cast.gridworker, organisation=str(cast.office), instruction="墙体开裂")
    assert (case.stage, numbers(cast.handler, "to_accept")) == ("alarmed", {case.number})
    assert case.due_at is not None
    assert case.due_at - case.stage_since == timedelta(hours=1)


def test_every_stage_waits_for_something() -> None:
    for definition in shipped().case_types:
        for key, stage in definition.stages.items():
            assert stage.final or awaited(definition, key), (definition.key, key)
            assert not stage.awaits or WAITED[stage.awaits] in LISTS


def test_each_reports_what_is_theirs() -> None:
    theirs = {"event", "child_risk", "mediation", "hazard"}
    assert theirs <= reported_by({"resident"})
    assert not {"petition", "negotiation"} & reported_by({"resident"})
    assert all(one.case_type in case_type_keys() for one in map(category, (MEDIATION, HAZARD, PETITION)))


def test_a_grid_worker_does_not_report_petitions(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        told(cast, PETITION, cast.gridworker, demand="request")


def test_the_portal_asks_what_the_kind_asks_and_keeps_the_answers(client: Client, cast: Cast) -> None:
    page = client.get(f"/report/{MEDIATION}/").content.decode()
    assert 'name="dispute"' in page
    assert 'name="other_side"' in page
    sent = {"text": "楼上装修半夜还在敲", "dispute": "neighbours", "other_side": "楼上", "people": "x"}
    asked = client.post(f"/report/{MEDIATION}/", sent | {"step": "where"}).content.decode()
    assert 'type="hidden" name="dispute" value="neighbours"' in asked
    wrong = client.post(f"/report/{MEDIATION}/", sent | {"step": "send", "area": str(cast.town.a1)})
    # What cannot be taken is said on the screen that asked.
    assert wrong.status_code == 422
    assert 'id="f-people-error"' in wrong.content.decode()
    kept = client.post(
        f"/report/{MEDIATION}/", sent | {"people": "3", "step": "send", "area": str(cast.town.a1)}
    )
    assert kept.status_code == 200
    case = Case.objects.get(type_key="mediation", township=cast.town.township)
    assert case.answers == {"dispute": "neighbours", "people": 3}
