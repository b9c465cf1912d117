"""Looking for a person: by what they left, for a purpose, within what one may see, and never unseen."""

import pytest
from django.db import connection

from gewu.cases.commands import index_names
from gewu.cases.tests.builders import NAME, PHONE, Cast, a_case
from gewu.finding import commands, queries
from gewu.finding.models import Lookup
from gewu.kernel.errors import Invalid, NotAllowed
from gewu.kernel.journal import entries_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("by", "value"), [("phone", PHONE), ("phone", "+86 139-1234-5678"), ("name", "王 小样")]
)
def test_a_person_is_found_by_the_phone_or_the_name_they_left(cast: Cast, by: str, value: str) -> None:
    case = a_case(cast, name=NAME, phone=PHONE)
    a_case(cast, name="李别人", phone="13900000000")
    sought = commands.look_for(by=by, value=value, purpose="asks", actor=cast.clerk)
    assert [row.number for row in sought.rows] == [case.number]


def test_half_a_name_finds_nobody(cast: Cast) -> None:
    a_case(cast, name=NAME, phone=PHONE)
    assert commands.look_for(by="name", value="王小", purpose="asks", actor=cast.clerk).rows == ()


def test_every_look_is_kept_without_saying_whom(cast: Cast) -> None:
    a_case(cast, name=NAME, phone=PHONE)
    commands.look_for(by="phone", value=PHONE, purpose="repeat", actor=cast.clerk)
    (row,) = Lookup.objects.visible_to(cast.auditor)
    (entry,) = entries_of(row.id)
    assert (row.user, row.found, entry.purpose) == (cast.clerk.user, 1, "repeat")
    assert PHONE not in str(entry.facts)
    assert [one.id for one in queries.lookups(cast.auditor, after=None).items] == [row.id]
    assert queries.lookups(cast.clerk, after=None).items == ()


def test_it_is_for_those_who_answer_the_phone(cast: Cast) -> None:
    for actor in (cast.gridworker, cast.handler, cast.chief, cast.admin, cast.neighbour, cast.overseer):
        with pytest.raises(NotAllowed):
            commands.look_for(by="phone", value=PHONE, purpose="asks", actor=actor)
    assert not Lookup.objects.filter(township=cast.town.township).exists()


@pytest.mark.parametrize(
    "asked",
    [
        {"by": "id"},
        {"purpose": ""},
        {"purpose": "curious"},
        {"value": ""},
        {"value": "12"},
        {"by": "name", "value": "王"},
    ],
    ids=str,
)
def test_what_cannot_be_looked_for_is_refused(cast: Cast, asked: dict[str, str]) -> None:
    with pytest.raises(Invalid):
        commands.look_for(**({"by": "phone", "value": PHONE, "purpose": "asks"} | asked), actor=cast.clerk)


def test_names_kept_before_there_was_an_index_become_findable(cast: Cast) -> None:
    case = a_case(cast, name=NAME)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cases_casereporter SET name_index = NULL WHERE township = %s", [case.township])
    assert commands.look_for(by="name", value=NAME, purpose="asks", actor=cast.clerk).rows == ()
    assert index_names(case.township, most=10) == 1
    assert index_names(case.township, most=10) == 0
    assert len(commands.look_for(by="name", value=NAME, purpose="asks", actor=cast.clerk).rows) == 1
