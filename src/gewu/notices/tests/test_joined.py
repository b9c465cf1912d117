"""Reports of one matter: who hears that they were joined, and what becomes of them."""

from uuid import UUID

import pytest

from gewu.cases.commands import Merging, act, merge, repeat, second, unmerge
from gewu.cases.tests.builders import PHONE, Cast, a_case, again
from gewu.kernel import clock
from gewu.kernel.access import ANYONE
from gewu.kernel.jobs import run_due
from gewu.notices.tests.gateway import TestGateway
from gewu.notices.tests.helping import a_gateway, templates, told
from gewu.notices.tests.test_delivering import NOON

pytestmark = pytest.mark.django_db


def join(cast: Cast, later: UUID, lead: UUID) -> None:
    merge(
        case_id=later,
        merging=Merging(lead, "duplicate"),
        seen_version=again(later).version,
        actor=cast.clerk,
    )


def close(cast: Cast, lead: UUID) -> None:
    data = {"standard": "mended", "reply": "桶盖换好了，谢谢您"}
    act(case_id=lead, move="close", data=data, seen_version=again(lead).version, actor=cast.clerk)


def test_the_reporter_of_a_joined_case_hears_of_it_and_of_its_end(cast: Cast) -> None:
    lead, later = a_case(cast, "checked"), a_case(cast, by=cast.resident)
    join(cast, later.id, lead.id)
    assert templates(cast.resident)[0] == "report_merged"
    close(cast, lead.id)
    (line, *_others) = told(cast.resident)
    assert line.title.startswith("已办结")
    assert later.number in line.text
    assert lead.number not in line.text
    assert line.case_id == later.id


def test_whoever_reported_both_hears_of_the_end_once(cast: Cast) -> None:
    lead, later = a_case(cast, "checked", by=cast.resident), a_case(cast, by=cast.resident)
    join(cast, later.id, lead.id)
    close(cast, lead.id)
    assert templates(cast.resident).count("report_closed") == 1


def test_after_parting_each_hears_of_their_own(cast: Cast) -> None:
    lead, later = a_case(cast, "checked"), a_case(cast, by=cast.resident)
    join(cast, later.id, lead.id)
    unmerge(case_id=later.id, seen_version=again(later.id).version, actor=cast.clerk)
    close(cast, lead.id)
    assert templates(cast.resident)[:2] == ["report_unmerged", "report_merged"]
    assert "report_closed" not in templates(cast.resident)


def test_a_phone_left_for_it_gets_the_end_under_its_own_number(cast: Cast, away: TestGateway) -> None:
    a_gateway(cast, away)
    with clock.hold(NOON):
        lead, later = a_case(cast, "checked"), a_case(cast, phone=PHONE, tell=True)
        join(cast, later.id, lead.id)
        close(cast, lead.id)
        run_due()
    texts = [sent["text"] for sent in away.got]
    # Received and closed: nobody asked for a text about the joining.
    assert len(texts) == 2
    assert all(later.number in text and lead.number not in text for text in texts)
    assert f"/c/{later.number}/?key=" in texts[1]


def test_a_phone_left_for_asking_back_gets_nothing(cast: Cast, away: TestGateway) -> None:
    a_gateway(cast, away)
    with clock.hold(NOON):
        lead, later = a_case(cast, "checked"), a_case(cast, phone=PHONE)
        join(cast, later.id, lead.id)
        close(cast, lead.id)
        run_due()
    assert away.got == []


def test_whoever_has_it_in_hand_hears_that_more_want_it(cast: Cast) -> None:
    case, later = a_case(cast, "handling"), a_case(cast)
    second(number=case.number, who="device", actor=ANYONE)
    repeat(case_id=case.id, said="又来问", actor=cast.clerk)
    join(cast, later.id, case.id)
    heard = told(cast.handler)
    assert "共 4 件次" in heard[0].text
    assert templates(cast.handler)[:3] == ["case_joined", "case_wanted", "case_wanted"]
    assert not {"case_joined", "case_wanted"} & set(templates(cast.other_handler))
