"""The pages of supervision, as browsers ask for them."""

from datetime import timedelta

import pytest
from django.test import Client

from gewu.cases.tests.builders import Cast, a_case, again
from gewu.kernel import clock, jobs
from gewu.kernel.access import Actor
from gewu.people.testing import signed_in
from gewu.supervision.jobs import watch_all
from gewu.supervision.models import Anomaly, Supervision

pytestmark = pytest.mark.django_db
HOME = "/desk/supervision/"


def read(client: Client, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status, answer.content
    return str(answer.content.decode())


def post(actor: Actor, url: str, **form: str) -> int:
    return signed_in(actor).post(url, form).status_code


def test_a_supervision_from_the_page_of_its_case_to_its_end(cast: Cast) -> None:
    case = a_case(cast, "handling")
    assert f"{HOME}cases/{case.id}/open/" in read(signed_in(cast.supervisor), f"/desk/cases/{case.id}/")
    assert post(cast.supervisor, f"{HOME}cases/{case.id}/open/", kind="important", reason="催一下") == 302
    one = Supervision.objects.get(township=case.township, case_id=case.id)
    assert case.number in read(signed_in(cast.handler), HOME)
    page = read(signed_in(cast.handler), f"{HOME}{one.id}/")
    assert "催一下" in page
    answer = {"words": "明天修好", "seen_state": "open"}
    assert post(cast.handler, f"{HOME}{one.id}/answer/", **answer) == 302
    review = {"words": "", "seen_state": "answered"}
    assert post(cast.supervisor, f"{HOME}{one.id}/send_back/", **review) == 422
    assert post(cast.supervisor, f"{HOME}{one.id}/accept/", **review) == 302
    assert "明天修好" in read(signed_in(cast.auditor), f"{HOME}{one.id}/")
    assert post(cast.supervisor, f"{HOME}{one.id}/fly/", **review) == 404


def test_the_start_page_says_what_is_to_answer(cast: Cast) -> None:
    case = a_case(cast, "handling")
    post(cast.supervisor, f"{HOME}cases/{case.id}/open/", kind="important", reason="催一下")
    assert f"{HOME}?list=to_answer" in read(signed_in(cast.handler), "/desk/")
    assert f"{HOME}?list=to_answer" not in read(signed_in(cast.clerk), "/desk/")


def test_whoever_owes_an_answer_reads_it_on_the_phone(cast: Cast) -> None:
    case = a_case(cast, "handling")
    assert post(cast.supervisor, f"{HOME}cases/{case.id}/open/", kind="important", reason="催一下") == 302
    one = Supervision.objects.get(township=case.township, case_id=case.id)
    page = read(signed_in(cast.handler), "/field/")
    assert f"{HOME}{one.id}/" in page
    assert "被督办，待答复" in page
    assert f"{HOME}{one.id}/" not in read(signed_in(cast.gridworker), "/field/")
    answer = {"words": "明天修好", "seen_state": "open"}
    assert post(cast.handler, f"{HOME}{one.id}/answer/", **answer) == 302
    assert "被督办，待答复" not in read(signed_in(cast.handler), "/field/")


def test_a_chief_raises_a_case_from_its_page(cast: Cast) -> None:
    case = a_case(cast)
    url = f"{HOME}cases/{case.id}/raise/"
    assert url in read(signed_in(cast.gridlead), f"/desk/cases/{case.id}/")
    read(signed_in(cast.gridlead), url)
    form = {"level": "grid", "reason": "no_means", "tried": "没有升降车"}
    assert post(cast.gridlead, url, **form | {"tried": " "}) == 422
    assert post(cast.gridlead, url, **form) == 302
    assert again(case.id).level == "community"
    page = read(signed_in(cast.chief), f"/desk/cases/{case.id}/")
    assert "没有升降车" in page
    assert post(cast.gridlead, url, **form) == 409


def test_findings_are_read_and_judged(cast: Cast) -> None:
    with clock.hold(clock.now()):
        a_case(cast, "checked")
    with clock.hold(clock.now() + timedelta(minutes=1)):
        watch_all()
    found = Anomaly.objects.filter(township=cast.town.township).first()
    assert found is not None
    client = signed_in(cast.supervisor)
    assert found.number in read(client, f"{HOME}findings/?kind=flow")
    url = f"{HOME}findings/{found.id}/"
    read(client, url)
    assert client.post(url, {"judgement": "", "word": "x"}).status_code == 422
    assert client.post(url, {"judgement": "justified", "word": "一起去看的"}).status_code == 302
    assert "一起去看的" in read(client, url)
    read(signed_in(cast.dispatcher), f"{HOME}findings/", 403)


def test_somebody_can_have_it_looked_at_now(cast: Cast) -> None:
    a_case(cast, "checked")
    with clock.hold(clock.now() + timedelta(minutes=1)):
        assert post(cast.auditor, f"{HOME}findings/look/") == 302
        jobs.run_due()
    assert Anomaly.objects.filter(township=cast.town.township).exists()
