"""Agreeing and taking back, cards at the doors, plates and the case that damage becomes, print runs."""

from datetime import timedelta

import pytest

from gewu.cases import queries as cases
from gewu.cases.tests.builders import Cast
from gewu.kernel.access import Actor
from gewu.kernel.errors import Conflict, DomainError, Invalid, NotAllowed, NotFound, RuleBroken
from gewu.kernel.files import File
from gewu.kernel.journal import entries_of
from gewu.people import queries as people
from gewu.people.queries import Post
from gewu.places import queries as places
from gewu.signage import commands, queries
from gewu.signage.models import Plate
from gewu.signage.rules import Handed
from gewu.signage.tests.helping import a_plate, a_portrait

pytestmark = pytest.mark.django_db


def card_of(cast: Cast) -> queries.GridCard:
    return queries.card_at(places.area(cast.town.a1).code, "zh-hans")


def test_a_card_names_the_person_and_shows_no_more_than_they_agreed_to(cast: Cast) -> None:
    first = card_of(cast).contacts[0]
    assert (first.user, first.phone, first.photo) == (cast.gridworker.user, "", None)
    commands.agree_to_phone(phone="0632-555 0101", agreed=True, actor=cast.gridworker)
    shown = commands.agree_to_photo(photo=a_portrait(), agreed=True, actor=cast.gridworker)
    first = card_of(cast).contacts[0]
    assert (first.phone, first.photo) == ("0632-555 0101", shown.photo)
    assert shown.photo
    assert queries.portrait(places.area(cast.town.a1).code, shown.photo).id == shown.photo


def test_what_is_taken_back_is_off_the_card_at_once_and_kept_no_longer(cast: Cast) -> None:
    commands.agree_to_phone(phone="0632-555 0101", agreed=True, actor=cast.gridworker)
    shown = commands.agree_to_photo(photo=a_portrait(), agreed=True, actor=cast.gridworker)
    assert shown.photo
    commands.take_back_phone(actor=cast.gridworker)
    commands.take_back_photo(actor=cast.gridworker)
    assert (card_of(cast).contacts[0].phone, card_of(cast).contacts[0].photo) == ("", None)
    assert not File.objects.filter(township=shown.township, id=shown.photo).exists()
    with pytest.raises(NotFound):
        queries.portrait(places.area(cast.town.a1).code, shown.photo)
    with pytest.raises(NotFound):
        commands.take_back_phone(actor=cast.gridworker)
    kinds = [entry.kind for entry in entries_of(shown.id)]
    assert kinds == ["signage.agreed"] * 2 + ["signage.withdrawn"] * 2
    assert "555" not in str([entry.facts for entry in entries_of(shown.id)])


def test_nothing_is_shown_without_the_persons_own_yes(cast: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        commands.agree_to_phone(phone="0632-555 0101", agreed=False, actor=cast.gridworker)
    assert "agreed" in refused.value.fields
    with pytest.raises(Invalid):
        commands.agree_to_phone(phone="call me", agreed=True, actor=cast.gridworker)
    with pytest.raises(NotAllowed):
        commands.agree_to_photo(photo=a_portrait(), agreed=True, actor=cast.resident)


def test_from_the_day_a_post_has_ended_nobody_of_it_is_on_the_card(cast: Cast) -> None:
    commands.agree_to_phone(phone="0632-555 0101", agreed=True, actor=cast.gridworker)
    Post.objects.filter(user=cast.gridworker.user, area=cast.town.a1).update(
        last_day=people.today() - timedelta(days=1)
    )
    users = {contact.user for contact in card_of(cast).contacts}
    assert cast.gridworker.user not in users
    assert card_of(cast).above


def test_cards_are_noted_house_by_house_and_counted_by_households(cast: Cast) -> None:
    commands.note_handout(
        address=cast.town.building_1, handed=Handed(24, 2, 4), actor=cast.gridworker, receipt="r1"
    )
    row = commands.note_handout(
        address=cast.town.building_1, handed=Handed(24, 2, 4), actor=cast.gridworker, receipt="r1"
    )
    assert row.version == 1
    whole, _parts = queries.parts_of(places.area(cast.town.a1), people.today())
    assert (whole.cards.households, whole.cards.delivered, whole.cards.share) == (60, 24, 40.0)
    assert (whole.cards.refused, whole.cards.nobody, whole.cards.waiting) == (2, 4, 34)


def test_cards_that_name_somebody_else_count_no_more(cast: Cast) -> None:
    commands.note_handout(address=cast.town.building_1, handed=Handed(30, 0, 0), actor=cast.gridworker)
    Post.objects.filter(user=cast.gridworker.user, area=cast.town.a1).update(
        last_day=people.today() - timedelta(days=1)
    )
    whole, _parts = queries.parts_of(places.area(cast.town.a1), people.today())
    assert (whole.cards.delivered, whole.cards.outdated, whole.cards.houses_done) == (0, 30, 0)


WRONG = [
    (Handed(31, 0, 0), Invalid),
    (Handed(-1, 0, 0), Invalid),
    (Handed(20, 11, 0), Invalid),
]


@pytest.mark.parametrize(("handed", "refusal"), WRONG)
def test_impossible_numbers_of_cards_are_refused(
    cast: Cast, handed: Handed, refusal: type[DomainError]
) -> None:
    with pytest.raises(refusal):
        commands.note_handout(address=cast.town.building_1, handed=handed, actor=cast.gridworker)


def strangers(cast: Cast) -> dict[str, Actor]:
    return {"next door": cast.other_gridworker, "resident": cast.resident, "handler": cast.handler}


@pytest.mark.parametrize("who", ["next door", "resident", "handler"])
def test_the_ledgers_of_others_ground_are_not_there(cast: Cast, who: str) -> None:
    stranger = strangers(cast)[who]
    with pytest.raises((NotFound, NotAllowed)):
        commands.note_handout(address=cast.town.building_1, handed=Handed(1, 0, 0), actor=stranger)
    plate = a_plate(cast, cast.town.building_1)
    with pytest.raises((NotFound, NotAllowed)):
        commands.note_plate(plate=plate.id, state="damaged", actor=stranger)


def test_a_stale_page_of_a_house_is_refused(cast: Cast) -> None:
    commands.note_handout(address=cast.town.building_1, handed=Handed(3, 0, 0), actor=cast.gridworker)
    commands.note_handout(
        address=cast.town.building_1, handed=Handed(4, 0, 0), actor=cast.gridworker, seen_version=1
    )
    with pytest.raises(Conflict):
        commands.note_handout(
            address=cast.town.building_1, handed=Handed(5, 0, 0), actor=cast.gridworker, seen_version=1
        )


def test_a_damaged_plate_becomes_one_case_until_that_is_closed(cast: Cast) -> None:
    plate = a_plate(cast, cast.town.building_1)
    broken = commands.note_plate(plate=plate.id, state="damaged", actor=cast.gridworker)
    assert broken.case_id
    case = cases.case_file(cast.clerk, broken.case_id)
    assert case.category == "010308"
    assert "幸福小区" in case.text
    again = commands.note_plate(plate=plate.id, state="missing", actor=cast.gridworker)
    assert again.case_id == broken.case_id
    assert [one.id for one in queries.wrong_plates(cast.chief)] == [plate.id]
    mended = commands.note_plate(plate=plate.id, state="up", actor=cast.gridworker)
    assert mended.state == "up"
    assert queries.wrong_plates(cast.chief) == []


def test_a_plate_that_never_hung_cannot_be_broken(cast: Cast) -> None:
    plate = a_plate(cast, cast.town.building_1, up=False)
    with pytest.raises(RuleBroken):
        commands.note_plate(plate=plate.id, state="missing", actor=cast.gridworker)
    with pytest.raises(Invalid):
        commands.note_plate(plate=plate.id, state="planned", actor=cast.gridworker)


def test_plates_are_listed_once_and_units_come_and_go_before_they_hang(cast: Cast) -> None:
    first = commands.list_plates(area=cast.town.grid_a, actor=cast.gridlead)
    assert first == 3 + 4
    assert commands.list_plates(area=cast.town.grid_a, actor=cast.gridlead) == 0
    commands.set_units(address=cast.town.building_1, units=3, actor=cast.gridworker)
    units = Plate.objects.filter(township=cast.town.township, address=cast.town.building_1)
    assert sorted(units.values_list("unit", flat=True)) == [0, 1, 2, 3]
    second = units.get(unit=2)
    commands.note_plate(plate=second.id, state="up", actor=cast.gridworker)
    commands.set_units(address=cast.town.building_1, units=1, actor=cast.gridworker)
    assert sorted(units.values_list("unit", flat=True)) == [0, 1, 2]
    with pytest.raises(Invalid):
        commands.set_units(address=cast.town.building_1, units=99, actor=cast.gridworker)


def test_who_has_a_gap_on_their_ground_finds_it_with_its_place(cast: Cast) -> None:
    found = queries.staffed(places.area(cast.town.north))
    assert found.gaps == []
    assert {post.user for post in found.held} >= {cast.gridworker.user, cast.gridlead.user}
    assert [place.id for place in queries.grounds_of(cast.chief)] == [cast.town.north]
    assert [place.id for place in queries.grounds_of(cast.overseer)] == [cast.town.street]
