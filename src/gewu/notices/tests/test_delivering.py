"""Deliveries: what a gateway does to us, and that nobody gets anything twice."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from time import monotonic

import pytest
from django.db import transaction

from gewu.cases.tests.builders import Cast, a_case
from gewu.kernel import clock
from gewu.kernel.errors import NotFound, RuleBroken
from gewu.kernel.jobs import run_due
from gewu.notices.commands import deliver, digests, mark_all_read, resend, switch_gateway
from gewu.notices.models import Delivery, Gateway
from gewu.notices.queries.gateways import standings
from gewu.notices.tests.gateway import TestGateway
from gewu.notices.tests.helping import a_gateway, by_text, ended, queued

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 25, 4, 0, tzinfo=UTC)
NIGHT = datetime(2026, 11, 25, 15, 0, tzinfo=UTC)


def test_who_chose_texts_gets_one_with_number_and_link(cast: Cast, away: TestGateway) -> None:
    a_gateway(cast, away)
    by_text(cast.handler)
    case = a_case(cast, "dispatched")
    run_due()
    (sent,) = away.got
    assert sent["to"] == "13912345678"
    assert case.number in sent["text"]
    assert "https://gewu.example/me/notices/" in sent["text"]
    assert away.headers[0]["Authorization"] == "Bearer k"
    (past,) = ended(cast)
    assert (past.state, past.address, queued(cast)) == ("sent", "139****5678", [])


def test_whoever_chose_nothing_is_told_in_the_inbox_alone(cast: Cast, away: TestGateway) -> None:
    a_gateway(cast, away)
    a_case(cast, "dispatched")
    run_due()
    assert away.got == []


@pytest.mark.parametrize(
    ("how", "state", "code"),
    [
        ("hang", "unclear", "timeout"),
        ("late", "unclear", "timeout"),
        ("drip", "unclear", "timeout"),
        ("500", "unclear", "http_500"),
        ("502", "unclear", "http_502"),
        ("broken", "unclear", "broken"),
        ("400", "failed", "http_400"),
        ("away", "failed", "http_302"),
        ('{"state": "refused", "code": "BLACKLIST"}', "failed", "BLACKLIST"),
        ('{"state": "delivered"}', "delivered", ""),
    ],
)
def test_an_answer_ends_a_delivery_in_its_own_state(
    cast: Cast, away: TestGateway, how: str, state: str, code: str
) -> None:
    a_gateway(cast, away)
    by_text(cast.handler)
    away.behaves = [how]
    a_case(cast, "dispatched")
    begun = monotonic()
    with clock.hold(NOON):
        run_due()
    run_due()
    assert [(past.state, past.code) for past in ended(cast)] == [(state, code)]
    assert monotonic() - begun < 5
    # Nothing goes out again by itself, whatever the hour.
    for hours in (1, 10, 30):
        with clock.hold(clock.now() + timedelta(hours=hours)):
            _look_again(cast)
    assert len(away.got) == 1


@pytest.mark.parametrize("how", ["429", "503"])
def test_a_gateway_that_is_busy_is_asked_again_later(cast: Cast, away: TestGateway, how: str) -> None:
    gateway = a_gateway(cast, away)
    by_text(cast.handler)
    away.behaves = [how]
    with clock.hold(NOON):
        a_case(cast, "dispatched")
        run_due()
        (waiting,) = queued(cast)
        assert (waiting.state, waiting.attempts, waiting.code) == ("queued", 1, f"http_{how}")
        assert Gateway.objects.one(gateway.id).resting_until == NOON + timedelta(seconds=30)
    with clock.hold(NOON + timedelta(minutes=2)):
        run_due()
        assert [past.state for past in ended(cast)] == ["sent"]
        assert Gateway.objects.one(gateway.id).resting_until is None
    first, second = away.got
    assert first["id"] == second["id"]


def test_a_gateway_that_is_not_there_is_given_up_after_a_day(cast: Cast, away: TestGateway) -> None:
    a_gateway(cast, away)
    by_text(cast.handler)
    with clock.hold(NOON):
        a_case(cast, "dispatched")
        away.usually = "503"
        run_due()
    for hour in range(1, 30):
        with clock.hold(NOON + timedelta(hours=hour)):
            run_due()
    assert [(past.state, past.code) for past in ended(cast)] == [("given_up", "http_503")]


def test_a_gateway_that_knows_what_it_has_seen_is_asked_again_with_the_same_number(
    cast: Cast, away: TestGateway
) -> None:
    a_gateway(cast, away, repeatable=True)
    by_text(cast.handler)
    away.behaves = ["hang"]
    with clock.hold(NOON):
        a_case(cast, "dispatched")
        run_due()
    with clock.hold(NOON + timedelta(minutes=5)):
        run_due()
    assert [past.state for past in ended(cast)] == ["sent"]
    assert len({sent["id"] for sent in away.got}) == 1
    assert {head["Idempotency-Key"] for head in away.headers} == {away.got[0]["id"]}


def test_a_gateway_that_hangs_rests_and_holds_up_nobody_else(cast: Cast, away: TestGateway) -> None:
    """Ten wait for it; only one of them is spent in finding out, and the other gateway goes on."""
    texts, mails = a_gateway(cast, away), a_gateway(cast, away, kind="wecom_group")
    by_text(cast.handler)
    away.usually = "hang"
    with clock.hold(NOON):
        for _ in range(5):
            a_case(cast, "dispatched")
        begun = monotonic()
        run_due()
        assert monotonic() - begun < 6
    assert len(away.got) == 2
    by_gateway = {one.gateway.id: one for one in standings(cast.admin)}
    assert {by_gateway[texts.id].waiting, by_gateway[mails.id].waiting} == {4}
    assert by_gateway[texts.id].trouble == 1


def test_what_a_dead_worker_was_sending_is_unclear_and_not_sent_again(cast: Cast, away: TestGateway) -> None:
    gateway = a_gateway(cast, away)
    by_text(cast.handler)
    a_case(cast, "dispatched")
    _do_all_but(deliver.name)
    (waiting,) = queued(cast)
    waiting.state, waiting.attempts = "sending", 1
    waiting.write("state", "attempts")
    deliver(gateway=gateway.id)
    assert [(past.state, past.code) for past in ended(cast)] == [("unclear", "interrupted")]
    assert away.got == []


def test_quiet_hours_wait_for_the_morning_and_urgent_news_does_not(cast: Cast, away: TestGateway) -> None:
    a_gateway(cast, away)
    by_text(cast.handler, quiet_from=time(22), quiet_until=time(7))
    by_text(cast.clerk, quiet_from=time(22), quiet_until=time(7), phone="13900000001")
    with clock.hold(NIGHT):
        a_case(cast, "dispatched")
        a_case(cast, "reported", answers={"danger": True})
        run_due()
        assert {sent["to"] for sent in away.got} == {"13900000001"}
    with clock.hold(NIGHT + timedelta(hours=8)):
        run_due()
    assert {sent["to"] for sent in away.got} == {"13900000001", "13912345678"}


def test_what_was_read_in_the_meantime_does_not_ring(cast: Cast, away: TestGateway) -> None:
    a_gateway(cast, away)
    by_text(cast.handler, quiet_from=time(22), quiet_until=time(7))
    with clock.hold(NIGHT):
        a_case(cast, "dispatched")
        run_due()
        mark_all_read(actor=cast.handler)
    with clock.hold(NIGHT + timedelta(hours=9)):
        run_due()
    assert away.got == []
    assert [past.state for past in ended(cast)] == ["read"]


def test_a_digest_gathers_the_day_and_goes_out_once(cast: Cast, away: TestGateway) -> None:
    a_gateway(cast, away)
    by_text(cast.handler, digest=True)
    for _ in range(3):
        a_case(cast, "dispatched")
    run_due()
    assert away.got == []
    day = clock.now().date()
    assert digests(township=cast.town.township, day=day) == 1
    assert digests(township=cast.town.township, day=day) == 0
    run_due()
    (sent,) = away.got
    assert "3 条" in sent["text"]


def test_an_administrator_sends_once_more_what_failed(cast: Cast, away: TestGateway) -> None:
    a_gateway(cast, away)
    by_text(cast.handler)
    away.behaves = ["400"]
    a_case(cast, "dispatched")
    run_due()
    (failed,) = ended(cast)
    with pytest.raises(NotFound):
        resend(delivery_id=failed.id, actor=cast.clerk)
    resend(delivery_id=failed.id, actor=cast.admin)
    with pytest.raises(RuleBroken), transaction.atomic():
        resend(delivery_id=failed.id, actor=cast.admin)
    run_due()
    assert [past.state for past in ended(cast)] == ["failed", "sent"]
    assert away.got[0]["id"] == away.got[1]["id"]


def test_nothing_leaves_by_a_way_that_is_switched_off(cast: Cast, away: TestGateway) -> None:
    gateway = a_gateway(cast, away)
    by_text(cast.handler)
    a_case(cast, "dispatched")
    _do_all_but(deliver.name)
    switch_gateway(gateway_id=gateway.id, on=False, actor=cast.admin)
    run_due()
    assert (away.got, len(queued(cast))) == ([], 1)
    switch_gateway(gateway_id=gateway.id, on=True, actor=cast.admin)
    run_due()
    assert len(away.got) == 1


def test_a_rehearsal_sends_nothing(cast: Cast, away: TestGateway) -> None:
    a_gateway(cast, away, rehearsal=True)
    by_text(cast.handler)
    a_case(cast, "dispatched")
    run_due()
    assert away.got == []
    assert [(past.state, past.code) for past in ended(cast)] == [("sent", "rehearsal")]


def _look_again(cast: Cast) -> None:
    for gateway in Gateway.objects.filter(township=cast.town.township):
        deliver(gateway=gateway.id)


def _do_all_but(name: str) -> None:
    """Every job that is due, without those of one name: as if the worker that takes them were away."""
    real: Callable[..., None] = deliver.do
    assert name == deliver.name
    object.__setattr__(deliver, "do", lambda **_ids: None)
    try:
        run_due()
    finally:
        object.__setattr__(deliver, "do", real)
    assert Delivery.objects is not None
