"""Cards and plates of the demo town: most doors have one, three plates do not hang as they should."""

import pytest

from gewu.cases import queries as cases
from gewu.kernel import journal
from gewu.people.queries import today
from gewu.places import queries as places
from gewu.signage import queries
from gewu.signage.models import Handout, Plate, WorkCard
from gewu.simulator import portraits
from gewu.simulator.plating import AGREED, hang_out


@pytest.fixture
def hung(wenhualu: str) -> places.Place:
    township = places.locality(wenhualu).township
    hang_out(township)
    return places.area_by_code(str(township))


def test_cards_are_at_three_fifths_of_the_doors_or_more_and_three_plates_are_work(hung: places.Place) -> None:
    whole, _parts = queries.parts_of(hung, today())
    assert whole.cards.share
    assert 60 <= whole.cards.share < 100
    assert (whole.plates.damaged, whole.plates.missing) == (2, 1)
    wrong = Plate.objects.filter(township=hung.home, state__in=["damaged", "missing"])
    assert all(row.case_id and cases.still_open(row.case_id) for row in wrong)
    by_grid = [
        part
        for area in places.under(hung.id, places.Tier.GRID)
        for part in [queries.parts_of(area, today())[0]]
    ]
    shares = [part.cards.share for part in by_grid[:12] if part.cards.share is not None]
    assert shares
    assert all(60 <= share <= 100 for share in shares)
    assert WorkCard.objects.filter(township=hung.home).exclude(photo=None).count() == AGREED
    assert journal.entries_of(Handout.objects.filter(township=hung.home)[0].id)


def test_a_face_is_the_same_every_time_and_differs_from_others() -> None:
    assert portraits.draw("a") == portraits.draw("a") != portraits.draw("b")
