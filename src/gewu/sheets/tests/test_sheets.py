"""A sheet goes out, comes back, is typed by one and blind by another, and only then the registers have it."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.utils.timezone import localdate

from gewu.kernel import clock
from gewu.kernel.access import Actor
from gewu.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, RuleBroken
from gewu.kernel.jobs import run_due
from gewu.kernel.journal import entries_of
from gewu.kernel.paper.reading import pages_of
from gewu.people.testing import signed_in, user_of
from gewu.registers import commands as registers
from gewu.registers.commands import forgetting
from gewu.registers.queries import rows
from gewu.registers.queries.own import Person
from gewu.registers.tests.builders import Town, a_dwelling, a_household, a_person, a_record, a_town
from gewu.registers.values import At
from gewu.sheets import commands, queries
from gewu.sheets.models import Sheet
from gewu.sheets.rules import differing, settled

pytestmark = pytest.mark.django_db
PHONE = "13900000077"


@pytest.fixture
def town(db: None) -> Town:
    return a_town()


@pytest.fixture
def person(town: Town) -> Person:
    return a_person(town, household=a_household(town), phone="13912345678")


@pytest.fixture
def sheet(town: Town, person: Person) -> Sheet:
    batch = commands.print_sheets(actor=town.clerk, subject=person.household)
    (found,) = queries.printed_with(batch, town.clerk)
    return found


def now(sheet: Sheet) -> Sheet:
    return Sheet.objects.one(sheet.id)


def line_of(sheet: Sheet, kind: str, key: str) -> str:
    return next(str(n) for n, (of, _row, field) in enumerate(sheet.lines) if (of, field) == (kind, key))


def collected(sheet: Sheet, actor: Actor) -> Sheet:
    commands.collect(sheet.id, on=localdate(clock.now()), actor=actor, seen=now(sheet).version)
    return now(sheet)


def type_in(sheet: Sheet, actor: Actor, said: Mapping[str, object]) -> str:
    values = {line_of(sheet, "person", key): value for key, value in said.items()}
    return commands.type_in(sheet.id, values=values, actor=actor, seen=now(sheet).version)


def test_two_typings_are_compared_line_by_line() -> None:
    assert differing({"2": "a", "10": "b"}, {"2": "a", "10": "c", "3": "d"}) == ("3", "10")
    assert settled(
        {"1": "a", "2": "b"}, {"1": "c", "3": "d"}, {"1": "second", "2": "neither", "3": "first"}
    ) == {"1": "c"}


def test_what_two_people_typed_alike_is_recorded_with_its_day_and_its_sheet(town: Town, sheet: Sheet) -> None:
    collected(sheet, town.worker)
    said = {"occupation": "木工", "sex": "male"}
    assert type_in(sheet, town.clerk, said) == "typed"
    assert type_in(sheet, town.chief, said) == "checked"
    person = Person.objects.one(UUID(sheet.lines[-1][1]))
    source, at, _by, _state, batch = person.sources["sex"]
    assert (person.sex, source, batch) == ("male", "paper", str(sheet.id))
    assert localdate(datetime.fromisoformat(at)) == localdate(clock.now())
    assert person.batch is None
    done = now(sheet)
    assert (done.state, done.first, done.second) == ("checked", None, None)
    kinds = [one.kind for one in entries_of(sheet.id)]
    assert kinds == ["sheet.printed", "sheet.collected", "sheet.typed", "sheet.checked"]


def test_nothing_is_recorded_before_both_agree(town: Town, person: Person, sheet: Sheet) -> None:
    collected(sheet, town.clerk)
    type_in(sheet, town.clerk, {"occupation": "木工"})
    assert "occupation" not in Person.objects.one(person.id).sources


def test_the_same_person_may_not_type_twice_nor_decide(town: Town, person: Person, sheet: Sheet) -> None:
    collected(sheet, town.clerk)
    type_in(sheet, town.clerk, {"phone": PHONE})
    with pytest.raises(NotAllowed):
        type_in(sheet, town.clerk, {"phone": PHONE})
    assert type_in(sheet, town.chief, {"phone": "13900000078"}) == "differing"
    line, version = line_of(sheet, "person", "phone"), now(sheet).version
    for typist in (town.clerk, town.chief):
        with pytest.raises(NotAllowed):
            commands.settle(sheet.id, chosen={line: "first"}, actor=typist, seen=version)
    with pytest.raises(Invalid):
        commands.settle(sheet.id, chosen={}, actor=town.worker, seen=version)
    commands.settle(sheet.id, chosen={line: "first"}, actor=town.worker, seen=version)
    kept = Person.objects.one(person.id)
    offered = Sheet.objects.one(sheet.id)
    assert (offered.state, offered.checked_by) == ("checked", town.worker.user)
    # What was held was checked at the door and stays; the paper waits beside it as a claim.
    assert kept.phone is not None
    assert kept.phone.open() == "13912345678"
    assert entries_of(sheet.id)[-1].facts["claims"] == 1


def test_a_lost_sheet_takes_no_values(town: Town, sheet: Sheet) -> None:
    collected(sheet, town.clerk)
    type_in(sheet, town.clerk, {"phone": PHONE})
    commands.lose(sheet.id, actor=town.chief, seen=now(sheet).version)
    assert now(sheet).first is None
    with pytest.raises(RuleBroken):
        type_in(sheet, town.chief, {"phone": PHONE})


def test_what_is_stale_or_out_of_turn_is_refused(town: Town, sheet: Sheet) -> None:
    with pytest.raises(Conflict):
        type_in(sheet, town.clerk, {"phone": PHONE})
    collected(sheet, town.clerk)
    with pytest.raises(Conflict):
        commands.lose(sheet.id, actor=town.clerk, seen=1)
    with pytest.raises(Invalid) as refused:
        type_in(sheet, town.clerk, {"phone": "12"})
    assert set(refused.value.fields) == {f"l{line_of(sheet, 'person', 'phone')}"}


def test_other_grids_and_other_roles_have_no_part(town: Town, person: Person, sheet: Sheet) -> None:
    with pytest.raises(NotFound):
        commands.lose(sheet.id, actor=town.other_worker, seen=1)
    with pytest.raises(NotAllowed):
        commands.print_sheets(actor=town.supervisor, subject=person.household)
    assert queries.sheets(town.other_worker).items == ()
    with pytest.raises(NotFound):
        commands.print_sheets(actor=town.other_worker, area=town.tiny.a2)


def test_doors_without_a_household_get_a_sheet_of_their_own(town: Town, person: Person) -> None:
    empty = a_dwelling(town, "2单元201室")
    at = At(address=town.tiny.building_1)
    shop = a_record(town, "establishment", {"name": "小样便利店", "kind": "shop"}, at=at).id
    batch = commands.print_sheets(actor=town.clerk, building=town.tiny.building_1)
    found = {one.subject: one.subject_kind for one in queries.printed_with(batch, town.clerk)}
    assert found == {person.household: "household", empty: "dwelling", shop: "establishment"}
    again = commands.print_sheets(actor=town.clerk, subject=shop)
    (sheet,) = queries.printed_with(again, town.clerk)
    assert {kind for kind, _row, _field in sheet.lines} == {"establishment"}
    with pytest.raises(NotFound):
        commands.print_sheets(actor=town.clerk, subject=person.id)
    with pytest.raises(NotFound):
        commands.print_sheets(actor=town.other_worker, subject=shop)
    collected(sheet, town.clerk)
    line = line_of(sheet, "establishment", "staff")
    for typist in (town.clerk, town.chief):
        commands.type_in(sheet.id, values={line: "3"}, actor=typist, seen=now(sheet).version)
    held = rows("establishment", town.clerk).get(township=town.township, id=shop)
    assert held.values["staff"] == 3


def test_paper_asks_for_nothing_that_an_office_supplies(town: Town, sheet: Sheet) -> None:
    asked = {key for _kind, _row, key in sheet.lines}
    assert "phone" in asked
    assert {"marriage", "ethnicity", "education", "owner_name"}.isdisjoint(asked)


def test_programs_take_a_sheet_from_printing_to_the_registers(town: Town, person: Person) -> None:
    clerk, chief = signed_in(town.clerk), signed_in(town.chief)

    def sent(by: Client, path: str, status: int = 200, **body: object) -> Any:
        answer = by.post(f"/api/v1/sheets{path}", json.dumps(body), content_type="application/json")
        assert answer.status_code == status, answer.content.decode()[:400]
        return answer.json()

    made = sent(clerk, "", 201, subject=str(person.household))
    (listed,) = clerk.get("/api/v1/sheets?standing=printed").json()["items"]
    assert listed["id"] == made["sheets"][0]["id"]
    paper = clerk.get(f"/api/v1/sheets/prints/{made['printed_with']}")
    assert paper["Content-Type"] == "application/pdf"
    path = f"/{listed['id']}"
    full = clerk.get(f"/api/v1/sheets{path}").json()
    line = next(one["line"] for one in full["lines"] if one["field"] == "occupation")
    assert next(one["known"] for one in full["lines"] if one["field"] == "phone") == "139****5678"
    sent(clerk, f"{path}/collect", on=localdate(clock.now()).isoformat(), seen_version=1)
    assert sent(clerk, f"{path}/type", values={line: "木工"}, seen_version=2)["state"] == "typed"
    assert sent(clerk, f"{path}/type", 403, values={line: "木工"}, seen_version=3)["status"] == 403
    told = sent(chief, f"{path}/type", values={line: "瓦工"}, seen_version=3)
    assert (told["state"], told["differing"]) == ("differing", [line])
    assert "木工" not in json.dumps(told, ensure_ascii=False)
    assert sent(clerk, f"{path}/settle", 403, chosen={line: "first"}, seen_version=4)["status"] == 403
    worker = signed_in(town.worker)
    assert sent(worker, f"{path}/settle", 422, chosen={}, seen_version=4)["status"] == 422
    assert sent(worker, f"{path}/settle", chosen={line: "first"}, seen_version=4)["state"] == "checked"
    assert sent(clerk, f"{path}/lose", 409, seen_version=4)["status"] == 409
    assert signed_in(town.supervisor).get("/api/v1/sheets").status_code == 403


def test_a_grid_is_printed_at_once_and_masks_what_its_reader_reads_masked(
    town: Town, person: Person, client: Client
) -> None:
    client.force_login(user_of(town.clerk))
    sent = client.post("/desk/sheets/print/", {"area": str(town.tiny.a1)})
    paper = client.get(sent["Location"])
    words = "".join(pages_of(paper.content))
    (sheet,) = queries.sheets(town.clerk).items
    assert paper["Content-Type"] == "application/pdf"
    assert sheet.number in words
    assert "13912345678" not in words
    assert "王小样" in words
    assert "大专及以上" in words, "every choice has its box"


def test_the_pages_go_from_printed_to_checked(town: Town, sheet: Sheet, client: Client) -> None:
    address, line = f"/desk/sheets/{sheet.id}/", line_of(sheet, "person", "occupation")

    def step(who: Actor, version: int, **sent: str) -> str:
        client.force_login(user_of(who))
        assert client.get(address).status_code == 200
        answer = client.post(address, {"seen_version": str(version), **sent})
        assert answer.status_code == 302
        return str(answer["Location"])

    assert step(town.clerk, 1, step="collect", on=localdate(clock.now()).isoformat()) == address
    assert step(town.clerk, 2, step="type", **{f"l{line}": "木工"}) == "/desk/sheets/"
    assert "木工" not in client.get(address).content.decode()
    home = client.get(f"/registers/household/{sheet.subject}/").content.decode()
    assert address in home, "the door says that its paper is under way"
    step(town.chief, 3, step="type", **{f"l{line}": "瓦工"})
    step(town.worker, 4, step="settle", **{f"l{line}": "second"})
    assert Person.objects.one(UUID(sheet.lines[-1][1])).sources["occupation"][0] == "paper"
    assert sheet.number in client.get(f"/desk/sheets/?number={sheet.number}&state=checked").content.decode()


def test_who_is_erased_leaves_the_sheet_and_what_others_said_stays(town: Town, person: Person) -> None:
    """The lines stand under other numbers then: nobody's answer may come to another's row."""
    other = a_person(town, household=person.household, name="李小样")
    batch = commands.print_sheets(actor=town.clerk, subject=person.household)
    (sheet,) = queries.printed_with(batch, town.clerk)
    collected(sheet, town.worker)
    of = {str(order): UUID(line[1]) for order, line in enumerate(sheet.lines) if line[2] == "occupation"}
    said = {order: "木工" if row == person.id else "教师" for order, row in of.items()}
    commands.type_in(sheet.id, values=said, actor=town.clerk, seen=now(sheet).version)
    registers.moved_away(person.id, actor=town.clerk)
    forgetting.forget_person(person.id, actor=town.clerk)
    run_due()
    left = now(sheet)
    assert str(person.id) not in json.dumps(left.lines)
    (line,) = (
        n for n, (_of, row, key) in enumerate(left.lines) if (row, key) == (str(other.id), "occupation")
    )
    assert commands.typed(left.first) == {str(line): "教师"}
    again = {str(line): "教师"}
    assert commands.type_in(sheet.id, values=again, actor=town.chief, seen=left.version) == "checked"
    assert "occupation" in Person.objects.one(other.id).sources
