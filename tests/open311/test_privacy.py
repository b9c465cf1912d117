"""What nobody may learn here: who reported, words and photos before their release, hidden kinds, the spot."""

from typing import Any

import pytest

from gewu.cases.commands import comment, release
from gewu.cases.models import Case, CaseFile, CaseText
from gewu.cases.tests.builders import Cast, a_case, a_photo, a_report
from gewu.kernel.sandbox import sandbox_of
from tests.open311.door import CATEGORY, Door, case_of
from tests.security.canary import CONTACT, STRAY, WORDS

HIDDEN, CLOSELY_HELD = "010102", "030101"
LISTS = ("requests", "requests?extensions=true", "servicerequestupdates", "requests?just_count=true")


def everything(door: Door, *numbers: str) -> bytes:
    """All that anybody can read, at both endpoints in both formats."""
    paths = [*LISTS, *(f"requests/{number}?extensions=true" for number in numbers)]
    said = b""
    for asked in (door, door.test):
        for path in paths:
            where, _, query = path.partition("?")
            for form in ("json", "xml"):
                said += asked.client.get(f"{asked.root}{where}.{form}?{query}").content
    return said


def sung(door: Door) -> str:
    """A report with canaries in every field that takes one."""
    return door.reported(
        description=f"{WORDS.name} {WORDS.phone} {WORDS.identity}",
        address_string=f"{WORDS.name}家门口",
        first_name=CONTACT.name[2:],
        last_name=CONTACT.name[:2],
        phone=CONTACT.phone,
        email=f"{STRAY.phone}@example.org",
        device_id=STRAY.identity,
        account_id=STRAY.name,
        media_url=f"https://pictures.example/{WORDS.phone}.jpg",
        media=a_photo(f"{WORDS.name}.jpg"),
    )


def test_nothing_of_a_person_is_ever_read_here(cast: Cast, door: Door) -> None:
    number = sung(door)
    comment(case_id=case_of(number).id, text=WORDS.name, actor=cast.clerk)
    said = everything(door, number)
    assert number.encode() in said
    assert not any(canary.sings_in(said) for canary in (CONTACT, WORDS, STRAY))


def test_what_a_program_says_of_its_user_beyond_name_and_phone_is_not_kept(door: Door) -> None:
    case = case_of(sung(door))
    row = str({field.attname: getattr(case, field.attname) for field in Case._meta.concrete_fields})
    words = str(list(CaseText.objects.filter(case_id=case.id).values_list("text", flat=True)))
    assert not STRAY.sings_in((row + words).encode())


def test_words_and_photos_show_when_a_person_released_them(cast: Cast, door: Door) -> None:
    number = door.reported(description="桶盖坏了", media=a_photo())
    case = case_of(number)
    assert (_one(door, number)["description"], _one(door, number)["media_url"]) == (None, None)
    release(case_id=case.id, what=CaseText.objects.get(case_id=case.id).id, actor=cast.clerk)
    release(case_id=case.id, what=CaseFile.objects.get(case_id=case.id).file_id, actor=cast.clerk)
    shown = _one(door, number)
    assert shown["description"] == "桶盖坏了"
    photo = door.client.get(shown["media_url"])
    assert b"".join(photo.streaming_content).startswith(b"\xff\xd8")
    photo.close()


@pytest.mark.parametrize("code", [HIDDEN, CLOSELY_HELD])
def test_hidden_kinds_are_in_no_list_no_count_and_not_to_be_had_by_number(
    cast: Cast, door: Door, code: str
) -> None:
    case = a_case(cast, by=cast.clerk, category=code)
    assert case.number.encode() not in everything(door)
    assert door.json("requests", just_count="true") == [{"count": 0}]
    assert door.json("requests", service_request_id=case.number) == []
    assert door.get(f"requests/{case.number}.json").status_code == 404
    assert door.get("requests.json", after=case.number).status_code == 400


def test_the_place_is_a_square_of_fifty_metres_until_a_person_opened_it(cast: Cast, door: Door) -> None:
    numbers = [door.reported(description=f"{n} 号桶", address_string="文化路 1 号") for n in range(3)]
    points = {(_one(door, number)["lat"], _one(door, number)["long"]) for number in numbers}
    assert len(points) == 1
    assert points != {(34.8015, 117.7005)}
    assert _one(door, numbers[0])["address"] == "Xiaolong"
    case = case_of(numbers[0])
    release(case_id=case.id, what=case.id, actor=cast.clerk)
    shown = _one(door, numbers[0])
    assert (shown["lat"], shown["long"], shown["address"]) == (34.8015, 117.7005, "文化路 1 号")


def test_offices_inner_stages_and_staff_are_not_told(cast: Cast, door: Door) -> None:
    case = a_case(cast, "handling", text="桶盖坏了")
    said = everything(door, case.number).decode()
    assert not any(
        word in said for word in ("Tiny sanitation", "小样sanitation", "dispatched", "handling", "person")
    )


def test_the_sandbox_is_shown_to_nobody_else(cast: Cast, door: Door) -> None:
    number = door.test.reported()
    case = Case.objects.get(number=number)
    assert case.township == sandbox_of(cast.town.township)
    assert number in str(door.test.json("requests"))
    assert number not in str(door.json("requests"))
    assert door.get(f"requests/{number}.json").status_code == 404
    for actor in (cast.clerk, cast.dispatcher, cast.supervisor, cast.overseer, cast.auditor, cast.admin):
        assert not Case.objects.visible_to(actor).filter(township=case.township).exists()


def test_the_town_is_not_shown_in_the_sandbox(cast: Cast, door: Door) -> None:
    number = a_case(cast).number
    assert number not in str(door.test.json("requests"))
    assert door.test.get(f"requests/{number}.json").status_code == 404


def test_a_key_sees_no_case_but_its_own(cast: Cast, door: Door) -> None:
    """Not even those that another key, or a resident, reported."""
    from gewu.open311 import commands, queries  # noqa: PLC0415

    own, foreign = door.reported(), a_case(cast, text=a_report().text)
    key = commands.use_key(door.key, is_test=False)
    actor = commands.actor_of_key(key, queries.town_of_key(key.township, is_test=False))
    assert [case.number for case in Case.objects.visible_to(actor).filter(township=key.township)] == [own]
    assert foreign.number != own


def test_reading_costs_the_same_however_much_there_is(
    cast: Cast, door: Door, django_assert_num_queries: Any
) -> None:
    """One for the place's definitions, one for rows, two for what was released; updates read the journal."""
    for n in range(2):
        a_case(cast, "closed", text=f"{n} 号桶")
    for path in ("requests", f"requests?service_code={CATEGORY}", "servicerequestupdates"):
        where, _, query = path.partition("?")
        door.get(f"{where}.json?{query}")
        with django_assert_num_queries(5 if where == "servicerequestupdates" else 4):
            assert len(door.get(f"{where}.json?{query}").json()) > 1


def _one(door: Door, number: str) -> Any:
    [found] = door.json(f"requests/{number}")
    return found
