"""What gateways say later: signed, once or twice, late, in any order; and DingTalk's own way of answering."""

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from gewu.cases.tests.builders import Cast, a_case
from gewu.kernel import clock
from gewu.kernel.jobs import run_due
from gewu.notices.channels.events import signature_of
from gewu.notices.commands import Choices, choose, resend
from gewu.notices.models import Delivery, Gateway
from gewu.notices.rules import State, received
from gewu.notices.tests.gateway import TestGateway
from gewu.notices.tests.helping import a_gateway, by_text, ended, queued
from gewu.notices.tests.test_delivering import NOON

pytestmark = pytest.mark.django_db
KEY = "receipts-key"


@pytest.fixture
def texts(cast: Cast, away: TestGateway) -> Gateway:
    by_text(cast.handler)
    return a_gateway(cast, away, signing=KEY)


def told(way: Gateway, body: object, *, key: str = KEY, late: int = 0, way_id: str = "") -> Any:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    stamp = str(int(clock.now().timestamp()) - late)
    headers = {"Gewu-Timestamp": stamp, "Gewu-Signature": f"sha256={signature_of(key, stamp, content)}"}
    return Client().post(
        f"/notices/ways/{way_id or way.id}/receipts/",
        content,
        content_type="application/json",
        headers=headers,
    )


def sent(cast: Cast, away: TestGateway, how: str = "ok") -> str:
    away.behaves = [how]
    a_case(cast, "dispatched")
    run_due()
    number = away.got[-1]["id"]
    assert isinstance(number, str)
    return number


def states(cast: Cast) -> list[tuple[str, str]]:
    return [(past.state, past.code) for past in ended(cast)]


def test_a_receipt_says_that_a_text_arrived_however_often_it_comes(
    cast: Cast, away: TestGateway, texts: Gateway
) -> None:
    number = sent(cast, away)
    for _ in range(3):
        answer = told(texts, {"id": number, "state": "delivered"})
        assert json.loads(answer.content) == {"noted": 1, "unknown": 0}
    assert states(cast) == [("delivered", "")]
    assert ended(cast)[0].receipt_at is not None


def test_a_receipt_that_comes_days_later_still_counts(cast: Cast, away: TestGateway, texts: Gateway) -> None:
    number = sent(cast, away)
    with clock.hold(clock.now() + timedelta(days=3)):
        told(texts, [{"id": number, "state": "failed", "code": "MK:0001 停机"}])
        assert states(cast) == [("failed", "MK:0001")]
        told(texts, {"id": number, "state": "delivered"})
        told(texts, {"id": number, "state": "failed", "code": "LATE"})
    assert states(cast) == [("delivered", "")], "what arrived once has arrived"


@pytest.mark.parametrize("how", ["hang", "500", "broken"])
def test_a_receipt_makes_clear_what_was_unclear(
    cast: Cast, away: TestGateway, texts: Gateway, how: str
) -> None:
    number = sent(cast, away, how)
    assert [state for state, _code in states(cast)] == ["unclear"]
    told(texts, {"id": number, "state": "delivered"})
    assert states(cast) == [("delivered", "")]


def test_a_receipt_ends_what_waits_to_be_tried_again(cast: Cast, away: TestGateway, texts: Gateway) -> None:
    with clock.hold(NOON):
        number = sent(cast, away, "503")
        assert len(queued(cast)) == 1
        told(texts, {"id": number, "state": "delivered"})
    with clock.hold(NOON + timedelta(hours=2)):
        run_due()
    assert (len(away.got), queued(cast), states(cast)) == (1, [], [("delivered", "")])


def test_a_receipt_for_what_is_being_sent_comes_again(cast: Cast, away: TestGateway, texts: Gateway) -> None:
    with clock.hold(NOON):
        number = sent(cast, away, "503")
        Delivery.objects.filter(township=cast.town.township).update(state=State.SENDING)
        assert told(texts, {"id": number, "state": "delivered"}).status_code == 409
    assert states(cast) == []


def test_a_text_that_was_sent_once_more_takes_its_newest_receipt(
    cast: Cast, away: TestGateway, texts: Gateway
) -> None:
    number = sent(cast, away)
    told(texts, {"id": number, "state": "failed", "code": "OFF"})
    resend(delivery_id=ended(cast)[0].id, actor=cast.admin)
    run_due()
    told(texts, {"id": number, "state": "delivered"})
    assert states(cast) == [("failed", "OFF"), ("delivered", "")]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"not json", 422),
        (b"[1, 2]", 422),
        (b"[]", 200),
        (json.dumps({"id": "0" * 32, "state": "delivered"}).encode(), 200),
        (json.dumps({"id": "x", "state": "delivered"}).encode(), 200),
        (json.dumps({"state": "perhaps"}).encode(), 200),
    ],
)
def test_what_is_no_receipt_changes_nothing(
    cast: Cast, away: TestGateway, texts: Gateway, body: bytes, status: int
) -> None:
    sent(cast, away)
    assert told(texts, body).status_code == status
    assert states(cast) == [("sent", "")]


def test_a_receipt_must_be_signed_lately_and_by_the_right_key(
    cast: Cast, away: TestGateway, texts: Gateway
) -> None:
    body = {"id": sent(cast, away), "state": "delivered"}
    assert told(texts, body, key="guess").status_code == 403
    assert told(texts, body, late=3600).status_code == 403
    assert told(texts, body, way_id=str(uuid4())).status_code == 404
    unsigned = Client().post(f"/notices/ways/{texts.id}/receipts/", body, content_type="application/json")
    assert unsigned.status_code == 403
    assert states(cast) == [("sent", "")]


def test_a_gateway_speaks_of_its_own_deliveries_only(cast: Cast, away: TestGateway, texts: Gateway) -> None:
    number = sent(cast, away)
    other = a_gateway(cast, away, signing=KEY)
    assert json.loads(told(other, {"id": number, "state": "delivered"}).content)["unknown"] == 1
    assert states(cast) == [("sent", "")]


@given(st.sampled_from(list(State)), st.lists(st.booleans(), max_size=6))
def test_what_arrived_stays_arrived(first: State, said: list[bool]) -> None:
    state, arrived = first, first in {State.DELIVERED, State.READ}
    for one in said:
        state = received(state, arrived=one) or state
        arrived = arrived or one
        assert (state in {State.DELIVERED, State.READ}) == arrived


# --- DingTalk ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "state", "code"),
    [
        ('{"errcode": 0, "task_id": 123}', "sent", ""),
        ('{"errcode": 33012, "errmsg": "no such user"}', "failed", "errcode_33012"),
        ("{nonsense", "", "no_errcode"),
        ("hang", "", "timeout"),
        ("500", "", "http_500"),
        ('{"errcode": 90018}', "", "errcode_90018"),
    ],
)
def test_dingtalk_notifies_one_person(
    cast: Cast, away: TestGateway, answer: str, state: str, code: str
) -> None:
    a_gateway(cast, away, kind="dingtalk", account="appkey")
    choose(choices=Choices(channels=("dingtalk",), dingtalk="zheng01"), actor=cast.handler)
    away.behaves = ['{"errcode": 0, "access_token": "T"}', answer]
    with clock.hold(NOON):
        case = a_case(cast, "dispatched")
        run_due()
    assert "appsecret=k" in away.paths[0]
    assert "asyncsend_v2?access_token=T" in away.paths[1]
    assert (away.got[0]["agent_id"], away.got[0]["userid_list"]) == ("7", "zheng01")
    assert case.number in away.got[0]["msg"]["text"]["content"]
    if state:
        assert states(cast) == [(state, code)]
    else:
        # DingTalk drops what it has handed out today: what is unclear may go again.
        assert [(one.state, one.code) for one in queued(cast)] == [("queued", code)]


def test_a_token_that_is_over_is_fetched_anew(cast: Cast, away: TestGateway) -> None:
    a_gateway(cast, away, kind="dingtalk", account="appkey")
    choose(choices=Choices(channels=("dingtalk",), dingtalk="zheng01"), actor=cast.handler)
    away.behaves = ['{"errcode": 0, "access_token": "OLD"}', '{"errcode": 42001}']
    with clock.hold(NOON):
        a_case(cast, "dispatched")
        run_due()
    away.behaves = ['{"errcode": 0, "access_token": "NEW"}', '{"errcode": 0}']
    with clock.hold(NOON + timedelta(minutes=2)):
        run_due()
    assert "access_token=NEW" in away.paths[-1]
    assert states(cast) == [("sent", "")]
