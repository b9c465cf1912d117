"""What people's rights ask for: somebody who asks, something to be erased, unusual look-ups."""

from uuid import UUID

from gewu.kernel import clock
from gewu.kernel.ids import new_id
from gewu.registers import commands as registers
from gewu.registers.commands import record
from gewu.registers.queries.own import Person
from gewu.registers.sources import Origin, Source
from gewu.registers.tests.builders import a_number
from gewu.registers.values import At
from gewu.rights.commands import Answer, Asking, ask_at_window, grant
from gewu.rights.models import Ask, Erasure, Oddity
from tests.access.registering import Manned

CARD = a_number("19620305", 77)


def a_person(town: Manned) -> UUID:
    """Somebody in A1, with a number that was given to nobody."""
    found = Person.objects.filter(township=town.tiny.township, name="王小样").first()
    if found:
        return found.id
    clerk, door = town.actor("clerk"), Origin(Source.DOOR, checked=True)
    at = At(address=town.tiny.building_1)
    township = town.tiny.township
    flat = {"door": "1单元101室", "use": "own"}
    dwelling = record("dwelling", township=township, values=flat, origin=door, actor=clerk, at=at).id
    family = {"kind": "family"}
    home = At(dwelling=dwelling)
    household = record("household", township=township, values=family, origin=door, actor=clerk, at=home).id
    values = {"name": "王小样", "identity_number": CARD, "phone": "13912345678"}
    here = At(household=household, relation="head")
    return record("person", township=township, values=values, origin=door, actor=clerk, at=here).id


def an_ask(town: Manned) -> UUID:
    """A correction that waits for an answer."""
    a_person(town)
    open_now = Ask.objects.filter(township=town.tiny.township, kind="correction", state="open").first()
    if open_now:
        return open_now.id
    asking = Asking("correction", CARD, field="phone", value="13800001111", words="换号码了")
    return ask_at_window(asking=asking, actor=town.actor("clerk"))


def a_granted_file(town: Manned) -> UUID:
    a_person(town)
    ask = ask_at_window(asking=Asking("file", CARD), actor=town.actor("clerk"))
    grant(ask=ask, answer=Answer("请收好", "open"), actor=town.actor("clerk"))
    return ask


def an_erasure(town: Manned) -> UUID:
    """Of a volunteer whose time is over: proposed by nobody."""
    person = a_person(town)
    waiting = Erasure.objects.filter(township=town.tiny.township, state="due").first()
    if waiting:
        return waiting.id
    clerk = town.actor("clerk")
    enrolment = registers.enrol(
        person,
        programme="volunteer",
        values={"service": ["clean"]},
        origin=Origin(Source.SELF),
        actor=clerk,
        basis="self",
    )
    registers.leave(enrolment, why="ended", actor=clerk)
    erasure = Erasure.objects.create(
        id=new_id(town.tiny.township),
        township=town.tiny.township,
        person=person,
        enrolment=enrolment,
        programme="volunteer",
        in_community=town.tiny.north,
        because="retention",
        due_at=clock.now(),
    )
    return erasure.id


def unusual(town: Manned) -> UUID:
    person, user = a_person(town), town.actor("gridworker").user
    found = Oddity.objects.filter(township=town.tiny.township).first()
    if found:
        return found.id
    row = Oddity.objects.create(
        id=new_id(town.tiny.township),
        township=town.tiny.township,
        rule="at_night",
        user=user,
        day=clock.now().date(),
        first_at=clock.now(),
        last_at=clock.now(),
        count=1,
        subjects=[person],
    )
    return row.id
