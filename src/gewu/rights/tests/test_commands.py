"""Asks from the window to their answer, what is erased, and who looked."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.utils.timezone import localdate

from gewu.kernel import clock, journal
from gewu.kernel.access import ANYONE, Actor
from gewu.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, RuleBroken
from gewu.people.queries import actor_of
from gewu.people.testing import a_user, signed_in
from gewu.registers import commands as registers
from gewu.registers.commands import forgetting
from gewu.registers.queries import row as register_row
from gewu.registers.queries.claims import disputes
from gewu.registers.queries.own import Enrolment, Look, Person
from gewu.registers.sources import Origin, Source
from gewu.registers.tests.builders import SENT, Town, a_number, a_person, again
from gewu.rights import commands, queries
from gewu.rights.commands import Answer, Asking
from gewu.rights.models import Ask, Erasure, Oddity
from gewu.rights.rules import Erasing, Judgement, State

pytestmark = pytest.mark.django_db
CARD = a_number("19620305", 7)
PHONE = "13912345678"


@pytest.fixture
def person(town: Town) -> Person:
    return a_person(town, "王小样", identity_number=CARD, phone=PHONE)


def asked(town: Town, kind: str, **more: str) -> UUID:
    return commands.ask_at_window(asking=Asking(kind=kind, identity=CARD, **more), actor=town.clerk)


def answered(town: Town, ask: UUID, by: Actor | None = None) -> str:
    answer = Answer("已经核对，按您说的改了。", "open")
    return commands.grant(ask=ask, answer=answer, actor=by or town.clerk)


def test_a_correction_asked_for_at_the_window_becomes_a_value_of_the_register(
    town: Town, person: Person
) -> None:
    ask = asked(town, "correction", field="phone", value="13800001111", words="换号码了")
    row = Ask.objects.one(ask)
    assert row.due_at > clock.now() + timedelta(days=9)
    assert queries.ask(town.clerk, ask).offered == "13800001111"
    assert answered(town, ask) == "taken"
    held = again(person)
    assert held.phone is not None
    assert held.phone.open() == "13800001111"
    assert held.sources["phone"][0] == "window"
    assert Ask.objects.one(ask).offered is None
    assert [entry.kind for entry in journal.entries_of(ask)] == ["right.asked", "right.granted"]
    assert not list(journal.verify(townships=[town.township]))


def test_what_a_shared_source_says_otherwise_stands_beside_it(town: Town, person: Person) -> None:
    registers.record(
        "person",
        township=town.township,
        values={"native_place": "山东枣庄"},
        origin=SENT,
        actor=town.clerk,
        subject=person.id,
    )
    ask = asked(town, "correction", field="native_place", value="山东滕州", words="籍贯不对")
    assert answered(town, ask) == "claimed"
    assert again(person).values["native_place"] == "山东枣庄"


def test_a_refusal_names_a_ground_and_is_explained(town: Town, person: Person) -> None:
    ask = asked(town, "deletion", words="都删了")
    with pytest.raises(Invalid):
        commands.refuse(ask=ask, answer=Answer("不行", "open"), actor=town.clerk)
    with pytest.raises(Invalid):
        commands.refuse(ask=ask, answer=Answer(" ", "open", "law"), actor=town.clerk)
    with pytest.raises(RuleBroken):
        answered(town, ask)
    with pytest.raises(NotAllowed):
        commands.refuse(ask=ask, answer=Answer("依法保存", "open", "law"), actor=town.supervisor)
    commands.refuse(ask=ask, answer=Answer("您住在这里，依法要登记。", "open", "law"), actor=town.clerk)
    assert Ask.objects.one(ask).state == State.REFUSED
    with pytest.raises(Conflict):
        answered(town, ask)


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"identity": a_number("19700101", 3)}, Invalid),
        ({"identity": "123"}, Invalid),
        ({"kind": "nothing"}, Invalid),
        ({"kind": "correction", "words": "不对", "field": "belief", "value": "x"}, Invalid),
        ({"kind": "correction", "words": "不对", "field": "phone", "value": "12"}, Invalid),
        ({"kind": "correction", "field": "phone", "value": PHONE}, Invalid),
        ({"kind": "withdrawal", "programme": "skills"}, RuleBroken),
        ({"proof": "account"}, Invalid),
    ],
)
def test_what_cannot_be_asked_is_refused(
    town: Town, person: Person, more: dict[str, str], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        commands.ask_at_window(asking=Asking(**({"kind": "file", "identity": CARD} | more)), actor=town.clerk)


def test_only_the_window_takes_in_and_strangers_find_nothing(town: Town, person: Person) -> None:
    with pytest.raises(NotAllowed):
        commands.ask_at_window(asking=Asking(kind="file", identity=CARD), actor=town.worker)
    ask = asked(town, "file")
    for stranger in (town.worker, town.admin, ANYONE, actor_of(a_user(), door="portal")):
        with pytest.raises(NotFound):
            queries.ask(stranger, ask)


def test_a_file_has_everything_and_drawing_it_leaves_a_trace(town: Town, person: Person) -> None:
    registers.enrol(
        person.id,
        programme="skills",
        values={"skill": ["medicine"]},
        origin=Origin(Source.SELF),
        actor=town.clerk,
        basis="self",
    )
    ask = asked(town, "file")
    with pytest.raises(RuleBroken):
        commands.hand_out(ask=ask, actor=town.clerk)
    assert answered(town, ask) == "handed_out"
    content = commands.hand_out(ask=ask, actor=town.clerk)
    assert content.startswith(b"%PDF-")
    look = Look.objects.filter(township=town.township, subject=person.id).get()
    assert (look.user, look.purpose) == (town.clerk.user, "request")
    with pytest.raises(NotAllowed):
        commands.hand_out(ask=ask, actor=town.supervisor)


def test_an_account_that_is_proved_asks_online_and_nobody_answers_their_own(
    town: Town, person: Person
) -> None:
    user = a_user()
    mine = actor_of(user, door="portal")
    asking = Asking(kind="file")
    with pytest.raises(NotFound):
        commands.ask_online(asking=asking, actor=mine)
    Person.objects.filter(township=town.township, id=person.id).update(user=user.id)
    ask = commands.ask_online(asking=asking, actor=mine, receipt="once")
    assert commands.ask_online(asking=asking, actor=mine, receipt="once") == ask
    assert [one.id for one in queries.own_asks(mine)] == [ask]
    with pytest.raises(NotAllowed):
        answered(town, ask, mine)
    answered(town, ask)
    assert commands.hand_out_own(ask=ask, actor=mine).startswith(b"%PDF-")
    with pytest.raises(NotFound):
        commands.hand_out_own(ask=ask, actor=town.clerk)


def test_taking_back_a_consent_erases_what_it_covered_at_once(town: Town, person: Person) -> None:
    enrolment = registers.enrol(
        person.id,
        programme="skills",
        values={"skill": ["law"]},
        origin=Origin(Source.SELF),
        actor=town.clerk,
        basis="self",
    )
    ask = asked(town, "withdrawal", programme="skills")
    assert answered(town, ask) == "withdrawn"
    row = Enrolment.objects.one(enrolment)
    assert row.until is not None
    assert (row.values, row.erased_at is None) == ({}, False)


def test_what_is_kept_long_enough_is_listed_and_erased_by_a_second_person(town: Town, person: Person) -> None:
    registers.enrol(
        person.id,
        programme="volunteer",
        values={"service": ["clean"]},
        origin=Origin(Source.SELF),
        actor=town.clerk,
        basis="self",
    )
    row = Enrolment.objects.get(township=town.township, subject=person.id, programme="volunteer")
    registers.leave(row.id, why="ended", actor=town.clerk)
    assert commands.list_due(town.township) == 0
    with clock.hold(clock.now() + timedelta(days=250)):
        assert commands.list_due(town.township) == 1
        assert commands.list_due(town.township) == 0
        erasure = Erasure.objects.get(township=town.township)
        with pytest.raises(NotFound):
            commands.agree(erasure=erasure.id, actor=town.worker)
        commands.agree(erasure=erasure.id, actor=town.supervisor)
        with pytest.raises(RuleBroken):
            commands.agree(erasure=erasure.id, actor=town.supervisor)
    assert Enrolment.objects.one(row.id).values == {}
    assert Erasure.objects.one(erasure.id).state == Erasing.DONE
    assert not list(journal.verify(townships=[town.township]))


def test_everything_due_is_listed_what_came_back_too_and_the_page_says_what_comes(
    town: Town, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended = []
    for programme, values in (("volunteer", {"service": ["clean"]}), ("skills", {"skill": ["law"]})):
        ended.append(
            registers.enrol(
                person.id,
                programme=programme,
                values=values,
                origin=Origin(Source.SELF),
                actor=town.clerk,
                basis="self",
            )
        )
        registers.leave(ended[-1], why="ended", actor=town.clerk)
    assert [(one.programme.key, one.count) for one in queries.coming(town.supervisor)] == [("skills", 1)]
    assert queries.coming(town.worker) == []
    due = forgetting.due_for_erasure
    monkeypatch.setattr(forgetting, "due_for_erasure", lambda *a, **more: due(*a, **more, most=1))
    with clock.hold(clock.now() + timedelta(days=250)):
        assert commands.list_due(town.township) == 2
        rows = list(Erasure.objects.filter(township=town.township, programme="skills"))
        assert [one.key for one in queries.going(rows)[rows[0].id].fields] == ["skill"]
        commands.agree(erasure=rows[0].id, actor=town.supervisor)
        assert commands.list_due(town.township) == 0
        # As a backup would bring it back.
        Enrolment.objects.filter(township=town.township, programme="skills").update(erased_at=None)
        assert commands.list_due(town.township) == 1


def test_the_name_behind_a_sealed_programme_is_not_shown_to_those_who_do_not_read_it(
    town: Town, person: Person
) -> None:
    row = Erasure(person=person.id, programme="community_corrections", township=town.township)
    assert queries.hidden(town.clerk, row)
    row.programme = "volunteer"
    assert not queries.hidden(town.clerk, row)


def said_by_two(town: Town, person: Person) -> None:
    """They volunteer, and their trade was told twice and not alike."""
    told = Origin(Source.SELF)
    registers.enrol(
        person.id, programme="volunteer", values={}, origin=told, actor=town.clerk, basis="self"
    )  # fmt: skip
    for origin, trade in ((SENT, "木工"), (told, "瓦工")):
        registers.record(
            "person",
            township=town.township,
            subject=person.id,
            values={"occupation": trade},
            origin=origin,
            actor=town.clerk,
        )
    assert disputes(town.clerk).items


def test_somebody_who_moved_away_is_forgotten_once_two_agree_and_the_chain_stays_whole(
    town: Town, person: Person
) -> None:
    said_by_two(town, person)
    ask = asked(town, "deletion", words="我搬走了")
    registers.moved_away(person.id, actor=town.clerk)
    assert answered(town, ask) == "erasing"
    erasure = Erasure.objects.get(township=town.township)
    with pytest.raises(NotAllowed):
        commands.agree(erasure=erasure.id, actor=town.clerk)
    commands.agree(erasure=erasure.id, actor=town.supervisor)
    held = again(person)
    assert (held.name, held.values, held.phone, held.identity_number, held.born) == ("", {}, None, None, None)
    assert (held.identity_index, held.phone_index, held.sources, held.secret) == (None, None, {}, None)
    assert held.number == person.number
    assert (held.address, held.building) == (None, None)
    assert set(Enrolment.objects.filter(township=town.township).values_list("name_key", flat=True)) <= {""}
    assert not disputes(town.clerk).items, "nothing is left to be decided"
    assert signed_in(town.clerk).get(f"/registers/person/{person.id}/").status_code == 404
    assert str(person.id) not in signed_in(town.clerk).get("/registers/person/?state=moved").content.decode()
    assert "register.forgotten" in {entry.kind for entry in journal.entries_of(person.id)}
    assert not list(journal.verify(townships=[town.township]))


def test_an_erasure_may_be_kept_for_a_reason(town: Town, person: Person) -> None:
    ask = asked(town, "deletion", words="我搬走了")
    registers.moved_away(person.id, actor=town.clerk)
    answered(town, ask)
    erasure = Erasure.objects.get(township=town.township).id
    with pytest.raises(Invalid):
        commands.keep(erasure=erasure, why=" ", actor=town.supervisor)
    commands.keep(erasure=erasure, why="诉讼期间依法保存", actor=town.supervisor)
    assert Erasure.objects.one(erasure).state == Erasing.KEPT
    assert again(person).name == "王小样"


def test_unusual_look_ups_become_one_line_a_day_for_a_human(town: Town, person: Person) -> None:
    night = clock.now().replace(hour=15, minute=30) - timedelta(days=1)
    with clock.hold(night):
        for order in range(3):
            other = a_person(town, "赵小样", identity_number=a_number("19700101", order + 10))
            registers.open_values("person", other.id, purpose="visit", actor=town.worker)
    with clock.hold(night + timedelta(hours=2)):
        assert commands.watch(town.township) == 1
        assert commands.watch(town.township) == 0
    row = Oddity.objects.get(township=town.township)
    assert (row.rule, row.user, row.count) == ("at_night", town.worker.user, 3)
    found, _lines, looks = queries.oddity(town.auditor, row.id)
    assert (found, len(looks)) == (row, 3)
    for nobody in (town.clerk, town.supervisor, town.worker, town.admin):
        with pytest.raises(NotFound):
            queries.oddity(nobody, row.id)
    with pytest.raises(Invalid):
        commands.judge(oddity=row.id, judgement="open", word="看过", actor=town.auditor)
    commands.judge(oddity=row.id, judgement="justified", word="夜间走访", actor=town.auditor)
    assert Oddity.objects.one(row.id).state == Judgement.JUSTIFIED


def test_a_grid_worker_finds_nobody_of_another_grid_and_every_look_leaves_a_trace(
    town: Town, person: Person
) -> None:
    """Acceptance 21: sensitive classes hidden by default, looks logged, looking across grids refused."""
    with pytest.raises(NotFound):
        register_row("person", person.id, town.other_worker)
    with pytest.raises(NotFound):
        registers.open_values("person", person.id, purpose="visit", actor=town.other_worker)
    with pytest.raises(Invalid):
        registers.open_values("person", person.id, purpose="", actor=town.worker)
    opened = registers.open_values("person", person.id, purpose="visit", actor=town.worker)
    assert "identity_number" not in opened
    assert opened["phone"] == PHONE
    page = queries.looks(town.auditor, chosen=queries.looks_chosen({"purpose": "visit"}))
    assert [(one.user, one.subject) for one in page.items] == [(town.worker.user, person.id)]
    assert not queries.looks(town.supervisor, chosen=queries.looks_chosen({})).items


def test_a_programme_may_ask_for_two_visitors(town: Town, person: Person) -> None:
    """Acceptance 24: where a household is sensitive, nobody goes alone."""
    registers.enrol(
        person.id,
        programme="left_behind_child",
        values={},
        origin=Origin(Source.DOOR),
        actor=town.lead,
        since=localdate(clock.now()),
    )
    with pytest.raises(RuleBroken):
        registers.visit(registers.Call(subjects=(person.id,), outcome="met"), actor=town.lead)
    assert town.worker.user is not None
    both = registers.Call(subjects=(person.id,), outcome="met", beside=(town.worker.user,))
    registers.visit(both, actor=town.lead)
