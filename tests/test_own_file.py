"""A person's own file has what the other rooms hold of them: own reports, and lists that left the house."""

import pytest

from gewu.cases import guards
from gewu.cases.commands import report_case
from gewu.cases.tests.builders import a_report
from gewu.catalogue.commands import publish_definitions
from gewu.deadlines.testing import quiet_calendars
from gewu.exchange.commands import Wanted, take
from gewu.registers.tests.builders import a_number, a_person, a_town
from gewu.rights.sections import sections

pytestmark = pytest.mark.django_db


def test_the_file_says_what_i_reported_and_which_lists_named_me() -> None:
    quiet_calendars()
    publish_definitions(guards=guards.NAMES)
    town = a_town()
    phone = "13912345678"
    person = a_person(town, "王小样", identity_number=a_number(), phone=phone)
    a_person(town, "李四", household=person.household, relation="other", identity_number=a_number(order=2))
    report_case(report=a_report(name="王小样", phone=phone, text="井盖坏了"), actor=town.clerk)
    # Whoever shares the phone reported this one.
    report_case(report=a_report(name="李四", phone=phone, text="路灯不亮"), actor=town.clerk)
    columns = (("name", ""), ("phone", ""))
    take(Wanted("person", columns, full=True), form="csv", purpose="check", confirmed=False, actor=town.clerk)
    counted = Wanted("person", columns, count_by="sex")
    take(counted, form="csv", purpose="report", confirmed=False, actor=town.clerk)
    reported, went_out = sections(person, "zh-hans")
    assert [line.below for line in reported.lines] == ["井盖坏了"]
    assert [(line.told, line.below) for line in went_out.lines] == [("检查审计", "姓名、联系电话 (完整)")]
