"""Is it one of these? What staff see while they write a report down, and what they make of it."""

from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from gewu.cases import commands, queries
from gewu.cases.commands import Merging
from gewu.cases.tests.builders import BROKEN_BIN, CATEGORY, PHONE, Cast, a_case, again, bend
from gewu.kernel.access import AccessClass, Actor
from gewu.people.testing import signed_in
from gewu.places.testing import TinyTown

HERE = {"lon": str(TinyTown.in_a1.lon), "lat": str(TinyTown.in_a1.lat), "crs": "WGS84"}
SPOT = {"lon": TinyTown.in_a1.lon, "lat": TinyTown.in_a1.lat, "crs": "WGS84"}


def near(actor: Actor, **said: str) -> str:
    answer = signed_in(actor).post(
        "/desk/routing/near/", HERE | {"category": CATEGORY, "text": BROKEN_BIN} | said
    )
    assert answer.status_code == 200
    return answer.content.decode()


def api(actor: Actor, path: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    answer = signed_in(actor).post(f"/api/v1/cases/{path}", body, "application/json")
    return answer.status_code, answer.json()


def look(actor: Actor, **said: Any) -> list[dict[str, Any]]:
    asked = {"category": CATEGORY, "text": BROKEN_BIN, "location": SPOT} | said
    status, found = api(actor, "near", asked)
    assert status == 200, found
    return list(found["items"])


def test_the_most_alike_stands_first(cast: Cast) -> None:
    alike, other = a_case(cast, text="桶盖坏了招苍蝇"), a_case(cast, text="收垃圾的三天没来")
    said = near(cast.clerk)
    assert said.index(alike.number) < said.index(other.number)
    said = near(cast.clerk, text="收垃圾的三天没来")
    assert said.index(other.number) < said.index(alike.number)


def test_staff_see_what_is_theirs_and_nothing_else(cast: Cast) -> None:
    case = a_case(cast)
    assert case.number in near(cast.gridworker)
    assert near(cast.other_gridworker).strip() == ""
    bend(case, access_class=int(AccessClass.SEALED))
    assert near(cast.gridworker).strip() == ""


def test_a_phone_is_looked_up_for_those_alone_who_may_read_contacts(cast: Cast) -> None:
    answered = a_case(cast, "closed", phone=PHONE)
    assert answered.number in near(cast.clerk, phone=PHONE)
    assert answered.number not in near(cast.gridworker, phone=PHONE)
    assert answered.number not in near(cast.clerk, phone="13800000000")


def test_the_form_of_the_desk_links_new_facts_and_keeps_the_choice(cast: Cast) -> None:
    earlier = a_case(cast)
    browser = signed_in(cast.clerk)
    form = HERE | {"category": CATEGORY, "text": "", "follows": str(earlier.id)}
    refused = browser.post("/desk/report/", form).content.decode()
    assert f'value="{earlier.id}" checked' in refused
    sent = browser.post("/desk/report/", form | {"text": "桶又坏了，这次是轮子"})
    fresh = again(UUID(sent["Location"].strip("/").rpartition("/")[2]))
    (tie,) = queries.ties_of(cast.clerk, fresh.township, fresh.id)
    assert (tie.id, tie.bond) == (earlier.id, "follows")


def test_nobody_links_to_a_case_out_of_their_sight(cast: Cast) -> None:
    earlier = a_case(cast, where=cast.town.in_b1)
    form = HERE | {"category": CATEGORY, "text": BROKEN_BIN, "follows": str(earlier.id)}
    assert signed_in(cast.gridworker).post(f"/field/report/{CATEGORY}/", form).status_code == 404


def test_the_clerk_counts_a_caller_on_the_case_that_answers(cast: Cast) -> None:
    case = a_case(cast)
    sent = signed_in(cast.clerk).post(f"/desk/routing/cases/{case.id}/repeat/", {"text": "又打来"})
    assert sent.status_code == 302
    assert again(case.id).demands == 2


def test_the_phone_in_the_street_shows_its_own_grid_at_once_and_counts(cast: Cast) -> None:
    case = a_case(cast)
    browser = signed_in(cast.gridworker)
    form = browser.get(f"/field/report/{CATEGORY}/").content.decode()
    assert f"/field/cases/{case.id}/repeat/" in form
    answer = browser.post(f"/field/cases/{case.id}/repeat/", {"text": "老张也问"})
    assert answer["Location"].startswith(f"/field/cases/{case.id}/")
    assert again(case.id).demands == 2


def test_a_program_of_the_staff_looks_and_joins_and_parts(cast: Cast) -> None:
    lead, later = a_case(cast), a_case(cast)
    found = {one["number"]: one for one in look(cast.clerk)}
    assert found[lead.number]["likeness"] == 1.0
    assert found[lead.number]["id"] == str(lead.id)
    body = {"into": str(lead.id), "reason": "duplicate", "seen_version": later.version}
    status, brief = api(cast.clerk, f"{later.id}/merge", body)
    assert status == 200, brief
    assert again(lead.id).demands == 2
    status, _brief = api(cast.clerk, f"{later.id}/unmerge", {"seen_version": brief["version"]})
    assert status == 200
    assert again(lead.id).demands == 1
    assert api(cast.clerk, f"{lead.id}/repeat", {"text": "又来"})[0] == 200
    assert again(lead.id).demands == 2


@pytest.mark.parametrize(
    ("who", "status"), [("gridworker", 403), ("other_gridworker", 404), ("resident", 404)]
)
def test_a_program_joins_only_what_its_owner_may(cast: Cast, who: str, status: int) -> None:
    lead, later = a_case(cast), a_case(cast)
    body = {"into": str(lead.id), "reason": "duplicate", "seen_version": later.version}
    assert api(cast.of_role(who), f"{later.id}/merge", body)[0] == status


def test_a_program_of_a_resident_sees_what_is_public_and_counts_once(cast: Cast) -> None:
    case, hidden = a_case(cast), a_case(cast)
    bend(hidden, access_class=int(AccessClass.PROTECTED))
    (one,) = look(cast.resident, phone=PHONE)
    assert (one["number"], one["id"], one["text"], one["metres"]) == (case.number, None, "", None)
    answers = [api(cast.resident, f"numbers/{case.number}/second", {})[1] for _ in range(2)]
    assert [(one["counted"], one["demands"]) for one in answers] == [(True, 2), (False, 2)]
    assert api(cast.resident, f"numbers/{hidden.number}/second", {})[0] == 404


def test_a_stranger_without_a_credential_is_told_so(cast: Cast) -> None:
    answer = Client().post("/api/v1/cases/near", {"category": CATEGORY}, "application/json")
    assert answer.status_code == 401


def test_a_case_reported_by_a_program_follows_an_earlier_one(cast: Cast) -> None:
    earlier = a_case(cast, "closed")
    body = {"category": CATEGORY, "text": "轮子也坏了", "location": SPOT, "follows": str(earlier.id)}
    answer = signed_in(cast.clerk).post("/api/v1/cases", body, "application/json")
    assert answer.status_code == 201
    (tie,) = queries.ties_of(cast.clerk, earlier.township, earlier.id)
    assert (str(tie.id), tie.leads) == (answer.json()["id"], False)


def test_the_list_says_demands_beside_matters(cast: Cast) -> None:
    lead, later = a_case(cast), a_case(cast)
    merging = Merging(lead.id, "duplicate")
    commands.merge(case_id=later.id, merging=merging, seen_version=later.version, actor=cast.clerk)
    page = signed_in(cast.clerk).get("/desk/lists/to_file/").content.decode()
    assert page.count("2 件次") == 2
    assert later.number not in page
    shown = signed_in(cast.clerk).get(f"/desk/cases/{lead.id}/").content.decode()
    assert "2 件次" in shown
