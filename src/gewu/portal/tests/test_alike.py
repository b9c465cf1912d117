"""Is it one of these? What a resident sees before reporting, and what "me too" does."""

from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from django.test import Client

from gewu.cases import commands, queries
from gewu.cases.commands import Merging
from gewu.cases.tests.builders import BROKEN_BIN, CATEGORY, NAME, PHONE, Cast, a_case, a_cast, again, bend
from gewu.kernel import clock
from gewu.kernel.access import AccessClass
from gewu.people.testing import signed_in
from gewu.places.testing import TinyTown
from gewu.portal import rules

pytestmark = pytest.mark.django_db
HERE = {"lon": str(TinyTown.in_a1.lon), "lat": str(TinyTown.in_a1.lat), "crs": "WGS84"}


@pytest.fixture
def cast() -> Cast:
    return a_cast()


def near(client: Client, code: str = CATEGORY, **said: str) -> str:
    """The part under the place."""
    answer = client.post(f"/report/{code}/near/", HERE | {"text": BROKEN_BIN} | said)
    assert answer.status_code == 200
    assert answer["Gewu-Part"] == "near"
    return answer.content.decode()


def me_too(client: Client, number: str) -> str:
    answer = client.post(f"/c/{number}/second/")
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def demands(case_id: UUID) -> int:
    return again(case_id).demands


def test_an_open_case_near_by_is_shown_without_a_word_of_its_reporter(client: Client, cast: Cast) -> None:
    case = a_case(cast, name=NAME, phone=PHONE, address="文化路 1 号")
    said = near(client)
    assert case.number in said
    assert f'formaction="/c/{case.number}/second/"' in said
    for private in (BROKEN_BIN, NAME, PHONE, "文化路 1 号", str(case.id)):
        assert private not in said


def test_released_words_help_to_tell_which_it_is(client: Client, cast: Cast) -> None:
    case = a_case(cast)
    words = queries.case_file(cast.clerk, case.id).story[0].words[0]
    commands.release(case_id=case.id, what=words.id, actor=cast.clerk)
    assert BROKEN_BIN in near(client)


@pytest.mark.parametrize("level", [each for each in AccessClass if each > AccessClass.OPEN])
def test_nobody_learns_of_a_case_that_is_not_openly_held(
    client: Client, cast: Cast, level: AccessClass
) -> None:
    case = a_case(cast)
    bend(case, access_class=int(level))
    assert near(client).strip() == ""
    form = HERE | {"text": BROKEN_BIN, "step": "photo"}
    assert case.number not in client.post(f"/report/{CATEGORY}/", form).content.decode()
    assert client.post(f"/c/{case.number}/second/").status_code == 404
    assert demands(case.id) == 1


def test_hidden_unknown_and_closed_numbers_get_the_same_answer(client: Client, cast: Cast) -> None:
    hidden, closed = a_case(cast), a_case(cast, "closed")
    bend(hidden, access_class=int(AccessClass.SEALED))
    answers = [
        client.post(f"/c/{number}/second/") for number in (hidden.number, closed.number, "XY0101-1-AA")
    ]
    assert {answer.status_code for answer in answers} == {404}
    pages = {answer.content.split(b"<main")[-1].split(b"</main")[0] for answer in answers}
    assert len(pages) == 1


def test_a_lead_that_is_not_openly_held_stays_hidden_behind_a_joined_number(
    client: Client, cast: Cast
) -> None:
    lead, later = a_case(cast), a_case(cast)
    merging = Merging(lead.id, "duplicate")
    commands.merge(case_id=later.id, merging=merging, seen_version=later.version, actor=cast.clerk)
    bend(lead, access_class=int(AccessClass.PROTECTED))
    page = client.get(f"/c/{later.number}/")
    assert page.status_code == 200
    assert lead.number not in page.content.decode()
    assert client.post(f"/c/{later.number}/second/").status_code == 404


@pytest.mark.parametrize(
    ("what", "shown"),
    [("same grid", True), ("elsewhere", False), ("other kind", False), ("closed", False), ("old", False)],
)
def test_same_kind_near_and_lately_open(client: Client, cast: Cast, what: str, shown: bool) -> None:
    where = {"elsewhere": cast.town.in_b1}.get(what, cast.town.in_a1)
    case = a_case(
        cast,
        "closed" if what == "closed" else "reported",
        where=where,
        category="010301" if what == "other kind" else CATEGORY,
    )
    later = timedelta(hours=25) if what == "old" else timedelta(hours=1)
    with time_machine.travel(clock.now() + later):
        assert (case.number in near(client)) is shown


def test_an_address_never_tells_which_house_a_case_is_about(client: Client, cast: Cast) -> None:
    a_case(cast, where=None, address="某某路 7 号院")
    assert near(client, lon="", lat="", address="某某路 7 号院").strip() == ""


def test_without_a_place_or_for_a_closed_category_nothing_is_shown(client: Client, cast: Cast) -> None:
    a_case(cast)
    assert near(client, lon="", lat="").strip() == ""
    assert near(client, "030101").strip() == ""
    assert near(client, lon="east").strip() == ""


def test_the_last_screen_shows_it_without_a_script(client: Client, cast: Cast) -> None:
    case = a_case(cast)
    page = client.post(f"/report/{CATEGORY}/", HERE | {"text": BROKEN_BIN, "step": "photo"})
    assert f'formaction="/c/{case.number}/second/"' in page.content.decode()


def test_me_too_counts_once_for_a_device_and_leads_to_the_page_to_follow(client: Client, cast: Cast) -> None:
    case = a_case(cast)
    assert me_too(client, case.number) == f"/c/{case.number}/?too=new"
    assert me_too(client, case.number) == f"/c/{case.number}/?too=known"
    assert me_too(Client(), case.number).endswith("too=new")
    assert demands(case.id) == 3
    page = client.get(f"/c/{case.number}/?too=new").content.decode()
    assert "已经算上您这一次" in page
    assert "3 件次" in page


def test_me_too_counts_once_for_an_account_on_any_device(cast: Cast) -> None:
    case = a_case(cast)
    assert me_too(signed_in(cast.resident), case.number).endswith("new")
    assert me_too(signed_in(cast.resident), case.number).endswith("known")
    assert demands(case.id) == 2


def test_me_too_on_a_joined_number_counts_where_it_is_answered(client: Client, cast: Cast) -> None:
    lead, later = a_case(cast), a_case(cast)
    merging = Merging(lead.id, "duplicate")
    commands.merge(case_id=later.id, merging=merging, seen_version=later.version, actor=cast.clerk)
    me_too(client, later.number)
    assert (demands(lead.id), demands(later.id)) == (3, 1)
    page = client.get(f"/c/{later.number}/").content.decode()
    assert lead.number in page
    assert "3 件次" in page


def test_a_made_up_device_counts_as_a_new_one(client: Client, cast: Cast) -> None:
    case = a_case(cast)
    client.cookies["gewu_device"] = "'; drop table"
    assert me_too(client, case.number).endswith("new")
    assert client.cookies["gewu_device"].value != "'; drop table"


def test_a_script_behind_one_address_is_slowed_down(cast: Cast) -> None:
    case = a_case(cast)
    statuses = [
        Client().post(f"/c/{case.number}/second/").status_code
        for _ in range(rules.SECONDS_PER_ADDRESS.amount + 1)
    ]
    assert statuses[-1] == 429
    assert demands(case.id) == 1 + rules.SECONDS_PER_ADDRESS.amount


def test_the_form_goes_on_whatever_becomes_of_the_part(client: Client, cast: Cast) -> None:
    for _ in range(rules.NEAR_PER_ADDRESS.amount):
        near(client)
    assert client.post(f"/report/{CATEGORY}/near/", HERE).status_code == 429
    form = HERE | {"text": BROKEN_BIN, "step": "send", "receipt": "r1"}
    assert client.post(f"/report/{CATEGORY}/", form).status_code == 302
