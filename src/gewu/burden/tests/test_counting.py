"""What is counted of forms and looks, and what is not."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from gewu.burden import moment, queries
from gewu.burden.commands import Sender, flush, note_filling, note_look
from gewu.burden.jobs import note_taken_out
from gewu.burden.models import FieldDay, FormDay, ReadDay
from gewu.cases.tests.builders import Cast, a_case
from gewu.kernel import clock
from gewu.kernel.ids import new_id
from gewu.kernel.models import Entry
from gewu.people.testing import user_of
from gewu.places.testing import TinyTown
from gewu.registers.queries.looks import Look, looks_by_field

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 4, 12, 4, 0, tzinfo=UTC)
TOWN = TinyTown.township
CLERK = Sender(TOWN, "desk", "clerk")


def opened(at: datetime = NOON, **known: str) -> moment.Opened:
    with clock.hold(at):
        found = moment.read(moment.seal("event/report", "2", ["text", "address"], known))
    assert found is not None
    return found


def test_a_signed_moment_comes_back_as_it_was() -> None:
    found = opened(address="幸福小区3栋")
    assert (found.form, found.version, found.at, found.fields) == (
        *("event/report", "2", NOON),
        ("text", "address"),
    )
    assert found.kept("address", "幸福小区3栋")
    assert not found.kept("address", "幸福小区4栋")
    assert not found.kept("text", "幸福小区3栋")


@pytest.mark.parametrize("forged", ["", "x", "a:b:c", "x" * 9000])
def test_what_we_did_not_sign_counts_nothing(forged: str) -> None:
    assert moment.read(forged) is None


def test_forms_are_summed_by_day_and_role_and_carry_no_person() -> None:
    with clock.hold(NOON + timedelta(seconds=40)):
        note_filling(opened(address="x"), CLERK, {"text": "桶盖坏了", "address": "x"})
        note_filling(opened(), CLERK, {"text": "灯不亮"})
        flush()
    with clock.hold(NOON + timedelta(hours=2)):
        note_filling(opened(), CLERK, {"text": "灯不亮"})
        flush()
    (row,) = FormDay.objects.filter(township=TOWN)
    assert (row.sent, row.timed, row.seconds, row.role, row.door) == (3, 2, 80, "clerk", "desk")
    address = FieldDay.objects.get(township=TOWN, field="address")
    assert (address.shown, address.known, address.kept, address.filled) == (3, 1, 1, 1)
    kept = {field.name for model in (FormDay, FieldDay, ReadDay) for field in model._meta.fields}
    assert kept.isdisjoint({"user", "person", "at", "grid", "case_id"})


def test_a_look_is_counted_for_each_answer() -> None:
    with clock.hold(NOON):
        note_look(TOWN, "event", ["standard", "report"])
        note_look(TOWN, "event", ["report"])
        note_look(TOWN, "event", ["report"], exported=True)
        flush()
    assert {row.field: (row.shown, row.exported) for row in ReadDay.objects.filter(township=TOWN)} == {
        "standard": (1, 0),
        "report": (2, 1),
    }


def test_a_report_sent_at_the_desk_is_counted_and_a_refused_one_is_not(cast: Cast, client: Client) -> None:
    client.force_login(user_of(cast.clerk))
    page = client.get("/desk/report/?category=020105").content.decode()
    found = re.search(r'name="opened" value="([^"]+)"', page)
    assert found
    form = {"opened": found[1], "category": "020105", "text": "", "area": str(TinyTown.grid_a)}
    assert client.post("/desk/report/", form | {"source": "hotline"}).status_code == 422
    sent = client.post("/desk/report/", form | {"source": "hotline", "text": "桶盖坏了"})
    assert sent.status_code == 302
    flush()
    (row,) = FormDay.objects.filter(township=TOWN)
    assert (row.form, row.door, row.role, row.sent) == ("event/report", "desk", "clerk", 1)


def test_a_resident_is_counted_as_a_resident(cast: Cast, client: Client) -> None:
    page = client.get("/report/020105/").content.decode()
    found = re.search(r'name="opened" value="([^"]+)"', page)
    assert found
    form = {"opened": found[1], "text": "桶盖坏了", "area": str(TinyTown.grid_a), "step": "send"}
    assert client.post("/report/020105/", form).status_code == 302
    flush()
    (row,) = FormDay.objects.filter(township=TOWN)
    assert (row.door, row.role) == ("portal", "resident")


@pytest.mark.parametrize("address", ["/desk/cases/{}/", "/api/v1/cases/{}"])
def test_a_case_that_a_person_or_a_program_reads_counts_what_it_shows(
    cast: Cast, client: Client, address: str
) -> None:
    case = a_case(cast, stage="filed")
    client.force_login(user_of(cast.clerk))
    assert client.get(address.format(case.id)).status_code == 200
    flush()
    assert "standard" in {row.field for row in ReadDay.objects.filter(township=TOWN)}


def test_what_left_in_a_file_and_what_programs_were_given_counts_as_read(cast: Cast) -> None:
    now = clock.now()
    entry = Entry(township=TOWN, facts={"register": "person", "columns": ["occupation"]})
    note_taken_out.do(entry)
    (row,) = ReadDay.objects.filter(township=TOWN)
    assert (row.definition, row.field, row.exported) == ("person", "occupation", 1)
    for door, opened_ in (("api", []), ("desk", ["phone", "older"]), ("desk", [])):
        Look.objects.create(
            id=new_id(TOWN), township=TOWN, at=now, door=door, subject_kind="person", opened=opened_
        )
    read = looks_by_field(TOWN, since=now - timedelta(days=365))
    assert (read["person", "phone"], read["person", "sex"], read["older", "care"]) == (2, 1, 1)
    asked = moment.read(moment.seal("person/edit", "1", ["occupation"], {}))
    assert asked
    note_filling(asked, CLERK, {"occupation": "木工"})
    flush()
    (field,) = queries.meter(cast.supervisor).fields
    assert field.read == 2, "once in a file, once by a program"


def test_a_list_of_cases_that_left_in_a_file_was_read() -> None:
    note_taken_out.do(Entry(township=TOWN, facts={"types": ["event", "visit"], "columns": ["text"]}))
    note_taken_out.do(Entry(township=TOWN, facts={"rows": 7, "sha256": "written before kinds were noted"}))
    read = [(row.definition, row.field, row.exported) for row in ReadDay.objects.filter(township=TOWN)]
    assert sorted(read) == [("event", "text", 1), ("visit", "text", 1)]


def test_only_those_who_look_after_the_township_see_its_meter(cast: Cast) -> None:
    assert queries.townships(cast.supervisor) == (TOWN,)
    assert queries.townships(cast.gridworker) == ()


def test_the_pages_say_what_was_found(cast: Cast, client: Client) -> None:
    with clock.hold(clock.now()):
        for _time in range(25):
            note_filling(opened(clock.now() - timedelta(seconds=90), address="x"), CLERK, {"address": "x"})
    client.force_login(user_of(cast.supervisor))
    page = client.get("/desk/burden/", headers={"accept-language": "en"}).content.decode()
    assert "known in 100 % of 25 forms" in page
    one = client.get("/desk/burden/event/report/", headers={"accept-language": "en"}).content.decode()
    assert "100%" in one
    table = client.get("/desk/burden/?as=csv").content.decode()
    assert "event" not in table
    assert table.count("\n") == 4
    assert client.get("/desk/burden/event/nothing/").status_code == 404
