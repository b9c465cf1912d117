"""Publishing a calendar year: who may, what follows, and what is refused."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from gewu.deadlines import queries
from gewu.deadlines.commands import publish_year
from gewu.deadlines.models import CalendarEdition
from gewu.deadlines.rules import Limit, Unit
from gewu.kernel import clock, journal
from gewu.kernel.errors import Invalid, NotAllowed, RuleBroken
from gewu.people.testing import an_actor
from gewu.places import queries as places
from gewu.places.testing import TinyTown, tiny_town

pytestmark = pytest.mark.django_db

ZONE = ZoneInfo("Asia/Shanghai")
SHEET = "2027-01-01,holiday,元旦\n"
NOTICE = "国办发明电〔2026〕9号"


@pytest.fixture
def town() -> TinyTown:
    return tiny_town()


def _home(town: TinyTown) -> int:
    return places.area(town.street).home


def test_a_published_year_moves_provisional_deadlines_and_makes_them_certain(town: TinyTown) -> None:
    home, start = _home(town), datetime(2026, 12, 31, 17, tzinfo=ZONE)
    before = queries.due(home, start, Limit(8, Unit.WORK_HOUR))
    publish_year(home=home, year=2027, document=NOTICE, sheet=SHEET, actor=an_actor("admin", town.street))
    after = queries.due(home, start, Limit(8, Unit.WORK_HOUR))
    assert (before.moment, before.provisional) == (datetime(2027, 1, 1, 17, tzinfo=ZONE), True)
    assert (after.moment, after.provisional) == (datetime(2027, 1, 4, 17, tzinfo=ZONE), False)


def test_a_year_published_above_holds_below_until_the_place_has_its_own(town: TinyTown) -> None:
    home, county = _home(town), places.area(town.county).home
    above, own = an_actor("admin", town.county), an_actor("admin", town.street)
    publish_year(home=county, year=2027, document="县", sheet=SHEET, actor=above)
    assert queries.year_of(home, 2027).home == county
    publish_year(home=home, year=2027, document="街道", sheet="2027-01-04,holiday,\n", actor=own)
    publish_year(home=county, year=2027, document="县二", sheet="2027-02-05,holiday,\n", actor=above)
    found = queries.year_of(home, 2027)
    assert (found.document, [one.day for one in found.days]) == ("街道", [date(2027, 1, 4)])
    assert [one.document for one in queries.editions_of(home, 2027)] == ["县二", "街道", "县"]


def test_a_correction_is_the_next_edition_and_a_known_year_can_be_corrected(town: TinyTown) -> None:
    home, admin = _home(town), an_actor("admin", town.street)
    assert queries.year_of(home, 2026).published
    publish_year(home=home, year=2026, document="甲", sheet="2026-12-24,holiday,\n", actor=admin)
    publish_year(home=home, year=2026, document="乙", sheet="2026-12-25,holiday,\n", actor=admin)
    found = queries.year_of(home, 2026)
    assert (found.number, found.document) == (2, "乙")
    assert CalendarEdition.objects.filter(township=home).count() == 2


def test_publishing_is_journalled(town: TinyTown) -> None:
    home = _home(town)
    publish_year(home=home, year=2027, document=NOTICE, sheet=SHEET, actor=an_actor("admin", town.street))
    edition = CalendarEdition.objects.filter(township=home).get()
    (entry,) = journal.entries_of(edition.id)
    assert entry.kind == "calendar.published"
    assert entry.facts["year"] == 2027


@pytest.mark.parametrize("role", ["clerk", "dispatcher", "auditor"])
def test_only_an_administrator_publishes(town: TinyTown, role: str) -> None:
    with pytest.raises(NotAllowed):
        publish_year(
            home=_home(town), year=2027, document=NOTICE, sheet=SHEET, actor=an_actor(role, town.street)
        )
    assert not CalendarEdition.objects.filter(township=_home(town)).exists()


def test_an_administrator_does_not_publish_above_his_place(town: TinyTown) -> None:
    with pytest.raises(NotAllowed):
        publish_year(
            home=places.area(town.county).home,
            year=2027,
            document=NOTICE,
            sheet=SHEET,
            actor=an_actor("admin", town.street),
        )


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"year": 1999}, "year"),
        ({"year": 2040}, "year"),
        ({"document": "  "}, "document"),
        ({"document": "号" * 81}, "document"),
        ({"sheet": "nonsense"}, "days"),
    ],
)
def test_what_cannot_be_taken_is_refused_and_nothing_is_kept(
    town: TinyTown, changes: dict[str, object], field: str
) -> None:
    given: dict[str, object] = {"year": 2027, "document": NOTICE, "sheet": SHEET, **changes}
    with pytest.raises(Invalid) as refused:
        publish_year(home=_home(town), actor=an_actor("admin", town.street), **given)  # type: ignore[arg-type] # a table of wrong values
    assert list(refused.value.fields) == [field]
    assert not CalendarEdition.objects.filter(township=_home(town)).exists()


def test_the_same_days_again_are_no_new_edition(town: TinyTown) -> None:
    home, admin = _home(town), an_actor("admin", town.street)
    publish_year(home=home, year=2027, document=NOTICE, sheet=SHEET, actor=admin)
    with pytest.raises(RuleBroken):
        publish_year(home=home, year=2027, document="again", sheet=SHEET, actor=admin)


def test_the_library_agrees_with_what_the_field_notes_say_of_2026(town: TinyTown) -> None:
    with clock.hold(datetime(2026, 11, 20, 8, tzinfo=ZONE)):
        calendar = queries.calendar_of(_home(town))
    days = [date.fromordinal(n) for n in range(date(2026, 1, 1).toordinal(), date(2027, 1, 1).toordinal())]
    assert sum(calendar.works(day) for day in days) == 248
    made_up = [day.strftime("%m-%d") for day in days if day.weekday() >= 5 and calendar.works(day)]
    assert made_up == ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"]
