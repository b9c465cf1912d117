"""An entry tells those whom the rules name, once, and nobody else."""

from datetime import date

import pytest
from django.apps import apps
from django.utils.translation import override

from gewu.cases.commands import open_part
from gewu.cases.tests.builders import Cast, a_case, move_on
from gewu.kernel.access import AccessClass
from gewu.kernel.errors import NotFound
from gewu.kernel.jobs import run_due
from gewu.kernel.models import Entry
from gewu.notices.commands import mark_all_read, mark_read, tell
from gewu.notices.models import Message
from gewu.notices.queries import inbox as inboxes
from gewu.notices.tests.helping import templates, told
from gewu.people.commands import Appointment, give_post

pytestmark = pytest.mark.django_db


def test_an_office_hears_of_what_it_is_offered(cast: Cast) -> None:
    case = a_case(cast, "dispatched")
    (line,) = told(cast.handler)
    assert case.number in line.text
    assert (line.case_id, line.is_read) == (case.id, False)
    assert line.title.startswith("请签收：")
    assert told(cast.other_handler) == []


def test_a_message_is_read_in_the_language_of_its_reader(cast: Cast) -> None:
    a_case(cast, "dispatched")
    run_due()
    with override("en"):
        (line,) = inboxes.inbox(cast.handler).items
    assert line.title.startswith("Please accept: ")
    assert "{" not in line.text


def test_nobody_is_told_of_what_they_did_themselves(cast: Cast) -> None:
    a_case(cast, "returned")
    assert templates(cast.dispatcher) == ["case_returned"]
    assert "case_returned" not in templates(cast.handler)


def test_an_entry_tells_a_person_once_however_often_its_job_runs(cast: Cast) -> None:
    case = a_case(cast, "dispatched")
    before = len(told(cast.handler))
    for entry in Entry.objects.filter(township=case.township, subject_id=case.id):
        tell(entry)
    assert len(told(cast.handler)) == before == 1


def test_what_is_closely_held_is_told_only_to_those_who_may_read_it(cast: Cast) -> None:
    case = a_case(cast, "handling")
    run_due()
    cases = apps.get_model("cases", "Case").objects.filter(township=case.township, id=case.id)
    cases.update(access_class=AccessClass.PROTECTED)
    move_on(case, "handle", cast.handler, report="换好了")
    assert "case_to_check" not in templates(cast.checker)


def test_checkers_hear_of_what_is_done(cast: Cast) -> None:
    a_case(cast, "handled")
    assert templates(cast.checker) == ["case_to_check"]


def test_a_reporter_with_an_account_hears_how_it_goes(cast: Cast) -> None:
    case = a_case(cast, "checked", by=cast.resident)
    move_on(case, "close", cast.clerk, standard="mended", reply="已经修好了，谢谢您")
    assert templates(cast.resident) == ["report_closed", "report_received"]
    assert templates(cast.neighbour) == []


def test_an_unhappy_answer_reaches_the_chief_and_the_handlers(cast: Cast) -> None:
    case = a_case(cast, "closed")
    move_on(case, "rate", cast.clerk, contacted=True, solved="no", rating=1)
    assert templates(cast.chief)[0] == templates(cast.handler)[0] == "case_unhappy"


def test_a_new_post_is_told_to_its_holder(cast: Cast) -> None:
    assert cast.clerk.user
    wanted = Appointment(
        user=cast.clerk.user, role="checker", area=cast.town.street, first_day=date(2026, 11, 22)
    )
    give_post(appointment=wanted, actor=cast.admin)
    assert templates(cast.clerk) == ["post_given"]


def test_reading_lowers_the_count(cast: Cast) -> None:
    a_case(cast, "dispatched")
    a_case(cast, "dispatched")
    first, _second = told(cast.handler)
    assert inboxes.unread(cast.handler) == 2
    mark_read(message_id=first.id, actor=cast.handler)
    assert inboxes.unread(cast.handler) == 1
    assert mark_all_read(actor=cast.handler) == 1
    assert inboxes.unread(cast.handler) == 0


def test_a_message_of_somebody_else_is_not_there(cast: Cast) -> None:
    a_case(cast, "dispatched")
    (line,) = told(cast.handler)
    with pytest.raises(NotFound):
        mark_read(message_id=line.id, actor=cast.clerk)
    assert Message.objects.one(line.id).read_at is None


def test_the_holder_of_a_whole_hears_of_its_parts(cast: Cast) -> None:
    whole = a_case(cast, "handling")
    open_part(case_id=whole.id, category="010137", text="旁边的灯也坏了", actor=cast.dispatcher)
    assert templates(cast.handler)[0] == "case_part_opened"
