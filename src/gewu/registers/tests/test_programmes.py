"""Programmes, visits, looks and switches: who is taken in, who sees it, and what is left of it."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from gewu.kernel import clock
from gewu.kernel.access import SYSTEM
from gewu.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, RuleBroken
from gewu.kernel.models import Entry
from gewu.registers.commands import (
    Basis,
    Call,
    Line,
    approve_programme,
    ask_programme,
    enrol,
    join_pools,
    leave,
    open_enrolment,
    open_values,
    record_enrolment,
    record_many,
    switch_off,
    visit,
)
from gewu.registers.models import Enrolment, Household, Look, Member, Person, Switch, Visit
from gewu.registers.queries import programmes
from gewu.registers.tests.builders import DOOR, SENT, Town, a_household, a_number, a_person, again
from gewu.registers.values import At, Recorded

SHANGHAI = ZoneInfo("Asia/Shanghai")


def test_whoever_is_sixty_joins_the_older_by_themselves(town: Town) -> None:
    with clock.hold(datetime(2026, 3, 4, 12, tzinfo=SHANGHAI)):
        person = a_person(town, identity_number=a_number("19660305"))
        assert _programmes(person) == set()
    with clock.hold(datetime(2026, 3, 5, 12, tzinfo=SHANGHAI)):
        assert join_pools(town.township) == 1
        assert join_pools(town.township) == 0
    assert _programmes(person) == {"older"}


def test_whoever_is_known_to_be_old_joins_at_once(town: Town) -> None:
    assert _programmes(a_person(town, identity_number=a_number("19300101"))) == {"older"}


def test_children_leave_the_school_age_they_have_outgrown(town: Town) -> None:
    with clock.hold(datetime(2026, 3, 4, 12, tzinfo=SHANGHAI)):
        person = a_person(town, identity_number=a_number("20110305"))
        assert _programmes(person) == {"school_child"}
    with clock.hold(datetime(2026, 3, 5, 12, tzinfo=SHANGHAI)):
        join_pools(town.township)
    assert _programmes(person) == set()


def test_a_monthly_visit_from_the_last_of_january_is_due_on_the_last_of_february(town: Town) -> None:
    with clock.hold(datetime(2026, 1, 31, 12, tzinfo=SHANGHAI)):
        person = a_person(town)
        enrolment = _enrolled(town, person, "living_alone", {"keeper": "邻居"})
        assert enrolment.next_due == date(2026, 2, 28)
        visit(Call([person.id]), actor=town.worker)
    served = _one(enrolment)
    assert (served.visited_on, served.next_due) == (date(2026, 1, 31), date(2026, 2, 28))


def test_one_visit_serves_every_programme_and_confirms_what_is_known(town: Town) -> None:
    person = a_person(town, identity_number=a_number("19300101"), phone="13912345678")
    _enrolled(town, person, "living_alone", {"keeper": "邻居"})
    told = Visit.objects.one(visit(Call([person.id], right=True), actor=town.worker))
    assert (told.programmes, told.confirmed) == (["living_alone", "older"], 5)
    assert told.happened_in == town.tiny.a1
    assert all(state == "checked" for _s, _at, _by, state, _b in again(person).sources.values())


def test_a_visit_that_met_nobody_makes_nothing_later(town: Town) -> None:
    person = a_person(town)
    enrolment = _enrolled(town, person, "living_alone", {"keeper": "邻居"})
    visit(Call([person.id], outcome="away", right=True), actor=town.worker)
    assert (_one(enrolment).visited_on, again(person).checked_at) == (None, person.checked_at)


def test_a_visit_may_bring_new_values(town: Town) -> None:
    person = a_person(town, phone="13912345678")
    call = Call([person.id], values={person.id: {"occupation": "木工"}}, right=True)
    told = Visit.objects.one(visit(call, actor=town.worker))
    assert (told.changed, again(person).values["occupation"]) == (1, "木工")


def test_where_two_must_go_one_is_not_enough(town: Town) -> None:
    person = a_person(town)
    values = {"guardian": "奶奶", "guardian_phone": "13912345678"}
    _enrolled(town, person, "left_behind_child", values)
    with pytest.raises(RuleBroken):
        visit(Call([person.id]), actor=town.lead)
    assert town.worker.user
    visit(Call([person.id], beside=[town.worker.user]), actor=town.lead)


@pytest.mark.parametrize(
    "wrong",
    [{"outcome": "happy"}, {"subjects": []}, {"visited_at": datetime(2999, 1, 1, tzinfo=SHANGHAI)}],
    ids=["outcome", "nobody", "tomorrow"],
)
def test_a_visit_that_cannot_be_is_refused(town: Town, wrong: dict[str, object]) -> None:
    person = a_person(town)
    with pytest.raises(Invalid):
        visit(Call(**{"subjects": [person.id], **wrong}), actor=town.worker)  # type: ignore[arg-type]


def test_nobody_visits_people_of_another_grid(town: Town) -> None:
    with pytest.raises(NotFound):
        visit(Call([a_person(town).id]), actor=town.other_worker)


def test_protected_programmes_are_not_for_a_worker(town: Town) -> None:
    person = a_person(town)
    with pytest.raises(NotAllowed):
        enrol(person.id, programme="hardship", values={"kind": "minimum"}, origin=DOOR, actor=town.worker)
    enrolment = _enrolled(town, person, "hardship", {"kind": "minimum"})
    assert not Enrolment.objects.filter(township=town.township).visible_to(town.worker).exists()
    assert Enrolment.objects.filter(township=town.township).visible_to(town.lead).count() == 1
    assert enrolment.values == {}
    with pytest.raises(NotFound):
        open_enrolment(enrolment.id, purpose="visit", actor=town.worker)
    assert open_enrolment(enrolment.id, purpose="visit", actor=town.lead) == {"kind": "minimum"}
    assert Look.objects.filter(township=town.township, purpose="visit", opened=["hardship"]).count() == 1


def test_skills_are_said_by_the_person_and_taken_back_without_a_rest(town: Town) -> None:
    person = a_person(town)
    with pytest.raises(RuleBroken):
        enrol(person.id, programme="skills", values={"skill": ["law"]}, origin=DOOR, actor=town.clerk)
    said = enrol(
        person.id, programme="skills", values={"skill": ["law"]}, origin=DOOR, actor=town.clerk, basis="self"
    )
    leave(said, why="withdrawn", actor=town.clerk)
    row = Enrolment.objects.one(said)
    assert (row.values, row.secret, row.sources) == ({}, None, {})
    assert row.erased_at


def test_nobody_is_twice_in_a_programme(town: Town) -> None:
    person = a_person(town)
    _enrolled(town, person, "veteran", {"kind": "veteran"})
    with pytest.raises(RuleBroken):
        _enrolled(town, person, "veteran", {"kind": "veteran"})


def test_fields_of_a_programme_are_weighed_like_any_other(town: Town) -> None:
    person = a_person(town)
    enrolment = enrol(
        person.id, programme="veteran", values={"kind": "veteran"}, origin=SENT, actor=town.clerk
    )
    taken = record_enrolment(
        enrolment, values={"kind": "family", "plaque": "true"}, origin=DOOR, actor=town.clerk
    )
    assert taken == ("plaque",)
    with pytest.raises(Conflict):
        record_enrolment(enrolment, values={}, origin=DOOR, actor=town.clerk, seen_version=9)


def test_a_sensitive_programme_is_off_until_two_persons_have_said_so(town: Town) -> None:
    person = a_person(town)
    values = {"guardian": "父亲", "guardian_phone": "13912345678", "helper": "王医生"}
    assert "mental_illness" not in {one.key for one in programmes(town.township)}
    with pytest.raises(RuleBroken):
        enrol(person.id, programme="mental_illness", values=values, origin=DOOR, actor=town.clerk)
    assert town.lead.user
    said = Basis("《中华人民共和国精神卫生法》第五十五条", "枣卫〔2026〕7 号", None, [town.lead.user])
    with pytest.raises(NotAllowed):
        ask_programme(town.township, "mental_illness", said=said, actor=town.clerk)
    ask_programme(town.township, "mental_illness", said=said, actor=town.admin)
    with pytest.raises(RuleBroken):
        approve_programme(town.township, "mental_illness", actor=town.admin)
    approve_programme(town.township, "mental_illness", actor=town.supervisor)
    with pytest.raises(NotAllowed):
        enrol(person.id, programme="mental_illness", values=values, origin=DOOR, actor=town.clerk)
    enrolment = enrol(person.id, programme="mental_illness", values=values, origin=DOOR, actor=town.lead)
    row = Enrolment.objects.one(enrolment)
    assert (row.values, row.name_key) == ({}, "")
    seen = Enrolment.objects.filter(township=town.township)
    assert seen.visible_to(town.lead).count() == 1
    assert not seen.visible_to(town.clerk).exists()
    kinds = Entry.objects.filter(township=town.township, kind__startswith="programme.")
    assert [one.kind for one in kinds.order_by("number")] == ["programme.asked", "programme.switched"]


def test_a_sealed_programme_names_who_handles_it(town: Town) -> None:
    with pytest.raises(Invalid):
        ask_programme(town.township, "mental_illness", said=Basis("法", "文"), actor=town.admin)


def test_a_basis_that_has_run_out_switches_the_programme_off(town: Town) -> None:
    assert town.lead.user
    tomorrow = clock.now().date() + timedelta(days=2)
    ask_programme(
        town.township, "released", said=Basis("法", "文", tomorrow, [town.lead.user]), actor=town.admin
    )
    approve_programme(town.township, "released", actor=town.supervisor)
    assert "released" in {one.key for one in programmes(town.township)}
    with clock.hold(clock.now() + timedelta(days=4)):
        assert "released" not in {one.key for one in programmes(town.township)}
        anew = Basis("法", "新文", handlers=[town.lead.user])
        ask_programme(town.township, "released", said=anew, actor=town.admin)
        approve_programme(town.township, "released", actor=town.supervisor)
        assert "released" in {one.key for one in programmes(town.township)}


def test_a_place_may_switch_off_what_is_on(town: Town) -> None:
    switch_off(town.township, "veteran", actor=town.supervisor)
    assert "veteran" not in {one.key for one in programmes(town.township)}
    assert Switch.objects.filter(township=town.township, state="off").count() == 1
    with pytest.raises(NotAllowed):
        switch_off(town.township, "floating", actor=town.worker)


@pytest.mark.parametrize(
    ("who", "field", "seen"),
    [
        ("worker", "phone", True),
        ("worker", "identity_number", False),
        ("lead", "identity_number", True),
        ("auditor", "identity_number", True),
    ],
)
def test_what_is_shown_in_full_depends_on_the_post(town: Town, who: str, field: str, seen: bool) -> None:
    person = a_person(town, identity_number=a_number(), phone="13912345678")
    actor = getattr(town, who)
    if not seen:
        with pytest.raises(NotAllowed):
            open_values("person", person.id, fields=[field], purpose="visit", actor=actor)
        return
    assert set(open_values("person", person.id, fields=[field], purpose="visit", actor=actor)) == {field}
    look = Look.objects.get(township=town.township, subject=person.id)
    assert (look.user, look.opened, look.purpose) == (actor.user, [field], "visit")
    assert Entry.objects.filter(township=town.township, kind="register.opened", purpose="visit").count() == 1


def test_nothing_is_opened_without_a_purpose_nor_across_grids(town: Town) -> None:
    person = a_person(town, phone="13912345678")
    with pytest.raises(Invalid):
        open_values("person", person.id, fields=["phone"], purpose="curious", actor=town.worker)
    with pytest.raises(NotFound):
        open_values("person", person.id, fields=["phone"], purpose="visit", actor=town.other_worker)
    assert not Look.objects.filter(township=town.township).exists()


def test_many_lines_come_in_at_once_and_every_bad_one_is_named(town: Town) -> None:
    home = a_household(town)
    known = a_person(town, "王在册", household=home, identity_number=a_number("19620305", 7))
    at = At(household=home, relation="son")
    lines = [
        Line({"name": "王一", "identity_number": a_number("19900101", 3), "phone": "13912345678"}, at),
        Line({"name": "王坏", "identity_number": "370402199001010000"}, at),
        Line({"name": "王在册", "identity_number": a_number("19620305", 7), "occupation": "木工"}, at),
        Line({"name": "王一", "identity_number": a_number("19900101", 3)}, at),
        Line({"name": ""}, at),
    ]
    told = record_many("person", township=town.township, lines=lines, origin=SENT, actor=town.clerk)
    assert [type(one).__name__ for one in told] == ["Recorded", "Invalid", "Recorded", "Recorded", "Invalid"]
    first, same = told[0], told[3]
    assert isinstance(first, Recorded)
    assert isinstance(same, Recorded)
    assert (first.id, first.created, same.created) == (same.id, True, False)
    assert again(known).values["occupation"] == "木工"
    one = Person.objects.one(first.id)
    assert one.phone is not None
    assert (one.phone.open(), one.in_cell, str(one.born)) == ("13912345678", town.tiny.a1, "1990-01-01")
    assert Member.objects.filter(township=town.township, person=one.id, until=None).count() == 1
    assert Household.objects.one(home).size == 2


def test_a_worker_brings_in_nobody_of_another_grid(town: Town) -> None:
    lines = [Line({"name": "张三"}, At(address=town.tiny.building_3))]
    (told,) = record_many("person", township=town.township, lines=lines, origin=DOOR, actor=town.worker)
    assert isinstance(told, NotAllowed)
    (told,) = record_many("person", township=town.township, lines=lines, origin=DOOR, actor=SYSTEM)
    assert isinstance(told, Recorded)


def _programmes(person: Person) -> set[str]:
    rows = Enrolment.objects.filter(township=person.township, subject=person.id, until=None)
    return set(rows.values_list("programme", flat=True))


def _enrolled(town: Town, person: Person, key: str, values: Mapping[str, object]) -> Enrolment:
    found = enrol(person.id, programme=key, values=values, origin=DOOR, actor=town.clerk)
    return Enrolment.objects.one(found)


def _one(enrolment: Enrolment) -> Enrolment:
    return Enrolment.objects.one(enrolment.id)
