"""Taking back what one has just written: everything as it was, or not at all."""

from datetime import timedelta
from uuid import UUID

import pytest

from gewu.kernel import clock
from gewu.kernel.access import SYSTEM, Actor
from gewu.kernel.errors import Conflict, NotAllowed, NotFound, RuleBroken
from gewu.kernel.models import Entry
from gewu.people.testing import signed_in
from gewu.registers.commands import (
    Call,
    enrol,
    leave,
    open_values,
    record,
    record_enrolment,
    take_back,
    visit,
)
from gewu.registers.commands.keeping import forget_steps
from gewu.registers.holding import sealed_values
from gewu.registers.models import Claim, Enrolment, Person, Step, Visit
from gewu.registers.queries import own_step, person_file
from gewu.registers.sources import Origin, Source
from gewu.registers.tests.builders import DOOR, SENT, Town, a_number, a_person, again

PHONE, OTHER = "13912345678", "13912345679"
KEPT = ("values", "sources", "state", "name", "born", "sex", "checked_at", "next_due", "changed_at", "secret")


def test_a_written_value_is_taken_back_with_where_it_came_from(town: Town) -> None:
    person = _written(town, phone=PHONE)
    before = _state(person)
    _write(town, person, phone=OTHER, occupation="木工")
    assert _phone(person) == OTHER
    assert take_back("person", person.id, actor=town.worker) == "recorded"
    assert (_phone(person), again(person).values) == (PHONE, {})
    after = _state(person)
    assert {key for key in KEPT if after[key] != before[key]} == {"changed_at"}
    assert not Claim.objects.filter(township=town.township, subject=person.id).exists()
    assert _kinds(person)[-2:] == ["register.recorded", "register.taken_back"]


def test_what_was_taken_back_is_not_taken_back_twice(town: Town) -> None:
    person = _written(town)
    _write(town, person, occupation="木工")
    step = _step(town)
    take_back("person", person.id, actor=town.worker, step=step.id)
    with pytest.raises(Conflict):
        take_back("person", person.id, actor=town.worker, step=step.id)
    with pytest.raises(NotFound):
        take_back("person", person.id, actor=town.worker)
    step.refresh_from_db()
    assert step.before is None


def test_the_same_request_is_answered_once(town: Town) -> None:
    person = _written(town)
    _write(town, person, occupation="木工")
    for _time in range(2):
        assert take_back("person", person.id, actor=town.worker, receipt="r1") == "recorded"
    assert _kinds(person).count("register.taken_back") == 1


def test_nobody_takes_back_what_another_wrote(town: Town) -> None:
    person = _written(town)
    _write(town, person, occupation="木工")
    for actor in (town.lead, town.clerk):
        with pytest.raises(NotFound):
            take_back("person", person.id, actor=actor)
    with pytest.raises(NotFound):
        take_back("person", person.id, actor=town.other_worker)
    with pytest.raises(NotAllowed):
        take_back("person", person.id, actor=town.supervisor)


def test_something_newer_stays(town: Town) -> None:
    person = _written(town)
    _write(town, person, occupation="木工")
    record(
        "person",
        township=town.township,
        subject=person.id,
        values={"workplace": "木器厂"},
        origin=DOOR,
        actor=town.clerk,
    )
    assert own_step(town.worker, town.township, person.id) is None
    with pytest.raises(RuleBroken):
        take_back("person", person.id, actor=town.worker)
    assert again(person).values == {"occupation": "木工", "workplace": "木器厂"}


def test_a_look_is_nothing_newer(town: Town) -> None:
    person = _written(town, phone=PHONE)
    _write(town, person, occupation="木工")
    open_values("person", person.id, purpose="visit", actor=town.lead)
    assert own_step(town.worker, town.township, person.id)
    take_back("person", person.id, actor=town.worker)
    assert again(person).values == {}


def test_after_a_day_it_is_corrected_instead_and_forgotten(town: Town) -> None:
    person = _written(town)
    _write(town, person, occupation="木工")
    with clock.hold(clock.now() + timedelta(hours=25)):
        assert own_step(town.worker, town.township, person.id) is None
        with pytest.raises(RuleBroken):
            take_back("person", person.id, actor=town.worker)
        assert forget_steps(town.township) == 1
    assert not Step.objects.filter(township=town.township).exists()


def test_a_claim_that_lost_goes_with_the_step(town: Town) -> None:
    person = _written(town)
    record(
        "person",
        township=town.township,
        subject=person.id,
        values={"occupation": "教师"},
        origin=SENT,
        actor=SYSTEM,
    )
    _write(town, person, occupation="木工")
    assert Claim.objects.filter(township=town.township, subject=person.id, state="open").count() == 1
    take_back("person", person.id, actor=town.worker)
    assert not Claim.objects.filter(township=town.township, subject=person.id).exists()
    assert again(person).values == {"occupation": "教师"}


def test_whom_a_day_of_birth_brought_in_goes_out_with_it(town: Town) -> None:
    person = _written(town)
    _write(town, person, born="1930-01-01")
    assert _programmes(person) == ["older"]
    take_back("person", person.id, actor=town.worker)
    assert (_programmes(person), again(person).born) == ([], None)


def test_a_number_that_has_another_bearer_by_now_does_not_come_back(town: Town) -> None:
    first, second = a_number("19620305", 1), a_number("19620305", 3)
    person = _written(town, identity_number=first)
    _write(town, person, identity_number=second)
    a_person(town, "李另人", identity_number=first)
    with pytest.raises(RuleBroken):
        take_back("person", person.id, actor=town.worker)


def test_an_enrolment_is_taken_back_and_forgotten(town: Town) -> None:
    person = _written(town)
    made = _alone(town, person, by=town.worker)
    assert take_back("person", person.id, actor=town.worker) == "enrolled"
    row = Enrolment.objects.one(made)
    assert (row.ended_by, row.values, row.secret, row.until) == ("mistake", {}, None, row.since)
    assert not person_file(town.worker, person.id).programmes
    assert enrol(person.id, programme="living_alone", values={}, origin=DOOR, actor=town.worker) != made


def test_fields_of_a_programme_are_taken_back(town: Town) -> None:
    person = _written(town)
    made = enrol(person.id, programme="hardship", values={"kind": "minimum"}, origin=DOOR, actor=town.lead)
    record_enrolment(made, values={"cause": "illness"}, origin=DOOR, actor=town.lead)
    assert take_back("person", person.id, actor=town.lead) == "written"
    assert _held(made) == {"kind": "minimum"}
    step = Step.objects.get(township=town.township, deed="enrolled")
    with pytest.raises(RuleBroken):
        take_back("person", person.id, actor=town.lead, step=step.id)


def test_a_withdrawn_consent_leaves_nothing_to_put_back(town: Town) -> None:
    person = _written(town)
    made = enrol(
        person.id, programme="skills", values={"skill": ["law"]}, origin=DOOR, actor=town.clerk, basis="self"
    )
    leave(made, why="withdrawn", actor=town.clerk)
    assert not Step.objects.filter(township=town.township, enrolment=made).exists()


def test_a_visit_is_taken_back_with_all_it_brought(town: Town) -> None:
    person = _written(town, phone=PHONE)
    made = _alone(town, person, by=town.clerk)
    before, due = _state(person), Enrolment.objects.one(made).next_due
    with clock.hold(clock.now() + timedelta(days=3)):
        call = Call([person.id], right=True, values={person.id: {"occupation": "木工"}}, note="在家")
        visit(call, actor=town.worker)
        assert take_back("person", person.id, actor=town.worker) == "visited"
    after = _state(person)
    assert {key for key in KEPT if after[key] != before[key]} == {"changed_at"}
    row = Enrolment.objects.one(made)
    assert (row.visited_on, row.next_due) == (None, due)
    assert not Visit.objects.filter(township=town.township).exists()


def test_a_visit_to_several_is_taken_back_as_a_whole_or_not_at_all(town: Town) -> None:
    person = _written(town)
    other = a_person(town, "王小二", household=person.household, relation="son")
    visit(Call([person.id, other.id], right=True), actor=town.worker)
    _write(town, other, occupation="木工")
    with pytest.raises(RuleBroken):
        take_back("person", person.id, actor=town.worker)
    assert Visit.objects.filter(township=town.township).count() == 1
    assert "register.taken_back" not in _kinds(person)


def test_only_what_changed_is_named_when_it_can_be_taken_back(town: Town) -> None:
    person = _written(town, occupation="木工")
    _write(town, person, occupation="木工", name=person.name)
    confirmed = own_step(town.worker, town.township, person.id)
    assert confirmed
    assert confirmed.fields == ()
    page = signed_in(town.worker).get(f"/registers/person/{person.id}/", headers={"accept-language": "en"})
    assert "You confirmed what stands here" in page.content.decode()
    _write(town, person, occupation="木工", phone=PHONE)
    changed = own_step(town.worker, town.township, person.id)
    assert changed
    assert changed.fields == ("phone",)
    visit(Call([person.id], right=True, values={person.id: {"schooling": "senior"}}), actor=town.worker)
    told = own_step(town.worker, town.township, person.id)
    assert told
    assert (told.deed, told.fields) == ("visited", ("schooling",))


def test_imports_and_decisions_end_elsewhere(town: Town) -> None:
    person = _written(town)
    origins = (SENT, Origin(Source.WINDOW, final=True))
    for number, origin in enumerate(origins):
        record(
            "person",
            township=town.township,
            subject=person.id,
            values={"occupation": f"木工{number}"},
            origin=origin,
            actor=SYSTEM if origin is SENT else town.clerk,
        )
    assert not Step.objects.filter(township=town.township).exists()


def test_the_file_offers_it_to_whoever_wrote_and_to_nobody_else(town: Town) -> None:
    person = _written(town)
    url = f"/registers/person/{person.id}/"
    worker = signed_in(town.worker)
    given = {"occupation": "木工", "source": "door", "seen_version": str(person.version)}
    said = worker.post(f"{url}edit/", given, follow=True).content.decode()
    assert f"{url}back/" in said
    assert f"{url}back/" not in signed_in(town.clerk).get(url).content.decode()
    step = _step(town)
    assert worker.post(f"{url}back/", {"step": str(step.id)}).status_code == 302
    assert again(person).values == {}
    assert f"{url}back/" not in worker.get(url).content.decode()
    assert worker.post(f"{url}back/", {"step": str(step.id)}).status_code == 409


def _written(town: Town, **values: object) -> Person:
    """Somebody whom the system knows already: nobody's step."""
    person = a_person(town, **values)  # type: ignore[arg-type] # values by their keys
    Step.objects.filter(township=town.township).delete()
    return person


def _write(town: Town, person: Person, **values: object) -> None:
    record("person", township=town.township, subject=person.id, values=values, origin=DOOR, actor=town.worker)


def _step(town: Town) -> Step:
    return Step.objects.get(township=town.township, deed="recorded")


def _state(person: Person) -> dict[str, object]:
    row = again(person)
    return {key: getattr(row, key) for key in KEPT} | {"secret": row.secret.open() if row.secret else None}


def _phone(person: Person) -> str:
    phone = again(person).phone
    return phone.open() if phone else ""


def _kinds(person: Person) -> list[str]:
    entries = Entry.objects.filter(township=person.township, subject_id=person.id).order_by("number")
    return [one.kind for one in entries]


def _programmes(person: Person) -> list[str]:
    rows = Enrolment.objects.filter(township=person.township, subject=person.id, until=None)
    return sorted(rows.values_list("programme", flat=True))


def _alone(town: Town, person: Person, *, by: Actor) -> UUID:
    return enrol(person.id, programme="living_alone", values={"keeper": "邻居"}, origin=DOOR, actor=by)


def _held(enrolment: UUID) -> dict[str, object]:
    row = Enrolment.objects.one(enrolment)
    return {**row.values, **sealed_values(row.secret)}
