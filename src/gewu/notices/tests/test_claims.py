"""An address is proved by its owner before anything is sent there."""

import base64
from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC
from django.conf import LazySettings
from django.core import mail
from django.test import Client

from gewu.cases.tests.builders import Cast, a_case
from gewu.kernel import clock, journal
from gewu.kernel.errors import Invalid, NotFound, RuleBroken, TooMany
from gewu.kernel.jobs import run_due
from gewu.notices.channels import events
from gewu.notices.commands import Choices, ask_for_code, choose, let_go_of_wechat, prove_email
from gewu.notices.models import Binding, Gateway, Preference
from gewu.notices.tests.gateway import TestGateway
from gewu.notices.tests.helping import a_gateway, by_mail, ended, link_in
from gewu.people.testing import signed_in

pytestmark = pytest.mark.django_db

ADDRESS = "zheng@example.org"
AES_KEY = base64.b64encode(bytes(range(32))).decode()[:43]
TOKEN = '{"access_token": "T", "expires_in": 7200}'
OPENID = "o6_bmjrPTlm6_2sgVt7hMZOPfL2M"


@pytest.fixture
def letters(cast: Cast, away: TestGateway, settings: LazySettings) -> None:
    settings.EMAIL_HOST = "mail.example"
    a_gateway(cast, away, kind="email")


def kept(cast: Cast) -> Preference:
    assert cast.handler.user
    return Preference.objects.get(township=cast.town.township, user=cast.handler.user)


def claimed(cast: Cast, address: str = ADDRESS) -> str:
    choose(choices=Choices(email=address), actor=cast.handler)
    run_due()
    return link_in(mail.outbox[-1].body)


@pytest.mark.usefixtures("letters")
def test_nothing_goes_to_an_address_before_its_owner_has_said_so(cast: Cast) -> None:
    choose(choices=Choices(channels=("email",), email=ADDRESS), actor=cast.handler)
    a_case(cast, "dispatched")
    run_due()
    (letter,) = mail.outbox
    assert (letter.to, kept(cast).email) == ([ADDRESS], None)
    client = signed_in(cast.handler)
    link = f"/me/notices/prove/{link_in(letter.body)}/"
    assert ADDRESS in client.get(link).text
    assert kept(cast).email is None, "programs that look at mail follow links"
    assert client.post(link).status_code == 302
    a_case(cast, "dispatched")
    run_due()
    assert [sent.to for sent in mail.outbox] == [[ADDRESS], [ADDRESS]]
    assert not list(journal.verify(townships=[cast.town.township]))


@pytest.mark.usefixtures("letters")
def test_a_link_is_for_whoever_asked_and_once_and_for_a_day(cast: Cast) -> None:
    link = claimed(cast)
    with pytest.raises(NotFound):
        prove_email(link=link, actor=cast.other_handler)
    with pytest.raises(NotFound):
        prove_email(link=f"{link}x", actor=cast.handler)
    with clock.hold(clock.now() + timedelta(hours=25)), pytest.raises(NotFound):
        prove_email(link=link, actor=cast.handler)
    prove_email(link=link, actor=cast.handler)
    with pytest.raises(NotFound):
        prove_email(link=link, actor=cast.handler)


@pytest.mark.usefixtures("letters")
def test_another_address_leaves_the_proved_one_until_it_is_proved(cast: Cast) -> None:
    by_mail(cast.handler)
    link = claimed(cast, "new@example.org")
    row = kept(cast).email
    assert row is not None
    assert row.open() == ADDRESS
    choose(choices=Choices(email="new@example.org"), actor=cast.handler)
    run_due()
    assert len(mail.outbox) == 1, "asked for again, it is not written again"
    prove_email(link=link, actor=cast.handler)
    row = kept(cast).email
    assert row is not None
    assert row.open() == "new@example.org"


@pytest.mark.usefixtures("letters")
def test_a_form_is_no_way_to_write_to_strangers(cast: Cast) -> None:
    links = [claimed(cast, f"n{number}@example.org") for number in range(5)]
    with pytest.raises(TooMany):
        claimed(cast, "n6@example.org")
    with pytest.raises(NotFound):
        prove_email(link=links[0], actor=cast.handler)
    prove_email(link=links[-1], actor=cast.handler)
    assert len(mail.outbox) == 5


def test_without_a_mail_server_no_address_is_taken(cast: Cast) -> None:
    with pytest.raises(RuleBroken):
        choose(choices=Choices(email=ADDRESS), actor=cast.handler)


# --- WeChat -----------------------------------------------------------------------------------------------


@pytest.fixture
def account(cast: Cast, away: TestGateway) -> Gateway:
    layout = "thing1=title character_string2=number"
    return a_gateway(cast, away, kind="wechat", account="wx1", signing=AES_KEY, layout=layout)


def scanned(account: Gateway, scene: str, *, kind: str = "SCAN", **wrong: str) -> Any:
    """WeChat tells us, in its safe mode."""
    members = {"FromUserName": OPENID, "Event": kind, "EventKey": scene, **wrong}
    return told(account, members)


def told(account: Gateway, members: dict[str, str], *, signed_with: str = "", at: int = 0) -> Any:
    inner = "".join(f"<{name}><![CDATA[{value}]]></{name}>" for name, value in members.items())
    text = f"<xml>{inner}</xml>".encode()
    plain = b"0123456789abcdef" + len(text).to_bytes(4, "big") + text + b"wx1"
    plain += bytes([32 - len(plain) % 32]) * (32 - len(plain) % 32)
    key = bytes(range(32))
    locker = Cipher(AES(key), CBC(key[:16])).encryptor()
    sealed = base64.b64encode(locker.update(plain) + locker.finalize()).decode()
    stamp = str(at or int(clock.now().timestamp()))
    token = signed_with or events.token_for(account)
    signature = events.wechat_signature(token, stamp, "n", sealed)
    query = f"timestamp={stamp}&nonce=n&encrypt_type=aes&msg_signature={signature}"
    body = f"<xml><ToUserName>gh</ToUserName><Encrypt><![CDATA[{sealed}]]></Encrypt></xml>"
    path = f"/notices/ways/{account.id}/wechat/?{query}"
    return Client().post(path, body, content_type="text/xml")


def a_code(cast: Cast, away: TestGateway) -> str:
    """The scene of a code that was asked for."""
    away.behaves = [TOKEN, '{"ticket": "t", "url": "http://weixin.qq.com/q/kZgfwMTm72WWPkovabbI"}']
    assert ask_for_code(actor=cast.handler).startswith("http://weixin.qq.com/q/")
    scene = away.got[-1]["action_info"]["scene"]["scene_str"]
    assert isinstance(scene, str)
    return scene


def test_whoever_scans_the_code_is_told_by_wechat(cast: Cast, away: TestGateway, account: Gateway) -> None:
    scene = a_code(cast, away)
    assert scanned(account, f"qrscene_{scene}", kind="subscribe").content == b"success"
    row = kept(cast)
    assert row.wechat is not None
    assert (row.wechat.open(), row.channels) == (OPENID, ["wechat"])
    away.behaves = ['{"errcode": 0, "errmsg": "ok", "msgid": 200228332}']
    case = a_case(cast, "dispatched")
    run_due()
    sent = away.got[-1]
    assert (sent["touser"], sent["template_id"]) == (OPENID, "7")
    assert sent["data"]["character_string2"] == {"value": case.number}
    assert len(sent["data"]["thing1"]["value"]) <= 20
    assert "access_token=T" in away.paths[-1]
    (past,) = ended(cast)
    assert (past.state, past.remote) == ("sent", "200228332")
    finished = {"Event": "TEMPLATESENDJOBFINISH", "MsgID": "200228332", "Status": "failed:user block"}
    for _ in range(2):
        assert told(account, finished).status_code == 200
    assert [(past.state, past.code) for past in ended(cast)] == [("failed", "failed:userblock")]


def test_a_code_counts_once_and_for_ten_minutes(cast: Cast, away: TestGateway, account: Gateway) -> None:
    scene = a_code(cast, away)
    with clock.hold(clock.now() + timedelta(minutes=11)):
        scanned(account, scene)
        assert not Preference.objects.filter(township=cast.town.township).exists()
    scanned(account, scene)
    scanned(account, scene, FromUserName="somebody-else")
    row = kept(cast).wechat
    assert row is not None
    assert row.open() == OPENID
    let_go_of_wechat(actor=cast.handler)
    assert (kept(cast).wechat, kept(cast).channels) == (None, [])


def test_what_is_not_from_wechat_is_refused(cast: Cast, away: TestGateway, account: Gateway) -> None:
    scene = a_code(cast, away)
    event = {"FromUserName": OPENID, "Event": "SCAN", "EventKey": scene}
    stale = int((clock.now() - timedelta(hours=1)).timestamp())
    assert told(account, event, signed_with="guess").status_code == 403
    assert told(account, event, at=stale).status_code == 403
    path = f"/notices/ways/{account.id}/wechat/"
    assert Client().post(path, b"<xml></xml>", content_type="text/xml").status_code == 403
    assert Client().get(f"{path}?echostr=hi&timestamp=1&nonce=2&signature=3").status_code == 403
    assert not Preference.objects.filter(township=cast.town.township).exists()


def test_wechat_finds_our_door(account: Gateway) -> None:
    stamp = str(int(clock.now().timestamp()))
    signature = events.wechat_signature(events.token_for(account), stamp, "n")
    path = f"/notices/ways/{account.id}/wechat/?echostr=hello&timestamp={stamp}&nonce=n&signature={signature}"
    assert Client().get(path).content == b"hello"


@pytest.mark.parametrize("how", ["hang", "500", "broken", '{"errcode": 45009}', "{nonsense"])
@pytest.mark.usefixtures("account")
def test_without_a_code_from_wechat_it_is_said_to_try_again(cast: Cast, away: TestGateway, how: str) -> None:
    away.behaves = [how]
    with pytest.raises(RuleBroken):
        ask_for_code(actor=cast.handler)
    assert not Binding.objects.filter(township=cast.town.township).exists()


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"signing": "short"}, "signing"),
        ({"layout": "thing1"}, "layout"),
        ({"layout": "thing1=phone"}, "layout"),
        ({"layout": ""}, "layout"),
        ({"signing": ""}, "signing"),
    ],
)
def test_an_official_account_needs_its_key_and_its_form(
    cast: Cast, away: TestGateway, more: dict[str, str], field: str
) -> None:
    settings = {"signing": AES_KEY, "layout": "thing1=title"} | more
    with pytest.raises(Invalid) as refused:
        a_gateway(cast, away, kind="wechat", **settings)
    assert field in refused.value.fields
