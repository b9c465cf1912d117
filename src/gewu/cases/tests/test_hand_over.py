"""What lies in somebody's hands goes to named colleagues, alone or with leaving; nothing is dropped."""

from uuid import uuid4

import pytest
from django.test import Client

from gewu.cases.commands.hand_over import hand_over, hand_over_and_leave
from gewu.cases.models import Case, CaseParticipant
from gewu.cases.queries import case_file
from gewu.cases.queries.hands import in_hands_of, left_alone, open_work
from gewu.cases.tests.builders import Cast, a_case, move_on
from gewu.kernel import journal
from gewu.kernel.access import AccessClass, Actor
from gewu.kernel.errors import Conflict, NotAllowed, RuleBroken
from gewu.people import commands as people_commands
from gewu.people import queries as people
from gewu.people.queries import User
from gewu.people.testing import a_post, a_user, signed_in, user_of


@pytest.fixture
def leaver(cast: Cast) -> User:
    return user_of(cast.handler)


@pytest.fixture
def mate(cast: Cast) -> User:
    return a_user("handler", cast.town.street, organisation=cast.office, name="同事")


def holder(case: Case) -> object:
    return Case.objects.one(case.id).holder_user


def test_a_case_goes_to_a_colleague_who_can_go_on_with_it(cast: Cast, leaver: User, mate: User) -> None:
    case = a_case(cast, "handling")
    (handed,) = hand_over(person=leaver.id, to={case.id: mate.id}, actor=cast.admin)
    assert (handed.to, handed.problem, holder(case)) == (mate.id, "", mate.id)
    entry = journal.entries_of(case.id)[-1]
    assert entry.kind == "case.handed_over"
    assert CaseParticipant.objects.get(township=case.township, case_id=case.id).user == mate.id
    mine = people.actor_of(mate, door="desk")
    story = case_file(mine, case.id).story
    assert story[-1].kind == "case.handed_over"
    assert move_on(case, "handle", mine, report="换了新桶盖").stage == "handled"


def test_the_person_hands_over_and_strangers_do_not(cast: Cast, leaver: User, mate: User) -> None:
    case = a_case(cast, "handling")
    for stranger in (cast.dispatcher, cast.chief, people.actor_of(mate, door="desk")):
        with pytest.raises(NotAllowed):
            hand_over(person=leaver.id, to={case.id: mate.id}, actor=stranger)
    hand_over(person=leaver.id, to={case.id: mate.id}, actor=cast.handler)
    assert holder(case) == mate.id


def test_an_administrator_hands_over_nothing_of_a_higher_person(cast: Cast, leaver: User, mate: User) -> None:
    case = a_case(cast, "handling")
    a_post(leaver, "overseer", cast.town.county)
    with pytest.raises(NotAllowed):
        hand_over(person=leaver.id, to={case.id: mate.id}, actor=cast.admin)


def test_each_row_has_its_own_result(cast: Cast, leaver: User, mate: User) -> None:
    good, sealed, elsewhere, gone = (a_case(cast, "handling") for _ in range(4))
    Case.objects.filter(township=sealed.township, id=sealed.id).update(access_class=AccessClass.SEALED)
    move_on(gone, "handle", cast.handler, report="换了新桶盖")
    Case.objects.filter(township=gone.township, id=gone.id).update(holder_user=mate.id)
    outsider = user_of(cast.other_handler)
    to = {good.id: mate.id, sealed.id: mate.id, elsewhere.id: outsider.id, gone.id: mate.id}
    done = {one.case: one for one in hand_over(person=leaver.id, to=to, actor=cast.admin)}
    assert done[good.id].to == mate.id
    for case in (sealed, elsewhere, gone):
        assert done[case.id].to is None
        assert done[case.id].problem
    assert [holder(case) for case in (good, sealed, elsewhere)] == [mate.id, leaver.id, leaver.id]


@pytest.mark.parametrize("who", ["nobody", "locked", "the leaver", "ended"])
def test_who_is_no_successor(cast: Cast, leaver: User, mate: User, who: str) -> None:
    case = a_case(cast, "handling")
    named = {"nobody": uuid4(), "the leaver": leaver.id}.get(who, mate.id)
    if who == "locked":
        User.objects.filter(id=mate.id).update(is_active=False)
    if who == "ended":
        mate.posts.all().delete()
    (handed,) = hand_over(person=leaver.id, to={case.id: named}, actor=cast.admin)
    assert (handed.to, holder(case)) == (None, leaver.id)


def test_nobody_leaves_with_open_work_in_hand(cast: Cast, leaver: User, mate: User) -> None:
    cases = [a_case(cast, "handling") for _ in range(2)]
    assert people.open_work_of(leaver) == 2
    with pytest.raises(RuleBroken):
        people_commands.leave(user_id=leaver.id, actor=cast.admin)
    handed, left = hand_over_and_leave(
        person=leaver.id, to={cases[0].id: mate.id}, actor=cast.admin, seen_version=leaver.version
    )
    assert (len(handed), left) == (1, False)
    assert User.objects.get(id=leaver.id).is_active
    handed, left = hand_over_and_leave(
        person=leaver.id, to={cases[1].id: mate.id}, actor=cast.admin, seen_version=leaver.version
    )
    assert (len(handed), left) == (1, True)
    assert not User.objects.get(id=leaver.id).is_active
    assert [holder(case) for case in cases] == [mate.id, mate.id]


def test_an_older_copy_of_the_person_undoes_the_handing_over_too(
    cast: Cast, leaver: User, mate: User
) -> None:
    case = a_case(cast, "handling")
    with pytest.raises(Conflict):
        hand_over_and_leave(
            person=leaver.id, to={case.id: mate.id}, actor=cast.admin, seen_version=leaver.version + 1
        )
    assert holder(case) == leaver.id


def test_work_of_ended_posts_is_still_in_their_hands(cast: Cast, leaver: User) -> None:
    a_case(cast, "handling")
    leaver.posts.update(last_day=people.today().replace(year=2020))
    assert people.open_work_of(leaver) == 1


def test_an_office_with_work_is_not_closed(cast: Cast, mate: User) -> None:
    a_case(cast, "dispatched")
    a_case(cast, "handling")
    office = people.organisation(cast.office)
    assert open_work(scopes=people.scopes_of(mate), user=None, organisation=cast.office) == 2
    assert people.open_work_in(office) == 2


def test_posts_that_nobody_else_holds_are_named_with_what_waits_there(cast: Cast, leaver: User) -> None:
    a_case(cast, "dispatched")
    (alone,) = left_alone(leaver)
    assert (alone.role, alone.waiting) == ("handler", 1)
    a_user("handler", cast.town.street, organisation=cast.office)
    assert left_alone(leaver) == ()
    worker = user_of(cast.gridworker)
    a_case(cast, "verifying")
    assert [(one.role, one.waiting) for one in left_alone(worker)] == [("gridworker", 2)]


def test_whoever_hands_over_sees_no_words(cast: Cast, leaver: User, mate: User) -> None:
    case = a_case(cast, "handling", text="垃圾桶盖坏了，招苍蝇，很臭")
    page = signed_in(cast.admin).get(f"/desk/people/{leaver.id}/leave/").content.decode()
    assert case.number in page
    assert "招苍蝇" not in page
    (row,) = in_hands_of(leaver)
    assert [one.id for one in row.successors] == [mate.id]


def _post(browser: Client, leaver: User, **form: str) -> object:
    return browser.post(f"/desk/people/{leaver.id}/leave/", {"seen_version": str(leaver.version), **form})


def test_the_page_hands_all_over_at_once_and_lets_go(cast: Cast, leaver: User, mate: User) -> None:
    cases = [a_case(cast, "handling") for _ in range(3)]
    third = a_user("handler", cast.town.street, organisation=cast.office)
    browser = signed_in(cast.admin)
    form = {"all": str(mate.id), f"to-{cases[2].id}": str(third.id)}
    shown = _post(browser, leaver, what="hand", **form)
    assert shown.status_code == 200  # type: ignore[attr-defined]
    assert [holder(case) for case in cases] == [mate.id, mate.id, third.id]
    left = _post(browser, leaver, what="leave")
    assert left.status_code == 302  # type: ignore[attr-defined]
    assert people.state_of(User.objects.get(id=leaver.id)) == "left"


def test_what_would_wait_without_anybody_must_have_been_seen(cast: Cast, leaver: User) -> None:
    a_case(cast, "dispatched")
    browser = signed_in(cast.admin)
    assert _post(browser, leaver, what="leave").status_code == 422  # type: ignore[attr-defined]
    assert User.objects.get(id=leaver.id).is_active
    assert _post(browser, leaver, what="leave", understood="yes").status_code == 302  # type: ignore[attr-defined]


def test_a_session_of_whoever_left_is_over(cast: Cast, leaver: User) -> None:
    browser: Client = signed_in(people.actor_of(leaver, door="desk"))
    assert browser.get("/desk/").status_code == 200
    admin: Actor = cast.admin
    people_commands.leave(user_id=leaver.id, actor=admin)
    assert browser.get("/desk/")["Location"].startswith("/accounts/login/")
