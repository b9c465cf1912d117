"""Cards and plates of the demo town: photos people agreed to, cards at most doors, plates that hang and some
that do not.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from uuid import UUID

from django.core.files.base import ContentFile

from gewu.kernel.access import SYSTEM, Actor, Tier
from gewu.people import queries as people
from gewu.places import queries as places
from gewu.places.queries import Address, Place
from gewu.signage import commands
from gewu.signage import queries as signage
from gewu.signage.commands import CardsOnPaper, PlateOnPaper
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
    _find_wrong(hung, chance)


def _agree(users: Sequence[UUID]) -> None:
    for number, user in enumerate(users, start=1):
        actor = people.actor_of(people.person(user), door="desk")
        photo = ContentFile(portraits.draw(str(user)), name="me.jpg")
        commands.agree_to_photo(photo=photo, agreed=True, actor=actor)
        commands.agree_to_phone(phone=f"1002 000 {number:04}", agreed=True, actor=actor)


def _hand_out(houses: Sequence[Address], contacts: dict[UUID, UUID], chance: Random) -> None:
    """Between three fifths and all of the doors of every grid."""
    reached: dict[UUID, float] = {}
    lines = []
    for house in houses:
        if house.area in contacts and house.households:
            share = reached.setdefault(house.area, chance.uniform(0.64, 1.0))
            lines.append(_cards(house, contacts[house.area], share, chance))
    if houses:
        commands.carry_cards(township=houses[0].township, lines=lines, actor=SYSTEM)


def _cards(house: Address, contact: UUID, share: float, chance: Random) -> CardsOnPaper:
    delivered = round(house.households * share)
    left = house.households - delivered
    return CardsOnPaper(
        address=house.id,
        households=house.households,
        delivered=delivered,
        refused=left if chance.random() < 0.3 and left <= 2 else 0,
        contact=contact,
        noted_on=people.today() - timedelta(days=chance.randint(3, 80)),
    )


def _hang(
    boards: Sequence[Place], houses: Sequence[Address], contacts: dict[UUID, UUID], chance: Random
) -> dict[UUID, PlateOnPaper]:
    """Every big plate hangs; of the small ones most, some are still to be put up or long not looked at."""
    lines = [*_big(boards, contacts, chance), *_small(houses, contacts, chance)]
    ids = commands.carry_plates(township=boards[0].home, lines=lines, actor=SYSTEM) if boards else []
    return dict(zip(ids, lines, strict=True)) if boards else {}


def _big(boards: Sequence[Place], contacts: dict[UUID, UUID], chance: Random) -> Iterator[PlateOnPaper]:
    for area in boards:
        yield replace(_hung(chance), area=area.id, contact=contacts.get(area.id))


def _small(houses: Sequence[Address], contacts: dict[UUID, UUID], chance: Random) -> Iterator[PlateOnPaper]:
    for house in houses:
        if house.area in contacts and chance.random() < 0.94:
            yield replace(_hung(chance), address=house.id, contact=contacts[house.area])
        else:
            yield PlateOnPaper(address=house.id)


def _hung(chance: Random) -> PlateOnPaper:
    put_up = people.today() - timedelta(days=chance.randint(190, 400))
    return PlateOnPaper(put_up_on=put_up, checked_on=_looked_at(chance))


def _looked_at(chance: Random) -> date:
    return people.today() - timedelta(days=chance.randint(2, 150 if chance.random() < 0.9 else 189))


def _find_wrong(plates: Mapping[UUID, PlateOnPaper], chance: Random) -> None:
    """Two are broken and one is gone; each becomes a case as on any other day."""
    hanging = [key for key, line in plates.items() if line.address and line.put_up_on]
    for plate, state in zip(chance.sample(hanging, min(len(WRONG), len(hanging))), WRONG, strict=False):
        finder = _worker(plates[plate])
        if finder is not None:
            commands.note_plate(plate=plate, state=state, actor=finder)


def _worker(plate: PlateOnPaper) -> Actor | None:
    """Whose name it bears."""
    return people.actor_of(people.person(plate.contact), door="field") if plate.contact else None
