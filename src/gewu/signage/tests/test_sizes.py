"""Sizes out of their range are said and refuse nothing; whoever looks after the place notes why they stay."""

import pytest

from gewu.kernel.access import Actor, Tier
from gewu.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, RuleBroken
from gewu.kernel.journal import entries_of
from gewu.kernel.remembered import remembered
from gewu.people.testing import an_actor, signed_in
from gewu.places import atlas
from gewu.places import queries as places
from gewu.places.commands import load_locality
from gewu.places.queries import Place
from gewu.places.testing import live_in
from gewu.signage import commands, queries

pytestmark = pytest.mark.django_db
REASON = "两栋公寓楼共用一个出入口，拆开后无人能进另一栋"


@pytest.fixture
def street() -> Place:
    township = remembered("jiefangbei", lambda: load_locality("jiefangbei"))
    atlas.forget()
    return places.area_by_code(str(township))


def grown(street: Place, households: int) -> Place:
    """The first grid with so many households now."""
    first = places.under(street.id, Tier.GRID)[0]
    cells = places.children(first.id)
    live_in({one.id: 0 for one in cells} | {cells[0].id: households})
    return places.area(first.id)


def boss(street: Place, role: str = "supervisor") -> Actor:
    return an_actor(role, street.id, door="desk")


def test_sixty_eight_grids_of_419_households_are_within_their_range_and_one_of_620_is_only_said(
    street: Place,
) -> None:
    grids = places.under(street.id, Tier.GRID)
    living = queries.staffed(street).complement.households
    counts = [living[grid.id] for grid in grids]
    assert (len(grids), sum(counts), round(sum(counts) / len(grids))) == (68, 28_491, 419)
    assert all(300 <= many <= 500 for many in counts)
    assert queries.staffed(street).sizes == []
    grid = grown(street, 620)
    found = queries.staffed(street).sizes
    assert [(one.area.id, one.households, one.low, one.high) for one in found] == [(grid.id, 620, 300, 500)]
    note = commands.note_size(area=grid.id, reason=REASON, actor=boss(street))
    assert (note.reason, note.households) == (REASON, 620)
    assert queries.size_notes([grid])[grid.id].id == note.id
    assert REASON not in str([entry.facts for entry in entries_of(note.id)])


def test_the_reason_is_noted_on_a_page_and_stands_beside_the_size(street: Place) -> None:
    grid, client = grown(street, 620), signed_in(boss(street))
    page = f"/desk/staffing/size/{grid.id}/"
    assert "300" in client.get(page).text
    assert client.post(page, {"reason": ""}).status_code == 422
    assert client.post(page, {"reason": REASON}).status_code == 302
    assert REASON in client.get("/desk/staffing/", {"show": "gaps"}).text
    assert REASON in client.get(page).text
    assert client.get("/api/v1/signage/staffing").json()["sizes"][0]["reason"] == REASON


def test_a_reason_needs_words_a_size_to_explain_and_somebody_in_charge(street: Place) -> None:
    grid = places.under(street.id, Tier.GRID)[0]
    with pytest.raises(RuleBroken):
        commands.note_size(area=grid.id, reason=REASON, actor=boss(street))
    grid = grown(street, 620)
    with pytest.raises(Invalid):
        commands.note_size(area=grid.id, reason=" ", actor=boss(street))
    with pytest.raises(NotAllowed):
        commands.note_size(area=grid.id, reason=REASON, actor=an_actor("gridworker", grid.id, door="field"))
    far = places.under(street.id, Tier.GRID)[-1]
    with pytest.raises(NotFound):
        commands.note_size(area=grid.id, reason=REASON, actor=an_actor("chief", far.path[-2], door="desk"))
    commands.note_size(area=grid.id, reason=REASON, actor=boss(street))
    with pytest.raises(Conflict):
        commands.note_size(area=grid.id, reason="别的", actor=boss(street), seen_version=7)
