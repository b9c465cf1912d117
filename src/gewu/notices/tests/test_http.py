"""The pages and the API of notices, thin."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gewu.cases.tests.builders import Cast, a_case
from gewu.kernel.jobs import run_due
from gewu.notices.models import Gateway, Message, Preference
from gewu.notices.tests.gateway import TestGateway
from gewu.notices.tests.helping import a_gateway, by_text, ended, told
from gewu.notices.tests.test_templates import words
from gewu.people.commands import issue_token
from gewu.people.testing import signed_in

pytestmark = pytest.mark.django_db


def test_the_bell_counts_and_strangers_have_none(cast: Cast) -> None:
    a_case(cast, "dispatched")
    run_due()
    page = signed_in(cast.handler).get("/me/notices/bell/")
    assert page.headers["Gewu-Bell"] == "1"
    assert '<span class="count" aria-hidden="true">1</span>' in page.content.decode()
    assert Client().get("/me/notices/bell/").status_code == 204


def test_the_bell_costs_one_statement_beyond_knowing_who_asks(cast: Cast) -> None:
    browser = signed_in(cast.handler)
    browser.get("/me/notices/bell/")
    with CaptureQueriesContext(connection) as asked:
        browser.get("/me/notices/bell/")
    # session, user, posts · the count
    assert len([one for one in asked if "SAVEPOINT" not in one["sql"]]) == 4


def test_opening_a_message_reads_it_and_leads_to_the_case(cast: Cast) -> None:
    case = a_case(cast, "handled")
    (line,) = told(cast.checker)
    answer = signed_in(cast.checker).get(f"/me/notices/{line.id}/")
    assert answer.headers["Location"] == f"/field/cases/{case.id}/"
    assert Message.objects.one(line.id).read_at is not None


@pytest.mark.parametrize("who", ["handler", "checker", "resident"])
def test_the_inbox_looks_like_the_rooms_of_its_reader(cast: Cast, who: str) -> None:
    a_case(cast, "handled", by=cast.resident)
    run_due()
    browser = signed_in(getattr(cast, who))
    for query in ("", "?unread=1", "?urgent=1", "?number=XX"):
        assert browser.get(f"/me/notices/{query}").status_code == 200
    assert 'class="unread"' in browser.get("/me/notices/").content.decode()
    browser.post("/me/notices/read/")
    assert 'class="unread"' not in browser.get("/me/notices/").content.decode()


def test_a_long_inbox_has_pages(cast: Cast) -> None:
    for _ in range(32):
        a_case(cast, "dispatched")
    run_due()
    browser = signed_in(cast.handler)
    first = browser.get("/me/notices/").content.decode()
    assert first.count('class="unread"') == 30
    with CaptureQueriesContext(connection) as asked:
        browser.get("/me/notices/")
    assert len([one for one in asked if "SAVEPOINT" not in one["sql"]]) <= 9


def test_choices_are_kept_and_drawn_again(cast: Cast, away: TestGateway) -> None:
    browser = signed_in(cast.handler)
    assert '<form class="form card"' not in browser.get("/me/notices/choices/").content.decode()
    a_gateway(cast, away)
    form = {"channels": "sms", "phone": "13912345678", "digest": "true"}
    form |= {"quiet_from": "22", "quiet_until": "7"}
    assert browser.post("/me/notices/choices/", form | {"phone": ""}).status_code == 422
    assert browser.post("/me/notices/choices/", form).status_code == 302
    row = Preference.objects.get(township=cast.town.township)
    assert (row.channels, row.digest, row.quiet_from and row.quiet_from.hour) == (["sms"], True, 22)
    assert "13912345678" in browser.get("/me/notices/choices/").content.decode()


def test_an_administrator_adds_changes_and_switches_a_way(cast: Cast, away: TestGateway) -> None:
    browser = signed_in(cast.admin)
    form = {"kind": "sms", "label": "市短信平台", "url": away.url, "sender": "格物", "secret": "k"}
    assert browser.post("/desk/notices/new/", form | {"url": "http://elsewhere/"}).status_code == 422
    assert browser.post("/desk/notices/new/", form).status_code == 302
    way = Gateway.objects.get(township=cast.town.township)
    page = browser.get(f"/desk/notices/ways/{way.id}/").content.decode()
    assert "市短信平台" in page
    assert 'value="k"' not in page
    browser.post(f"/desk/notices/ways/{way.id}/", form | {"label": "新名字", "secret": ""})
    way = Gateway.objects.one(way.id)
    assert way.secret is not None
    assert (way.label, way.secret.open()) == ("新名字", "k")
    browser.post(f"/desk/notices/ways/{way.id}/switch/", {"on": "false"})
    assert not Gateway.objects.one(way.id).on


def test_the_overview_shows_the_queue_and_what_did_not_go_out(cast: Cast, away: TestGateway) -> None:
    a_gateway(cast, away)
    by_text(cast.handler)
    away.behaves = ["hang"]
    a_case(cast, "dispatched")
    a_case(cast, "dispatched")
    run_due()
    browser = signed_in(cast.admin)
    page = browser.get("/desk/notices/").content.decode()
    assert "timeout" in page
    assert "139****5678" in page
    assert "13912345678" not in page
    (unclear,) = ended(cast)
    assert browser.post(f"/desk/notices/deliveries/{unclear.id}/resend/").status_code == 302
    assert browser.get("/desk/notices/past/?state=unclear").status_code == 200


def test_a_template_is_drafted_previewed_and_published(cast: Cast) -> None:
    browser = signed_in(cast.admin)
    said = words(title="来活：{category}").items()
    form = {f"{language}_{part}": text for language, parts in said for part, text in parts.items()}
    url = "/desk/notices/templates/case_offered/"
    wrong = browser.post(url, form | {"en_text": "{phone}"})
    assert wrong.status_code == 422
    assert "{phone}" in wrong.content.decode()
    browser.post(url, form)
    page = browser.get(url).content.decode()
    assert "来活：" in page
    assert browser.post(f"{url}publish/").status_code == 302
    assert browser.get("/desk/notices/templates/").status_code == 200


def test_a_program_reads_its_messages(cast: Cast) -> None:
    a_case(cast, "dispatched")
    run_due()
    assert cast.handler.user
    token = issue_token(user_id=cast.handler.user, label="p", actor=cast.handler)
    program = Client(headers={"authorization": f"Bearer {token}"})
    assert program.get("/api/v1/notices/count").json() == {"unread": 1}
    (one,) = program.get("/api/v1/notices?unread=1").json()["items"]
    read = program.post(f"/api/v1/notices/{one['id']}/read").json()
    assert read["is_read"]
    assert program.post("/api/v1/notices/read").json() == {"read": 0}
