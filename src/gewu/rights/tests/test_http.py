"""The pages of people's rights, as browsers ask for them."""

import pytest
from django.test import Client

from gewu.kernel import clock
from gewu.kernel.access import Actor
from gewu.kernel.ids import new_id
from gewu.people.queries import actor_of
from gewu.people.testing import a_user, signed_in
from gewu.registers import commands as registers
from gewu.registers.queries.own import Person
from gewu.registers.sources import Origin, Source
from gewu.registers.tests.builders import Town, a_number, a_person
from gewu.rights.models import Ask, Erasure, Oddity
from gewu.rights.rules import Judgement

pytestmark = pytest.mark.django_db
HOME = "/desk/rights/"
CARD = a_number("19620305", 7)


@pytest.fixture
def person(town: Town) -> Person:
    return a_person(town, "王小样", identity_number=CARD, phone="13912345678")


def read(client: Client, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status, answer.content
    return str(answer.content.decode())


def post(actor: Actor, url: str, **form: str) -> int:
    return signed_in(actor).post(url, form).status_code


def test_a_correction_from_the_window_to_its_answer(town: Town, person: Person) -> None:
    client = signed_in(town.clerk)
    read(client, f"{HOME}new/")
    form = {"kind": "correction", "proof": "card", "identity": CARD, "field": "phone", "value": "13800001111"}
    assert post(town.clerk, f"{HOME}new/", **form) == 422
    assert post(town.clerk, f"{HOME}new/", **form, words="换号码了") == 302
    ask = Ask.objects.get(township=town.township)
    assert ask.number in read(client, HOME)
    page = read(client, f"{HOME}asks/{ask.id}/")
    assert "换号码了" in page
    assert CARD not in page
    url = f"{HOME}asks/{ask.id}/"
    assert post(town.clerk, url, deed="refuse", words="不行", seen_state="open") == 422
    assert post(town.clerk, url, deed="grant", words="已改", seen_state="open") == 302
    assert "已更正" in read(signed_in(town.supervisor), url)
    read(signed_in(town.worker), url, 403)


def test_the_file_is_drawn_at_the_window(town: Town, person: Person) -> None:
    form = {"kind": "file", "proof": "card", "identity": CARD}
    assert post(town.clerk, f"{HOME}new/", **form) == 302
    ask = Ask.objects.get(township=town.township)
    assert post(town.clerk, f"{HOME}asks/{ask.id}/file.pdf") == 422
    assert post(town.clerk, f"{HOME}asks/{ask.id}/", deed="grant", words="请收好", seen_state="open") == 302
    answer = signed_in(town.clerk).post(f"{HOME}asks/{ask.id}/file.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert "王小样" not in answer["Content-Disposition"]
    assert "王小样" in read(signed_in(town.auditor), f"{HOME}looks/")


def test_erasing_needs_a_second_person(town: Town, person: Person) -> None:
    form = {"kind": "deletion", "proof": "card", "identity": CARD, "words": "我搬走了"}
    assert post(town.clerk, f"{HOME}new/", **form) == 302
    ask = Ask.objects.get(township=town.township)
    registers.moved_away(person.id, actor=town.clerk)
    assert post(town.clerk, f"{HOME}asks/{ask.id}/", deed="grant", words="好", seen_state="open") == 302
    erasure = Erasure.objects.get(township=town.township)
    assert "是您提出的" in read(signed_in(town.clerk), f"{HOME}erasures/")
    assert post(town.clerk, f"{HOME}erasures/{erasure.id}/") == 403
    assert "同意删除" in read(signed_in(town.supervisor), f"{HOME}erasures/")
    assert post(town.supervisor, f"{HOME}erasures/{erasure.id}/", deed="keep", why="") == 422
    assert post(town.supervisor, f"{HOME}erasures/{erasure.id}/", deed="agree") == 302
    assert "王小样" not in read(signed_in(town.clerk), f"{HOME}?state=granted")
    read(signed_in(town.supervisor), f"{HOME}erasures/?state=done")


def test_the_access_log_is_for_auditors(town: Town, person: Person) -> None:
    registers.open_values("person", person.id, purpose="service", actor=town.clerk)
    client = signed_in(town.auditor)
    page = read(client, f"{HOME}looks/?purpose=service&subject_kind=person")
    assert "王小样" in page
    assert "为本人办事" in page
    assert "王小样" not in read(client, f"{HOME}looks/?purpose=visit")
    read(client, f"{HOME}looks/?day_from=nonsense", 422)
    for nobody in (town.clerk, town.supervisor, town.admin, town.worker):
        read(signed_in(nobody), f"{HOME}looks/", 403)


def test_the_log_leaves_with_masked_names_and_says_its_rules(town: Town, person: Person) -> None:
    registers.open_values("person", person.id, purpose="service", actor=town.clerk)
    client = signed_in(town.auditor)
    for path in ("looks/export/", "looks/print/"):
        told = read(client, f"{HOME}{path}?purpose=service")
        assert "王**" in told
        assert "王小样" not in told
    assert "王小样" in read(client, f"{HOME}looks/?subject={person.id}&role=clerk")
    assert "60 分钟" in read(client, f"{HOME}looks/unusual/")


def test_the_page_of_erasures_says_what_goes_and_what_stays(town: Town, person: Person) -> None:
    form = {"kind": "deletion", "proof": "card", "identity": CARD, "words": "我搬走了"}
    assert post(town.clerk, f"{HOME}new/", **form) == 302
    ask = Ask.objects.get(township=town.township)
    registers.moved_away(person.id, actor=town.clerk)
    assert post(town.clerk, f"{HOME}asks/{ask.id}/", deed="grant", words="好", seen_state="open") == 302
    page = read(signed_in(town.supervisor), f"{HOME}erasures/")
    assert "公民身份号码" in page
    assert CARD not in page


def test_an_auditor_judges_unusual_look_ups(town: Town, person: Person) -> None:

    assert town.worker.user
    row = Oddity.objects.create(
        id=new_id(town.township),
        township=town.township,
        rule="at_night",
        user=town.worker.user,
        day=clock.now().date(),
        first_at=clock.now(),
        last_at=clock.now(),
        count=3,
        subjects=[person.id],
    )
    url = f"{HOME}looks/unusual/{row.id}/"
    assert url in read(signed_in(town.auditor), f"{HOME}looks/unusual/")
    read(signed_in(town.auditor), url)
    assert post(town.auditor, url, judgement="", word="看过") == 422
    assert post(town.auditor, url, judgement="not_justified", word="没有派活") == 302
    assert Oddity.objects.one(row.id).state == Judgement.NOT_JUSTIFIED
    assert "没有派活" in read(signed_in(town.auditor), url)


def test_my_rights_with_a_proved_account_and_without(town: Town, person: Person) -> None:
    user = a_user()
    mine = actor_of(user, door="portal")
    assert "还没有核验" in read(signed_in(mine), "/me/rights/")
    assert post(mine, "/me/rights/", kind="file") == 404
    Person.objects.filter(township=town.township, id=person.id).update(user=user.id)
    assert post(mine, "/me/rights/", kind="correction", field="phone", value="1", words="x") == 422
    assert post(mine, "/me/rights/", kind="file") == 302
    ask = Ask.objects.get(township=town.township)
    assert ask.number in read(signed_in(mine), "/me/rights/")
    registers.enrol(
        person.id,
        programme="photos",
        values={"where": ["board"]},
        origin=Origin(Source.SELF),
        actor=town.clerk,
        basis="self",
    )
    assert "照片使用同意" in read(signed_in(mine), "/me/rights/")
    assert post(mine, "/me/rights/", kind="withdrawal", programme="photos") == 302
    assert "您已申请撤回" in read(signed_in(mine), "/me/rights/")
    ask = Ask.objects.get(township=town.township, kind="file")
    assert post(mine, f"/me/rights/{ask.id}/file.pdf") == 422
    assert post(town.clerk, f"{HOME}asks/{ask.id}/", deed="grant", words="请收好", seen_state="open") == 302
    assert "请收好" in read(signed_in(mine), "/me/rights/")
    assert signed_in(mine).post(f"/me/rights/{ask.id}/file.pdf").content.startswith(b"%PDF-")
    assert post(town.worker, f"/me/rights/{ask.id}/file.pdf") == 404


def test_the_sharing_catalogue_for_the_staff_and_for_everybody(town: Town) -> None:
    page = read(Client(), "/shared-data/")
    assert "公安" in page
    assert "没有符合的" in read(Client(), "/shared-data/?q=没有这样的字段")
    assert "公安" in read(signed_in(town.worker), f"{HOME}sharing/?q=公安")
    assert Client().get(f"{HOME}sharing/").status_code == 302
