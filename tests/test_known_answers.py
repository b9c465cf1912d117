"""Before any form asks, it looks: for somebody of whom everything is known, no known field is empty."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest
from django.test import Client
from django.utils.timezone import localdate

from gewu.burden import moment
from gewu.burden.counting import Key, tally
from gewu.cases import guards
from gewu.cases.models import CaseReporter
from gewu.catalogue import queries as catalogue
from gewu.catalogue.commands import publish_definitions
from gewu.deadlines.testing import quiet_calendars
from gewu.kernel.access import Actor
from gewu.kernel.remembered import remembered
from gewu.people.commands import Invited, invite
from gewu.people.models import User
from gewu.people.queries import path_of
from gewu.people.testing import a_user, an_actor, signed_in, user_of
from gewu.places.testing import TinyTown, know_by_heart
from gewu.registers.commands import enrol, record, record_enrolment
from gewu.registers.definition import FieldOf
from gewu.registers.models import Enrolment, Look, Person
from gewu.registers.queries import file_of, programmes, register
from gewu.registers.tests.builders import DOOR, Town, a_number, a_person, a_record, a_town
from gewu.registers.values import At
from gewu.sheets import commands as sheets
from gewu.sheets.queries import printed_with
from gewu.signage.commands import agree_to_phone
from tests.access.table import routes

ROOT = Path(__file__).parents[1]
PHONE, SHOWN = "13912345678", "139****5678"
VALUES: Mapping[str, object] = {
    "text": "说过的话",
    "lines": "说过的话",
    "day": "2020-02-02",
    "number": "2",
    "flag": "true",
    "phone": "13912345679",
}
DESK = sorted({one.case_type: one.code for one in catalogue.categories()}.items())


@dataclass(frozen=True)
class Scene:
    """A town with one person of whom everything is known, and the account that is theirs."""

    town: Town
    person: Person
    own: User


@pytest.fixture(scope="module")
def everything() -> dict[str, object]:
    """A value for every field of a person."""
    said: dict[str, object] = {}
    for one in register("person").fields:
        if one.type in {"choice", "choices"}:
            key = one.choices[0].key
            said[one.key] = [key] if one.type == "choices" else key
        else:
            said[one.key] = VALUES.get(one.type, "")
    number = {"identity_number": a_number("19300101", 5), "born": "1930-01-01", "sex": "male"}
    return said | number | {"phone": PHONE, "name": "王小样"}


@pytest.fixture
def scene(db: None, everything: Mapping[str, object]) -> Iterator[Scene]:
    found = remembered("known answers", lambda: _made(everything))
    know_by_heart()
    quiet_calendars()
    tally.take()
    yield found
    tally.take()


def _made(everything: Mapping[str, object]) -> Scene:
    town = a_town()
    publish_definitions(guards=guards.NAMES)
    person = a_person(town, "王小样", identity_number=a_number("19300101", 5), phone=PHONE)
    home = town.township
    record("person", township=home, subject=person.id, values=everything, origin=DOOR, actor=town.clerk)
    own = a_user()
    Person.objects.filter(township=home, id=person.id).update(user=own.id)
    return Scene(town, Person.objects.get(township=home, id=person.id), own)


def get(actor: Actor, address: str, status: int = 200) -> str:
    answer = signed_in(actor).get(address)
    assert answer.status_code == status, (address, answer.status_code)
    return answer.content.decode()


def controls(page: str) -> dict[str, str]:
    """What the controls of a page hold, by name; texts, selects and ticked choices."""
    found: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]*>", page):
        at = dict(re.findall(r'([a-z-]+)="([^"]*)"', tag))
        ticked = at.get("type") not in {"radio", "checkbox"} or " checked" in tag
        if "name" in at and ticked:
            found[at["name"]] = at.get("value", "")
    for name, inside in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', page, re.DOTALL):
        found[name] = inside.strip()
    for name, inside in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'<option[^>]*value="([^"]*)"[^>]* selected', inside)
        found[name] = chosen[1] if chosen else ""
    return found


def confirmed(page: str) -> set[str]:
    """Which questions are shown to confirm."""
    return set(re.findall(r'<details class="known">.*?id="field-([a-z_]+)"', page, re.DOTALL))


@pytest.mark.parametrize(("kind", "code"), DESK, ids=[kind for kind, _code in DESK])
def test_no_report_at_the_desk_asks_who_a_known_caller_is(scene: Scene, kind: str, code: str) -> None:
    clerk = signed_in(scene.town.clerk)
    page = clerk.post("/desk/report/", {"look": "1", "category": code, "phone": PHONE}).content.decode()
    held = controls(page)
    assert [name for name in ("name", "phone", "address", "area") if not held[name]] == []
    assert {"name", "address", "area"} <= confirmed(page)
    assert held["phone"] == PHONE, "what was typed stays as it was typed"
    assert held["name"] == "王小样"
    opened = moment.read(held["opened"])
    assert opened is not None
    assert opened.form == f"{kind}/report"
    assert {"name", "address", "area"} <= opened.known.keys()


def test_a_look_by_phone_leaves_a_trace_and_shows_nothing_to_those_who_may_not_see(scene: Scene) -> None:
    code = dict(DESK)["event"]
    form = {"look": "1", "category": code, "phone": PHONE}
    signed_in(scene.town.clerk).post("/desk/report/", form)
    look = Look.objects.get(township=scene.town.township, user=scene.town.clerk.user)
    assert (look.subject, look.opened) == (scene.person.id, [])
    said = signed_in(scene.town.handler).post("/desk/report/", form).content.decode()
    assert "王小样" not in said
    assert controls(said)["address"] == ""
    unknown = signed_in(scene.town.clerk).post("/desk/report/", form | {"phone": "13900000000"})
    assert "王小样" not in unknown.content.decode()


def test_a_report_from_the_page_of_a_person_shows_the_phone_in_part_and_keeps_it_whole(scene: Scene) -> None:
    code = dict(DESK)["event"]
    address = f"/desk/report/?category={code}&person={scene.person.id}"
    page = get(scene.town.clerk, address)
    held = controls(page)
    assert (held["phone"], held["person"]) == (SHOWN, str(scene.person.id))
    assert PHONE not in page
    sent = {name: value for name, value in held.items() if name not in {"follows", "look", "q"}}
    sent |= {"text": "楼道灯不亮", "source": "hotline", "category": code}
    answer = signed_in(scene.town.clerk).post("/desk/report/", sent)
    assert answer.status_code == 302, answer.content.decode()[:2000]
    (told,) = CaseReporter.objects.filter(township=scene.town.township)
    assert (told.name.open(), told.phone.open()) == ("王小样", PHONE)


def test_what_was_taken_away_stays_away_when_a_form_is_refused(scene: Scene) -> None:
    code = dict(DESK)["event"]
    sent = {"category": code, "person": str(scene.person.id), "name": "", "phone": SHOWN, "text": ""}
    answer = signed_in(scene.town.clerk).post(
        "/desk/report/", sent | {"source": "hotline", "address": "门口"}
    )
    assert answer.status_code == 422
    held = controls(answer.content.decode())
    assert (held["name"], held["phone"], held["address"]) == ("", SHOWN, "门口")


@pytest.mark.parametrize(("kind", "code"), DESK, ids=[kind for kind, _code in DESK])
def test_no_report_on_the_phone_asks_where_a_known_person_lives(scene: Scene, kind: str, code: str) -> None:
    page = get(scene.town.worker, f"/field/report/{code}/?person={scene.person.id}")
    assert controls(page)["address"]
    assert "address" in confirmed(page)
    other = get(scene.town.other_worker, f"/field/report/{code}/?person={scene.person.id}")
    assert controls(other)["address"] == ""


PUBLIC = sorted({one.case_type: one.code for one in catalogue.categories(public_only=True)}.items())


@pytest.mark.parametrize(("kind", "code"), PUBLIC, ids=[kind for kind, _code in PUBLIC])
def test_the_portal_shows_what_the_session_brings_and_nothing_to_who_types(
    scene: Scene, kind: str, code: str
) -> None:
    own, stranger = Client(), Client()
    own.force_login(scene.own)
    for client, known in ((own, True), (stranger, False)):
        form = {"step": "photo", "text": "灯不亮", "address": "门口", "phone": "" if known else PHONE}
        if known:
            del form["phone"]
        page = client.post(f"/report/{code}/", form).content.decode()
        held = controls(page)
        assert held["name"] == ("王小样" if known else "")
        assert held["phone"] == (SHOWN if known else PHONE)
        where = client.post(f"/report/{code}/", {"step": "where", "text": "灯不亮", "phone": PHONE})
        assert bool(controls(where.content.decode())["address"]) is known


def test_the_portal_gives_back_what_somebody_took_away(scene: Scene) -> None:
    own = Client()
    own.force_login(scene.own)
    code = dict(PUBLIC)["event"]
    form = {"step": "send", "text": "灯不亮", "address": "门口", "phone": "", "name": "", "area": "x"}
    page = own.post(f"/report/{code}/", form).content.decode()
    assert "王小样" not in page
    assert SHOWN not in page


def rows_of(scene: Scene) -> dict[str, UUID]:
    town, home, door = scene.town, scene.person.household, scene.person.dwelling
    assert home
    assert door
    at = At(address=TinyTown.building_1)
    return {
        "person": scene.person.id,
        "household": home,
        "dwelling": door,
        "establishment": a_record(town, "establishment", {"name": "小样便利店", "kind": "shop"}, at=at).id,
        "facility": a_record(town, "facility", {"name": "井盖", "kind": "0102"}, at=at).id,
    }


def test_no_form_of_a_register_asks_for_what_it_holds(scene: Scene) -> None:
    for kind, row in rows_of(scene).items():
        file = get(scene.town.clerk, f"/registers/{kind}/{row}/edit/")
        held, asked = controls(file), confirmed(file)
        opened = moment.read(held["opened"])
        assert opened is not None
        assert opened.form == f"{kind}/edit"
        for one in file_of(scene.town.clerk, kind, row).fields:
            if one.how == "full":
                assert one.key in asked, (kind, one.key)
                assert held.get(one.key), (kind, one.key)
            elif one.how in {"part", "closed"}:
                assert one.key not in held, (kind, one.key)
        if kind != "facility":
            assert controls(get(scene.town.clerk, f"/registers/{kind}/{row}/visit/"))["opened"], kind
    assert PHONE not in get(scene.town.clerk, f"/registers/person/{scene.person.id}/edit/")


DOORS: dict[str, dict[str, str]] = tomllib.loads((ROOT / "tests/known_doors.toml").read_text("utf-8"))
# Names of questions that are about a person wherever they are asked; "name" alone may be that of a list.
PERSONAL = frozenset(one.key for one in register("person").fields) - {"name"} | {"email", "identity"}
ASKED = re.compile(r'\bname="([a-z_]+)"')
# The code behind which such a question stands, and the doors it is asked at.
ASKING = {
    "desk/questions.py": "desk/report/",
    "notices/pages/inbox.py": "me/notices/choices/",
    "portal/questions.py": "report/<slug:code>/",
    "rights/pages/proving.py": "desk/rights/account/",
    "rights/pages/shown.py": "desk/rights/new/",
    "signage/pages/me.py": "me/card/phone/",
}
# Specimens of forms, and the name of an address.
NO_QUESTION = {"ui/specimens.py", "aftercare/urls.py"}


def doors() -> set[str]:
    return {one.pattern for one in routes() if one.method == "POST" and not one.pattern.startswith("api/")}


def test_every_door_that_takes_a_form_is_looked_at_here() -> None:
    there, rooms = doors(), DOORS["nobody"]
    assert DOORS["person"].keys() <= there, "doors that are gone"
    asked = there - DOORS["person"].keys()
    found = {door: [room for room in rooms if door.startswith(room)] for door in asked}
    assert [door for door, of in found.items() if not of] == []
    assert rooms.keys() == {max(of, key=len) for of in found.values()}, "rooms that are gone"


def test_whatever_is_said_to_be_shown_by_a_test_is() -> None:
    for door, shown in DOORS["person"].items():
        if shown.startswith("test_"):
            assert shown in globals(), door
        elif "/" in shown:
            assert (ROOT / shown).is_file(), door


def test_nobody_is_asked_about_behind_a_door_that_asks_about_nobody() -> None:
    code = (path for end in ("*.py", "*.html") for path in (ROOT / "src/gewu").rglob(end))
    asking = {
        path.relative_to(ROOT / "src/gewu").as_posix()
        for path in code
        if "tests" not in path.parts and PERSONAL & set(ASKED.findall(path.read_text("utf-8")))
    }
    assert asking == ASKING.keys() | NO_QUESTION
    assert set(ASKING.values()) <= DOORS["person"].keys()


def test_no_form_of_the_staff_asks_for_what_is_known_of_them(scene: Scene) -> None:
    town = scene.town
    worker = user_of(town.worker)
    admin = an_actor("admin", town.tiny.street)
    held = controls(get(admin, f"/desk/people/{worker.id}/edit/"))
    assert (held["name"], bool(held["language"])) == (worker.name, True)
    phone = "1002 000 0001"
    agree_to_phone(phone=phone, agreed=True, actor=town.worker)
    assert controls(get(town.worker, "/me/card/"))["phone"] == phone
    invited = Invited(username="newcomer", name="柏远山", township=town.township)
    link = path_of(invite(invited=invited, actor=admin))
    assert link
    assert controls(Client().get(link).content.decode())["name"] == "柏远山"


def test_no_programme_asks_for_what_it_holds(scene: Scene) -> None:
    """All of its fields are known: not one stands there empty."""
    subjects, town = rows_of(scene), scene.town
    for of in programmes(town.township):
        values = {one.key: _value(one) for one in of.fields}
        subject, basis = subjects[of.of], "self" if of.consent else "law"
        held = Enrolment.objects.filter(township=town.township, subject=subject, programme=of.key).first()
        if held is None:
            made = enrol(subject, programme=of.key, values=values, origin=DOOR, actor=town.chief, basis=basis)
        else:
            made = held.id
            record_enrolment(made, values=values, origin=DOOR, actor=town.chief)
        page = get(town.chief, f"/registers/{of.of}/{subject}/in/{made}/")
        assert controls(page).keys().isdisjoint(values), of.key


def _value(field: FieldOf) -> object:
    if field.choices:
        return [field.choices[0].key] if field.type == "choices" else field.choices[0].key
    return VALUES[field.type]


def test_typing_from_paper_shows_what_is_known(scene: Scene) -> None:
    clerk = scene.town.clerk
    batch = sheets.print_sheets(actor=clerk, subject=scene.person.household)
    (sheet,) = printed_with(batch, clerk)
    sheets.collect(sheet.id, on=localdate(sheet.printed_at), actor=clerk, seen=1)
    page = get(clerk, f"/desk/sheets/{sheet.id}/")
    shown = re.findall(r'<details class="known">.*?</details>', page, re.DOTALL)
    folded = {name for part in shown for name in re.findall(r'name="l(\d+)"', part)}
    asked = {str(n): key for n, (kind, _row, key) in enumerate(sheet.lines) if kind == "person"}
    assert {key for line, key in asked.items() if line not in folded} == set()
    assert PHONE not in page


def test_who_joins_a_household_is_not_asked_where_they_live(scene: Scene) -> None:
    page = get(scene.town.clerk, f"/registers/person/new/?household={scene.person.household}")
    held = controls(page)
    assert held["household"] == str(scene.person.household)
    assert {"place", "door"}.isdisjoint(held)
    page = get(scene.town.clerk, f"/registers/person/new/?dwelling={scene.person.dwelling}")
    assert {"place", "door"}.isdisjoint(controls(page))


def test_a_form_of_a_register_is_counted_and_what_was_confirmed_counts_as_kept(scene: Scene) -> None:
    client = signed_in(scene.town.clerk)
    page = client.get(f"/registers/person/{scene.person.id}/edit/").content.decode()
    held = {name: value for name, value in controls(page).items() if name != "q"}
    answer = client.post(f"/registers/person/{scene.person.id}/edit/", held)
    assert answer.status_code == 302
    counted = {key: sums for rows in tally.take().values() for key, sums in _keyed(rows)}
    assert counted["person/edit", "name"]["kept"] == 1
    assert [sums["sent"] for key, sums in counted.items() if key[0] == "person/edit" and "sent" in sums] == [
        1
    ]


def _keyed(
    rows: Mapping[Key, Mapping[str, int]],
) -> Iterator[tuple[tuple[str, str], Mapping[str, int]]]:
    for key, sums in rows.items():
        said = [str(one) for one in key]
        yield (said[1], said[3]), sums
