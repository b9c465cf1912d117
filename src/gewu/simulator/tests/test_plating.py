"""Cards and plates of the demo town: most doors have one, three plates do not hang as they should."""

import pytest

from gewu.cases import queries as cases
from gewu.kernel import journal
from gewu.people.queries import today
from gewu.places import queries as places
from gewu.signage import queries
from gewu.signage.queries.cards import agreed_by
from gewu.simulator import portraits
from gewu.simulator.plating import AGREED, hang_out


@pytest.fixture
def hung(wenhualu: str) -> places.Place:
    township = places.locality(wenhualu).township
    hang_out(township)
    return places.area_by_code(str(township))


def test_cards_are_at_three_fifths_of_the_doors_or_more_and_three_plates_are_work(hung: places.Place) -> None:
    whole, parts = queries.parts_of(hung, today())
    assert whole.cards.share
    assert 60 <= whole.cards.share < 100
    assert (whole.plates.damaged, whole.plates.missing) == (2, 1)
    shares = [part.cards.share for part in parts if part.cards.share is not None]
    assert shares
    assert all(60 <= share <= 100 for share in shares)
    houses = queries.houses_of(hung.id)
    wrong = [plate for house in houses for plate in house.plates if plate.case_id]
    assert len(wrong) == 3
    assert all(plate.case_id and cases.still_open(plate.case_id) for plate in wrong)
    assert journal.entries_of(next(house.handout.id for house in houses if house.handout))
    contacts = queries.contacts_of(queries.carded_under(hung)).values()
    agreed = agreed_by(post for one in contacts for post in one.posts)
    assert sum(card.photo is not None for card in agreed.values()) == AGREED


def test_a_face_is_the_same_every_time_and_differs_from_others() -> None:
    assert portraits.draw("a") == portraits.draw("a") != portraits.draw("b")
