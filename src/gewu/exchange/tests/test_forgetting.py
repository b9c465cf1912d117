"""What the registers erase goes from what the exchange keeps of it."""

from uuid import UUID

import pytest

from gewu.exchange import commands
from gewu.exchange.commands import Only, Wanted
from gewu.exchange.editions import Kept, kept_of
from gewu.exchange.models import Edition, Pair
from gewu.exchange.tests.steps import Desk, table
from gewu.exchange.tests.test_pairs import a_person, the_pair
from gewu.kernel import journal
from gewu.kernel.errors import RuleBroken
from gewu.kernel.jobs import run_due
from gewu.registers import commands as registers
from gewu.registers.commands import forgetting
from gewu.registers.sources import Origin, Source

pytestmark = pytest.mark.django_db
COLUMNS = (("name", ""), ("phone", ""))


def a_month(desk: Desk, name: str, *, count_by: str = "", programme: str = "") -> UUID:
    wanted = Wanted("person", COLUMNS, count_by=count_by, office="某科", only=Only(programme=programme))
    table_id = commands.keep_table(wanted, name=name, actor=desk.clerk)
    return commands.make_now(table_id=table_id, actor=desk.clerk)


def held(edition_id: UUID) -> Kept:
    kept = kept_of(Edition.objects.one(edition_id))
    assert kept is not None
    return kept


def test_who_was_erased_goes_from_every_month_and_cannot_be_brought_back_by_parting(desk: Desk) -> None:
    goes, twin, stays = a_person(desk, phone="13806320001"), a_person(desk), a_person(desk, name="李小样")
    pair = the_pair(desk)
    commands.unite_pair(pair_id=pair.id, winner=goes, actor=desk.clerk)
    listed, counted = a_month(desk, "名单"), a_month(desk, "统计", count_by="sex")
    registers.moved_away(goes, actor=desk.clerk)
    forgetting.forget_person(goes, actor=desk.clerk)
    run_due()
    kept = held(listed)
    assert (len(kept.lines), list(kept.subjects)) == (1, [stays])
    assert "13806320001" not in kept.packed
    assert held(counted).counts == {"": 2}
    assert goes not in held(counted).subjects
    row = Edition.objects.one(listed)
    assert row.rows == 1
    assert [entry.kind for entry in journal.entries_of(listed)][-1] == "exchange.table_thinned"
    assert not list(journal.verify(townships=[row.township]))
    assert Pair.objects.one(pair.id).before is None
    with pytest.raises(RuleBroken):
        commands.part_pair(pair_id=pair.id, actor=desk.clerk)
    assert table("Person").objects.one(twin).name == ""


def test_who_withdrew_goes_from_the_months_of_that_programme_only(desk: Desk) -> None:
    person = a_person(desk)
    enrolment = registers.enrol(
        person, programme="volunteer", values={}, origin=Origin(source=Source.WINDOW), actor=desk.clerk,
        basis="self",
    )  # fmt: skip
    of_all, volunteers = a_month(desk, "全部"), a_month(desk, "志愿者", programme="volunteer")
    assert list(held(volunteers).subjects) == [person]
    registers.leave(enrolment, why="withdrawn", actor=desk.clerk)
    run_due()
    assert list(held(volunteers).subjects) == []
    assert list(held(of_all).subjects) == [person]
