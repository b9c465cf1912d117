"""The one door into a register: answers are checked, weighed and kept with where they came from."""

import pytest

from gewu.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, RuleBroken
from gewu.registers.commands import record
from gewu.registers.models import Claim, Member, Person
from gewu.registers.queries import known_person
from gewu.registers.sources import Origin, Source
from gewu.registers.tests.builders import (
    DOOR,
    SENT,
    TYPED,
    Town,
    a_household,
    a_number,
    a_person,
    a_record,
    again,
)
from gewu.registers.values import At


def test_a_person_lives_where_the_household_lives(town: Town) -> None:
    person = a_person(town)
    assert (person.in_grid, person.in_cell) == (town.tiny.grid_a, town.tiny.a1)
    assert person.building == town.tiny.building_1
    assert Member.objects.filter(township=town.township, person=person.id, until=None).count() == 1


def test_an_identity_number_tells_the_birthday_and_the_sex(town: Town) -> None:
    person = a_person(town, identity_number=a_number("19620305", 12))
    assert (str(person.born), person.sex) == ("1962-03-05", "female")


def test_an_old_number_of_fifteen_digits_finds_the_same_person(town: Town) -> None:
    first = a_person(town, identity_number=a_number("19620305", 12))
    old = a_number("19620305", 12)
    found = a_record(town, "person", {"name": "王小样", "identity_number": old[:6] + old[8:17]})
    assert (found.id, found.created) == (first.id, False)


def test_every_bad_answer_is_named_at_once(town: Town) -> None:
    with pytest.raises(Invalid) as refused:
        a_person(town, identity_number="370402196203050017", sex="other", born="1962-02-30", shoe="42")
    assert set(refused.value.fields) == {"identity_number", "sex", "born", "shoe"}


def test_a_birthday_that_the_number_contradicts_is_refused(town: Town) -> None:
    with pytest.raises(Invalid) as refused:
        a_person(town, identity_number=a_number("19620305"), born="1963-03-05")
    assert set(refused.value.fields) == {"born"}


def test_a_person_without_a_name_is_refused(town: Town) -> None:
    with pytest.raises(Invalid) as refused:
        a_person(town, "")
    assert set(refused.value.fields) == {"name"}


def test_what_is_known_already_is_confirmed_and_not_written_again(town: Town) -> None:
    person = a_person(town, phone="13912345678")
    told = record(
        "person",
        township=town.township,
        subject=person.id,
        values={"phone": "+86 139 1234 5678"},
        origin=DOOR,
        actor=town.worker,
    )
    assert (told.taken, told.confirmed) == ((), ("phone",))


def test_what_an_office_sent_is_not_overwritten_at_the_door(town: Town) -> None:
    person = a_person(town)
    _offer(town, person, {"native_place": "山东枣庄"}, SENT)
    told = _offer(town, person, {"native_place": "山东济宁"}, DOOR)
    assert told.claims == ("native_place",)
    assert again(person).values["native_place"] == "山东枣庄"
    assert [one.offered for one in _claims(person, "open")] == ["山东济宁"]


def test_what_is_replaced_is_kept_beside(town: Town) -> None:
    person = a_person(town, phone="13912345678")
    _offer(town, person, {"phone": "13987654321"}, DOOR)
    (kept,) = _claims(person, "replaced")
    assert kept.secret is not None
    assert (kept.offered, kept.secret.open()) == (None, '"13912345678"')
    phone = again(person).phone
    assert phone is not None
    assert phone.open() == "13987654321"


def test_a_stale_form_is_refused(town: Town) -> None:
    person = a_person(town)
    with pytest.raises(Conflict):
        record(
            "person",
            township=town.township,
            subject=person.id,
            values={"occupation": "木工"},
            origin=TYPED,
            actor=town.clerk,
            seen_version=person.version + 1,
        )


def test_a_worker_neither_sees_nor_writes_people_of_another_grid(town: Town) -> None:
    person = a_person(town)
    with pytest.raises(NotFound):
        _offer(town, person, {"occupation": "木工"}, DOOR, by="other_worker")
    assert known_person(town.other_worker, person=person.id) is None
    assert known_person(town.worker, person=person.id) is not None


def test_a_number_of_another_grid_is_refused_without_saying_whose(town: Town) -> None:
    number = a_number()
    a_person(town, "李保密", identity_number=number)
    with pytest.raises(RuleBroken) as refused:
        a_record(town, "person", {"name": "张三", "identity_number": number}, by=town.other_worker)
    assert "李" not in str(refused.value)


@pytest.mark.parametrize("who", ["supervisor", "auditor", "handler", "admin"])
def test_who_only_reads_or_does_not_does_not_write(town: Town, who: str) -> None:
    person = a_person(town)
    with pytest.raises((NotAllowed, NotFound)):
        _offer(town, person, {"occupation": "木工"}, DOOR, by=who)


def test_the_same_receipt_records_one_person(town: Town) -> None:
    home = a_household(town)
    told = [
        record(
            "person",
            township=town.township,
            values={"name": "王小样"},
            origin=Origin(Source.DOOR),
            actor=town.worker,
            at=At(household=home, relation="head"),
            receipt="key-1",
        )
        for _ in range(2)
    ]
    assert told[0] == told[1]
    assert Person.objects.filter(township=town.township).count() == 1


def test_a_phone_that_two_share_names_nobody(town: Town) -> None:
    home = a_household(town)
    a_person(town, "王一", household=home, phone="13912345678")
    assert known_person(town.clerk, phone="139 1234 5678") is not None
    a_person(town, "王二", household=home, relation="spouse", phone="13912345678")
    assert known_person(town.clerk, phone="139 1234 5678") is None


def _offer(town: Town, person: Person, values: dict[str, object], origin: Origin, by: str = "clerk"):  # type: ignore[no-untyped-def]
    return record(
        "person",
        township=town.township,
        subject=person.id,
        values=values,
        origin=origin,
        actor=getattr(town, by),
    )


def _claims(person: Person, state: str) -> list[Claim]:
    return list(Claim.objects.filter(township=person.township, subject=person.id, state=state))
