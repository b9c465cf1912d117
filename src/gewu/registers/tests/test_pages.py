"""The pages of the registers, thinly: who sees what, what a form does, what stays masked."""

import pytest

from gewu.kernel.access import Actor
from gewu.people.testing import signed_in, user_of
from gewu.places import queries as places
from gewu.registers.commands import Basis, approve_programme, ask_programme, enrol
from gewu.registers.models import Enrolment, Household, Look, Person, Switch, Visit
from gewu.registers.tests.builders import DOOR, Town, a_household, a_number, a_person, a_record, again
from gewu.registers.values import At

PHONE = "13912345678"
NUMBER = a_number("19300101", 5)


@pytest.fixture
def person(town: Town) -> Person:
    found = a_person(town, "王小样", identity_number=NUMBER, phone=PHONE)
    enrol(found.id, programme="hardship", values={"kind": "minimum"}, origin=DOOR, actor=town.clerk)
    return found


@pytest.mark.parametrize("who", ["worker", "lead", "chief", "clerk", "supervisor", "auditor"])
def test_a_file_is_masked_and_leaves_a_trace(town: Town, person: Person, who: str) -> None:
    actor: Actor = getattr(town, who)
    said = _get(actor, f"/registers/person/{person.id}/")
    assert "王小样" in said
    for secret in (PHONE, NUMBER, "1930-01-01"):
        assert secret not in said
    assert "139****5678" in said
    look = Look.objects.get(township=town.township, user=actor.user)
    assert (look.subject, look.opened, look.purpose) == (person.id, [], "")


@pytest.mark.parametrize(("who", "status"), [("other_worker", 404), ("handler", 403), ("admin", 403)])
def test_a_file_is_not_there_for_others(town: Town, person: Person, who: str, status: int) -> None:
    client = signed_in(getattr(town, who))
    assert client.get(f"/registers/person/{person.id}/").status_code == status


def test_every_file_every_list_and_every_form_is_drawn(town: Town, person: Person) -> None:
    shop = a_record(town, "establishment", {"name": "小样便利店", "kind": "shop"}, at=_at(town)).id
    thing = a_record(town, "facility", {"name": "井盖", "kind": "0102"}, at=_at(town)).id
    rows = {
        "person": person.id,
        "household": person.household,
        "dwelling": person.dwelling,
        "establishment": shop,
        "facility": thing,
    }
    pages = ["/registers/", "/registers/search/?q=wxy", f"/registers/building/{town.tiny.building_1}/"]
    for kind, row in rows.items():
        pages += [f"/registers/{kind}/", f"/registers/{kind}/{row}/", f"/registers/{kind}/{row}/print/"]
        pages += [f"/registers/{kind}/{row}/edit/", f"/registers/{kind}/{row}/visit/"]
    pages += [f"/registers/{kind}/new/" for kind in ("person", "dwelling", "establishment", "facility")]
    pages += [
        f"/registers/person/{person.id}/do/{deed}/" for deed in ("move", "died", "left", "away", "handed")
    ]
    pages += [f"/registers/household/{person.household}/do/{deed}/" for deed in ("split", "merge")]
    pages += [f"/registers/person/{person.id}/enrol/veteran/", "/registers/programmes/veteran/"]
    pages += [f"/registers/person/{person.id}/in/{_enrolment(person).id}/"]
    for page in pages:
        assert "<h1" in _get(town.clerk, page), page
    for page in pages[:8]:
        assert "<h1" in _get(town.worker, page), page


@pytest.mark.parametrize(
    "typed", ["王小样", "王小", "wangxiaoyang", "wxy", PHONE, NUMBER, "王 1930", "wang 1930"]
)
def test_a_person_is_found_by_whatever_is_known(town: Town, person: Person, typed: str) -> None:
    assert str(person.id) in _get(town.worker, f"/registers/search/?q={typed}")
    assert str(person.id) not in _get(town.other_worker, f"/registers/search/?q={typed}")


def test_a_person_is_found_by_number(town: Town, person: Person) -> None:
    found = _get(town.clerk, f"/registers/search/?q={person.number}")
    assert str(person.id) in found
    assert person.address is not None
    assert places.address(person.address).name in found


@pytest.mark.parametrize("typed", ["王", "w", "1391234"])
def test_a_vague_question_asks_again(town: Town, person: Person, typed: str) -> None:
    assert str(person.id) not in _get(town.clerk, f"/registers/search/?q={typed}")


def test_a_value_is_shown_in_full_for_a_purpose(town: Town, person: Person) -> None:
    client = signed_in(town.worker)
    said = client.post(f"/registers/person/{person.id}/open/", {"purpose": "visit"}).content.decode()
    assert PHONE in said
    assert NUMBER not in said
    refused = client.post(f"/registers/person/{person.id}/open/", {"purpose": ""})
    assert refused.status_code == 422
    assert PHONE not in refused.content.decode()


def test_a_protected_programme_is_shown_for_a_purpose(town: Town, person: Person) -> None:
    url = f"/registers/person/{person.id}/in/{_enrolment(person).id}/open/"
    assert "困难群众" not in _get(town.worker, f"/registers/person/{person.id}/")
    assert signed_in(town.worker).post(url, {"purpose": "visit"}).status_code == 404
    page = _get(town.lead, f"/registers/person/{person.id}/")
    assert "困难群众" in page
    assert "最低生活保障" not in page
    assert "最低生活保障" in signed_in(town.lead).post(url, {"purpose": "visit"}).content.decode()


def test_somebody_new_moves_in_behind_a_door(town: Town) -> None:
    given = {
        "place": "幸福小区1号楼",
        "door": "2单元202室",
        "name": "李新来",
        "identity_number": a_number("19900101", 3),
        "source": "door",
        "receipt": "r1",
    }
    client = signed_in(town.worker)
    answer = client.post("/registers/person/new/", given)
    assert answer.status_code == 302, answer.content.decode()[:3000]
    person = Person.objects.get(township=town.township, name="李新来")
    assert person.household
    home = Household.objects.get(township=town.township, id=person.household)
    assert (home.head, home.size, person.in_cell) == (person.id, 1, town.tiny.a1)
    assert client.post("/registers/person/new/", given).status_code == 302
    assert Person.objects.filter(township=town.township).count() == 1


def test_a_refused_form_keeps_what_was_typed(town: Town) -> None:
    given = {"place": "不存在的楼", "door": "1", "name": "李新来", "source": "door"}
    answer = signed_in(town.worker).post("/registers/person/new/", given)
    assert answer.status_code == 422
    assert "李新来" in answer.content.decode()


def test_a_form_asks_only_for_what_is_missing(town: Town, person: Person) -> None:
    page = _get(town.clerk, f"/registers/person/{person.id}/edit/")
    assert 'name="phone"' not in page
    assert 'name="occupation"' in page
    assert 'name="phone"' in _get(town.clerk, f"/registers/person/{person.id}/edit/?change=phone")
    given = {"occupation": "木工", "source": "window", "seen_version": str(again(person).version)}
    assert signed_in(town.clerk).post(f"/registers/person/{person.id}/edit/", given).status_code == 302
    assert again(person).values["occupation"] == "木工"


def test_a_visit_is_noted_in_one_tap(town: Town, person: Person) -> None:
    given = {"outcome": "met", "right": "1", "subjects": [str(person.id)], "receipt": "v1"}
    answer = signed_in(town.worker).post(f"/registers/household/{person.household}/visit/", given)
    assert answer.status_code == 302, answer.content.decode()[:2000]
    told = Visit.objects.get(township=town.township)
    assert set(told.subjects) == {person.id, person.household}


def test_deeds_are_done_and_refused_in_words(town: Town, person: Person) -> None:
    client = signed_in(town.worker)
    assert client.post(f"/registers/person/{person.id}/do/away/", {}).status_code == 302
    assert again(person).state == "away"
    assert client.post(f"/registers/person/{person.id}/do/away/", {}).status_code == 422
    assert client.post(f"/registers/person/{person.id}/do/move/", {}).status_code == 422
    assert client.get(f"/registers/person/{person.id}/do/fly/").status_code == 404
    target = a_household(town)
    number = Household.objects.one(target).number
    moved = client.post(f"/registers/person/{person.id}/do/move/", {"number": number, "relation": "other"})
    assert moved.status_code == 302
    assert again(person).household == target


def test_a_programme_is_switched_by_two(town: Town) -> None:
    lead = signed_in(town.admin)
    given = {"step": "ask", "basis": "法", "document": "某文", "handlers": _username(town.lead)}
    assert "mental_illness" in _get(town.admin, "/registers/programmes/")
    assert lead.post("/registers/programmes/mental_illness/switch/", given).status_code == 302
    assert lead.post("/registers/programmes/mental_illness/switch/", {"step": "off"}).status_code == 302
    again = _get(town.admin, "/registers/programmes/mental_illness/switch/")
    assert 'value="某文"' in again
    assert f'value="{_username(town.lead)}"' in again, "what was taken back is mended, not typed anew"
    assert lead.post("/registers/programmes/mental_illness/switch/", given).status_code == 302
    assert lead.post("/registers/programmes/mental_illness/switch/", {"step": "approve"}).status_code == 422
    other = signed_in(town.supervisor)
    assert other.post("/registers/programmes/mental_illness/switch/", {"step": "approve"}).status_code == 302
    assert Switch.objects.get(township=town.township).state == "on"
    assert signed_in(town.clerk).get("/registers/programmes/mental_illness/switch/").status_code == 403


def test_who_is_in_a_sealed_programme_is_for_its_handlers(town: Town, person: Person) -> None:
    assert town.lead.user
    said = Basis("法", "文", None, [town.lead.user])
    ask_programme(town.township, "mental_illness", said=said, actor=town.admin)
    approve_programme(town.township, "mental_illness", actor=town.supervisor)
    offered = f"/registers/person/{person.id}/enrol/mental_illness/"
    assert offered in _get(town.lead, f"/registers/person/{person.id}/")
    assert offered not in _get(town.worker, f"/registers/person/{person.id}/")
    values = {"guardian": "父亲", "guardian_phone": PHONE, "helper": "王医生"}
    enrol(person.id, programme="mental_illness", values=values, origin=DOOR, actor=town.lead)
    assert str(person.id) in _get(town.lead, "/registers/programmes/mental_illness/")
    for who in (town.worker, town.clerk):
        assert str(person.id) not in _get(who, "/registers/programmes/mental_illness/")
        assert "严重精神障碍" not in _get(who, f"/registers/person/{person.id}/")


def test_lists_are_narrowed_by_chips(town: Town, person: Person) -> None:
    def there(query: str) -> bool:
        return str(person.id) in _get(town.clerk, f"/registers/person/?{query}")

    assert there("q=wang")
    assert there(f"place={town.tiny.grid_a}")
    assert not there(f"place={town.tiny.grid_b}")
    assert there("age=80-200")
    assert not there("age=0-5")
    assert there("in=older")
    assert there("missing=registered_here")
    assert not there("missing=phone")
    assert not there("state=died")
    assert signed_in(town.clerk).get("/registers/person/?state=flying").status_code == 422


def test_a_list_costs_the_same_statements_for_many(town: Town, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    home = a_household(town)
    for i in range(6):
        a_person(town, f"王{i}", household=home, relation="other")
    client = signed_in(town.clerk)
    client.get("/registers/person/")
    with django_assert_max_num_queries(26):
        client.get("/registers/person/")


def _get(actor: Actor, url: str) -> str:
    answer = signed_in(actor).get(url)
    assert answer.status_code == 200, (url, answer.status_code)
    return answer.content.decode()


def _at(town: Town) -> At:
    return At(address=town.tiny.building_1)


def _enrolment(person: Person) -> Enrolment:
    return Enrolment.objects.get(township=person.township, subject=person.id, programme="hardship")


def _username(actor: Actor) -> str:
    return user_of(actor).username
