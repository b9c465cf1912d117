"""Cards and plates of the demo town: photos people agreed to, cards at most doors, plates that hang and some
that do not.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random
from uuid import UUID

from django.core.files.base import ContentFile

from gewu.kernel import journal
from gewu.kernel.access import SYSTEM, Actor, Tier
from gewu.kernel.ids import new_id
from gewu.people import queries as people
from gewu.places import queries as places
from gewu.places.queries import Address, Place
from gewu.signage import commands
from gewu.signage import queries as signage
from gewu.signage.models import Handout, Plate
from gewu.simulator import portraits

SEED = 1122
# So many people of a town agreed to photo and phone; the others are shown by their initials.
AGREED = 14
WRONG = ("damaged", "damaged", "missing")


def hang_out(township: int) -> None:
    """What people show of themselves, and both ledgers, carried over from paper set by set."""
    chance = Random(SEED + township)  # noqa: S311 - a made-up town
    street = places.area_by_code(f"{township:09d}")
    boards = signage.carded_under(street)
    contacts = {
        area: post.user_id
        for area, found in signage.contacts_of(boards).items()
        for post in [one for one in found.posts if one.primary][:1]
    }
    grids = [one for one in boards if one.tier != Tier.COMMUNITY and one.id in contacts]
    _agree(list(dict.fromkeys(contacts[one.id] for one in grids))[:AGREED])
    houses = [one for one in places.addresses_in(street.id) if one.kind == "building" and one.area]
    _hand_out(houses, contacts, chance)
    hung = _hang(boards, houses, contacts, chance)
    _find_wrong([one for one in hung if one.address and one.state == "up"], houses, chance)


def _agree(users: Sequence[UUID]) -> None:
    for number, user in enumerate(users, start=1):
        actor = people.actor_of(people.person(user), door="desk")
        photo = ContentFile(portraits.draw(str(user)), name="me.jpg")
        commands.agree_to_photo(photo=photo, agreed=True, actor=actor)
        commands.agree_to_phone(phone=f"1002 000 {number:04}", agreed=True, actor=actor)


def _hand_out(houses: Sequence[Address], contacts: dict[UUID, UUID], chance: Random) -> None:
    """Between three fifths and all of the doors of every grid."""
    reached: dict[UUID, float] = {}
    rows = []
    for house in houses:
        if house.area in contacts and house.households:
            share = reached.setdefault(house.area, chance.uniform(0.64, 1.0))
            rows.append(_handout(house, contacts[house.area], share, chance))
    Handout.objects.bulk_create(rows, batch_size=2000)
    journal.record_all("signage.handed_out", [journal.Note(row, _told(row)) for row in rows], actor=SYSTEM)


def _handout(house: Address, contact: UUID, share: float, chance: Random) -> Handout:
    delivered = round(house.households * share)
    left = house.households - delivered
    refused = left if chance.random() < 0.3 and left <= 2 else 0
    return Handout(
        id=new_id(house.township),
        township=house.township,
        address=house.id,
        households=house.households,
        delivered=delivered,
        refused=refused,
        nobody=left - refused,
        contact=contact,
        noted_on=people.today() - timedelta(days=chance.randint(3, 80)),
        noted_by=contact,
    )


def _told(row: Handout) -> dict[str, str | int]:
    return {
        "address": str(row.address),
        "contact": str(row.contact),
        "delivered": row.delivered,
        "refused": row.refused,
        "nobody": row.nobody,
    }


def _hang(
    boards: Sequence[Place], houses: Sequence[Address], contacts: dict[UUID, UUID], chance: Random
) -> list[Plate]:
    """Every big plate hangs; of the small ones most, some are still to be put up or long not looked at."""
    rows = [*_big(boards, contacts, chance), *_small(houses, contacts, chance)]
    Plate.objects.bulk_create(rows, batch_size=2000)
    # One entry for each: what hung already was never put on the list here.
    planned = [journal.Note(row, {"size": row.size}) for row in rows if row.state != "up"]
    journal.record_all("signage.plates_listed", planned, actor=SYSTEM)
    up = [journal.Note(row, {"state": "up", "case": None}) for row in rows if row.state == "up"]
    journal.record_all("signage.plate_seen", up, actor=SYSTEM)
    return rows


def _big(boards: Sequence[Place], contacts: dict[UUID, UUID], chance: Random) -> Iterator[Plate]:
    for area in boards:
        row = Plate(id=new_id(area.home), township=area.home, size=Plate.Size.BIG, area=area.id)
        yield _seen(row, contacts.get(area.id), chance)


def _small(houses: Sequence[Address], contacts: dict[UUID, UUID], chance: Random) -> Iterator[Plate]:
    for house in houses:
        row = Plate(
            id=new_id(house.township), township=house.township, size=Plate.Size.SMALL, address=house.id
        )
        hangs = house.area in contacts and chance.random() < 0.94
        yield _seen(row, contacts[house.area], chance) if hangs and house.area else row


def _seen(row: Plate, contact: UUID | None, chance: Random) -> Plate:
    row.state, row.contact, row.checked_by = Plate.State.UP, contact, contact
    row.put_up_on = people.today() - timedelta(days=chance.randint(190, 400))
    row.checked_on = _looked_at(chance)
    return row


def _looked_at(chance: Random) -> date:
    return people.today() - timedelta(days=chance.randint(2, 150 if chance.random() < 0.9 else 189))


def _find_wrong(plates: Sequence[Plate], houses: Sequence[Address], chance: Random) -> None:
    """Two are broken and one is gone; each becomes a case as on any other day."""
    at = {house.id: house for house in houses}
    found = chance.sample(plates, min(len(WRONG), len(plates)))
    for plate, state in zip(found, WRONG, strict=False):
        finder = _worker(plate)
        if finder is not None and plate.address in at:
            commands.note_plate(plate=plate.id, state=state, actor=finder)


def _worker(plate: Plate) -> Actor | None:
    """Whose name it bears."""
    return people.actor_of(people.person(plate.contact), door="field") if plate.contact else None
