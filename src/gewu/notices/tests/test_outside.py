"""What leaves the house for residents, groups, WeCom and mail; and what never does."""

import json

import pytest
from django.conf import LazySettings
from django.core import mail

from gewu.cases.queries import slip_of
from gewu.cases.tests.builders import BROKEN_BIN, NAME, PHONE, Cast, a_case, move_on
from gewu.kernel import clock
from gewu.kernel.errors import Invalid, NotFound
from gewu.kernel.jobs import run_due
from gewu.notices.channels.robots import signed
from gewu.notices.commands import Choices, choose, silence
from gewu.notices.models import Preference
from gewu.notices.tests.gateway import TestGateway
from gewu.notices.tests.helping import a_gateway, by_mail, by_text, ended
from gewu.notices.tests.test_delivering import NIGHT, NOON
from gewu.people.commands import leave
from gewu.people.testing import signed_in

pytestmark = pytest.mark.django_db


def test_a_reporter_who_ticked_it_gets_three_texts_at_most(cast: Cast, away: TestGateway) -> None:
    a_gateway(cast, away)
    with clock.hold(NOON):
        case = a_case(cast, "closed", name=NAME, phone=PHONE, tell=True)
        run_due()
    texts = [sent["text"] for sent in away.got]
    assert [sent["to"] for sent in away.got] == [PHONE, PHONE]
    assert all(case.number in text for text in texts)
    assert f"https://gewu.example/c/{case.number}/?key={slip_of(case.id).key}" in texts[0]
    assert {past.address for past in ended(cast)} == {"139****5678"}
    assert all(len(text) < 240 for text in texts)


def test_a_reporter_who_left_a_phone_for_asking_back_gets_none(cast: Cast, away: TestGateway) -> None:
    a_gateway(cast, away)
    a_case(cast, "closed", name=NAME, phone=PHONE)
    run_due()
    assert away.got == []


def test_a_resident_ends_the_texts_by_the_link_for_every_report(cast: Cast, away: TestGateway) -> None:
    a_gateway(cast, away)
    with clock.hold(NOON):
        case = a_case(cast, "checked", phone=PHONE, tell=True)
        run_due()
        slip = slip_of(case.id)
        with pytest.raises(NotFound):
            silence(number=slip.number, key="wrong")
        silence(number=slip.number, key=slip.key)
        silence(number=slip.number, key=slip.key)
        move_on(case, "close", cast.clerk, standard="mended", reply="桶盖换好了，谢谢您")
        a_case(cast, "reported", phone=f"+86 {PHONE}", tell=True)
        run_due()
    assert len(away.got) == 1


def test_a_resident_is_not_woken(cast: Cast, away: TestGateway) -> None:
    a_gateway(cast, away)
    with clock.hold(NIGHT):
        a_case(cast, "reported", phone=PHONE, tell=True)
        run_due()
    assert away.got == []


@pytest.mark.parametrize("kind", ["wecom_group", "dingtalk_group"])
def test_a_group_gets_a_number_and_nothing_of_anybody(cast: Cast, away: TestGateway, kind: str) -> None:
    a_gateway(cast, away, kind=kind, signing="SEC" if kind.startswith("ding") else "")
    case = a_case(cast, "dispatched", name=NAME, phone=PHONE, address="文化路 1 号 3 单元")
    run_due()
    (sent,) = away.got
    assert sent["msgtype"] == "text"
    said = json.dumps(sent, ensure_ascii=False)
    assert case.number in said
    for private in (BROKEN_BIN[:4], NAME, PHONE, "文化路", "小样", "单元", "http"):
        assert private not in said
    assert "=k" in away.paths[0]


def test_dingtalk_is_signed_as_it_asks() -> None:
    found = signed("SEC", milliseconds=1_700_000_000_000)
    assert found["timestamp"] == "1700000000000"
    assert len(found["sign"]) == 44


@pytest.mark.parametrize(
    ("answer", "state", "code"),
    [
        ('{"errcode": 0, "invaliduser": "zhou"}', "failed", "no_such_member"),
        ('{"errcode": 40058}', "failed", "errcode_40058"),
        ('{"errcode": true}', "", "no_errcode"),
        ('{"errcode": 45009}', "", "errcode_45009"),
    ],
)
def test_wecom_means_what_its_errcode_says(
    cast: Cast, away: TestGateway, answer: str, state: str, code: str
) -> None:
    a_gateway(cast, away, kind="wecom")
    choose(choices=Choices(channels=("wecom",), wecom="zhou"), actor=cast.handler)
    away.behaves = ['{"errcode": 0, "access_token": "T"}', answer]
    a_case(cast, "dispatched")
    run_due()
    assert "corpsecret=k" in away.paths[0]
    assert "access_token=T" in away.paths[1]
    assert away.got[0]["enable_duplicate_check"] == 1
    assert [(past.state, past.code) for past in ended(cast)] == ([(state, code)] if state else [])


def test_wecom_without_a_token_sends_nothing(cast: Cast, away: TestGateway) -> None:
    a_gateway(cast, away, kind="wecom")
    choose(choices=Choices(channels=("wecom",), wecom="zhou"), actor=cast.handler)
    away.behaves = ['{"errcode": 40001}']
    a_case(cast, "dispatched")
    run_due()
    assert [(past.state, past.code) for past in ended(cast)] == [("failed", "token_errcode_40001")]
    assert away.got == []


def test_a_mail_has_a_number_of_its_own(cast: Cast, away: TestGateway, settings: LazySettings) -> None:
    settings.EMAIL_HOST = "mail.example"
    a_gateway(cast, away, kind="email")
    by_mail(cast.handler)
    case = a_case(cast, "dispatched")
    run_due()
    (sent,) = mail.outbox
    assert sent.to == ["zheng@example.org"]
    assert case.number in sent.body
    assert BROKEN_BIN not in sent.body
    assert sent.extra_headers["Message-ID"].startswith("<")
    assert [(past.state, past.address) for past in ended(cast)] == [("sent", "z***@example.org")] * 2


def test_a_gateway_lies_only_where_the_operator_allows(cast: Cast, away: TestGateway) -> None:
    for url in ("http://10.0.0.1/", "file:///etc/passwd", f"http://me@{away.host}/", "ftp://x"):
        with pytest.raises(Invalid) as refused:
            a_gateway(cast, away, url=url)
        assert "url" in refused.value.fields


def test_a_gateway_without_its_key_is_refused(cast: Cast, away: TestGateway) -> None:
    with pytest.raises(Invalid) as refused:
        a_gateway(cast, away, kind="wecom", secret="", account="")
    assert set(refused.value.fields) == {"secret", "account"}


def test_addresses_lie_sealed_in_the_database(cast: Cast) -> None:
    by_text(cast.handler)
    row = Preference.objects.get(township=cast.town.township)
    assert row.phone is not None
    assert b"139" not in row.phone.stored
    assert row.phone.open() == "13912345678"


@pytest.mark.parametrize(
    ("choices", "field"),
    [
        (Choices(channels=("sms",)), "phone"),
        (Choices(channels=("email",), email="nobody"), "email"),
        (Choices(channels=("sms",), phone="12"), "phone"),
        (Choices(channels=("pigeon",)), "channels"),
    ],
)
def test_a_way_needs_an_address(cast: Cast, choices: Choices, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        choose(choices=choices, actor=cast.handler)
    assert field in refused.value.fields


def test_whoever_leaves_is_told_nothing_and_leaves_no_address(cast: Cast) -> None:
    by_text(cast.handler)
    assert cast.handler.user
    leave(user_id=cast.handler.user, actor=cast.admin)
    run_due()
    row = Preference.objects.get(township=cast.town.township)
    assert (row.channels, row.phone) == ([], None)


def test_what_is_kept_to_be_told_by_is_on_the_page_of_ones_own_data(cast: Cast) -> None:
    by_text(cast.handler)
    page = signed_in(cast.handler).get("/me/data/").content.decode()
    assert "13912345678" in page
