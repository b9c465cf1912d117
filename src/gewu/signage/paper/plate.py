"""The two plates 两牌: a board on A3 for a grid or community, a small one on A5 for a house or its unit."""

from collections.abc import Callable, Sequence

from django.utils.translation import gettext as _

from gewu.places import queries as places
from gewu.places.queries import Address
from gewu.signage.paper import map as maps
from gewu.signage.paper.card import role_words
from gewu.signage.paper.sheet import CLAY, DEEP, GREY, INK, MIST, PALE, TEAL, WHITE, Box, Sheet, picture_of
from gewu.signage.queries.cards import Contact, GridCard, cards_of

A3, A5 = (297.0, 420.0), (210.0, 148.0)
Progress = Callable[[], None]
ROWS = 26


def big(cards: Sequence[GridCard], base: str, language: str, progress: Progress) -> bytes:
    """A board a page: of a grid its person, of a community all its grids."""
    sheet = Sheet(title=_("Boards"), size=A3, language=language)
    for card in cards:
        sheet.add_page()
        _head(sheet, card)
        below = places.children(card.area.id)
        if card.area.tier == "community" and below:
            _grids(sheet, cards_of(list(below), language))
        else:
            _grid(sheet, card, language)
        _bottom(sheet, card, base, language)
        progress()
    return bytes(sheet.output())


def small(
    houses: Sequence[tuple[Address, int, GridCard]], base: str, language: str, progress: Progress
) -> bytes:
    """A plate a page: which house, whose grid, whom to call."""
    sheet = Sheet(title=_("House plates"), size=A5, language=language)
    for house, unit, card in houses:
        sheet.add_page()
        _house(sheet, house, unit, card, base, language)
        progress()
    return bytes(sheet.output())


def _head(sheet: Sheet, card: GridCard) -> None:
    sheet.fill(Box(0, 0, A3[0], 82), DEEP)
    sheet.fill(Box(0, 82, A3[0], 3), CLAY)
    box = Box(22, 16, A3[0] - 44, 0)
    y = sheet.say(" · ".join(card.path[:-1]) or card.level, box, 8, colour=MIST)
    y = sheet.say(card.path[-1], Box(box.x, y + 3, box.w, 0), 22, colour=WHITE, heavy=True)
    sheet.say(_("Who looks after this place"), Box(box.x, y + 2, box.w, 0), 8, colour=MIST)


def _grid(sheet: Sheet, card: GridCard, language: str) -> None:
    left = Box(22, 100, 118, 0)
    y = left.y
    for place, contact in enumerate(card.contacts[:3]):
        y = _person(sheet, Box(left.x, y, left.w, 0), contact, 46 if place == 0 else 26)
    if not card.contacts:
        y = sheet.say(_("Nobody is named yet"), left, 9, colour=CLAY, lines=2) + 6
    _map(sheet, card, Box(152, 100, 123, 110.4))
    y = max(y + 4, 222)
    sheet.rule(22, y, A3[0] - 44, MIST, 0.6)
    y = sheet.say(_("What they do here"), Box(22, y + 6, 200, 0), 7.5, colour=TEAL, heavy=True) + 2
    for duty in card.duties[:7]:
        sheet.fill(Box(22, y + 2, 3, 3), CLAY)
        y = sheet.say(duty, Box(29, y, A3[0] - 51, 0), 5.6, lines=1, lead=1.5)
    about = [
        (_("Here"), sheet.listed(card.estates)),
        (_("Along"), sheet.listed(card.streets)),
    ]
    y += 3
    for label, words in about:
        if words and y < 340:
            sheet.say(label, Box(22, y, 24, 0), 5.2, colour=GREY)
            y = sheet.say(words, Box(48, y, A3[0] - 70, 0), 5.2, lines=2)


def _person(sheet: Sheet, box: Box, contact: Contact, face: float) -> float:
    sheet.portrait(picture_of(contact.photo), contact.initials, Box(box.x, box.y, face, face), ring=TEAL)
    left = Box(box.x + face + 6, box.y + face * 0.08, box.w - face - 6, 0)
    big = face > 40
    y = sheet.say(contact.name, left, 13 if big else 8, heavy=True)
    said = role_words(contact)
    y = sheet.say(said, Box(left.x, y - 0.6, left.w, 0), 6 if big else 4.6, colour=GREY, lines=2)
    if contact.phone:
        y = sheet.say(
            contact.phone, Box(left.x, y + 1, left.w, 0), 8.4 if big else 5.6, colour=TEAL, heavy=True
        )
    return max(box.y + face, y) + 8


def _map(sheet: Sheet, card: GridCard, box: Box) -> None:
    """The sketch of the A3 map, smaller and without its words."""
    plot = places.plot_of(card.area.id, shape=box.w / box.h)
    with sheet.rect_clip(box.x, box.y, box.w, box.h):
        maps.sketch(maps.Map(sheet, plot, box))
    sheet.set_draw_color(*DEEP)
    sheet.set_line_width(0.5)
    sheet.rect(box.x, box.y, box.w, box.h)


def _grids(sheet: Sheet, cards: Sequence[GridCard]) -> None:
    """A line for each grid of a community."""
    columns = 2 if len(cards) > ROWS // 2 else 1
    shown = cards[: ROWS * 2]
    per = -(-len(shown) // columns)
    wide = (A3[0] - 44 - (columns - 1) * 10) / columns
    high = min(26.0, 236 / max(per, 1))
    for place, card in enumerate(shown):
        box = Box(22 + place // per * (wide + 10), 98 + place % per * high, wide, high)
        _line(sheet, box, card)


def _line(sheet: Sheet, box: Box, card: GridCard) -> None:
    size = min(7.0, box.h * 0.28)
    first = card.contacts[0] if card.contacts and not card.above else None
    face = box.h * 0.72
    if first:
        sheet.portrait(picture_of(first.photo), first.initials, Box(box.x, box.y + 1, face, face), ring=TEAL)
    x = box.x + face + 4
    phone = first.phone if first else ""
    side = 44 if phone else 0
    y = sheet.say(
        card.path[-1], Box(x, box.y + box.h * 0.08, (box.w - face) * 0.42, 0), size * 0.92, colour=TEAL
    )
    named = first.name if first else _("Nobody is named yet")
    sheet.say(
        named,
        Box(x + (box.w - face) * 0.42, box.y + box.h * 0.08, (box.w - face) * 0.56 - side, 0),
        size,
        colour=INK if first else CLAY,
        heavy=bool(first),
    )
    if phone:
        sheet.say(
            phone,
            Box(box.right - side, box.y + box.h * 0.1, side, 0),
            size * 0.86,
            align="right",
            colour=DEEP,
        )
    about = sheet.listed((*card.estates, *card.streets)[:4])
    sheet.say(about, Box(x, y, box.w - face - 6, 0), size * 0.6, colour=GREY)
    sheet.rule(box.x, box.bottom - 1.2, box.w, MIST, 0.35)


def _bottom(sheet: Sheet, card: GridCard, base: str, language: str) -> None:
    box = Box(0, 348, A3[0], 72)
    sheet.fill(box, PALE)
    spot = Box(22, box.y + 9, 54, 54)
    sheet.fill(spot.inset(-2.5), WHITE)
    sheet.code(f"{base}/grid/{card.area.code}/", spot, colour=DEEP)
    left = Box(88, box.y + 10, 92, 0)
    y = sheet.say(_("Scan to see who is on duty, or to report something"), left, 7, colour=TEAL, lines=3)
    sheet.say(f"{card.level} · {card.area.code}", Box(left.x, y + 2, left.w, 0), 4.4, colour=GREY, lines=2)
    right = Box(190, box.y + 10, A3[0] - 212, 0)
    y = right.y
    for line in (card.supervision, *card.lines):
        sheet.say(line.in_language(language), Box(right.x, y, right.w - 24, 0), 4.6, colour=GREY)
        y = sheet.say(line.phone, Box(right.x, y - 0.6, right.w, 0), 6.4, align="right", heavy=True) + 1.6


def _house(sheet: Sheet, house: Address, unit: int, card: GridCard, base: str, language: str) -> None:
    sheet.fill(Box(0, 0, A5[0], 46), DEEP)
    sheet.fill(Box(0, 46, A5[0], 2.2), CLAY)
    box = Box(13, 9, A5[0] - 26, 0)
    name = house.in_language(language)
    if unit:
        name = f"{name} " + _("Unit %(unit)d") % {"unit": unit}
    y = sheet.say(name, box, 14.5, colour=WHITE, heavy=True)
    sheet.say(f"{house.label} · {card.name}", Box(box.x, y + 0.6, box.w, 0), 4.6, colour=MIST, lines=2)
    left = Box(13, 58, 122, 0)
    if card.contacts:
        first = card.contacts[0]
        _person(sheet, Box(left.x, left.y, left.w, 0), first, 42)
        y = 106.0
        for other in card.contacts[1:2]:
            line = f"{other.role_name} {other.name}" + (f" {other.phone}" if other.phone else "")
            y = sheet.say(line, Box(left.x, y, left.w, 0), 4.4, colour=GREY)
    else:
        sheet.say(_("Nobody is named yet"), left, 8, colour=CLAY, lines=2)
    foot = Box(0, 118, A5[0], 30)
    sheet.fill(foot, PALE)
    phones = (card.supervision, *card.lines)[:4]
    wide = (A5[0] - 36) / 2
    for place, phone in enumerate(phones):
        here = Box(13 + place % 2 * (wide + 10), foot.y + 6 + place // 2 * 11, wide, 0)
        sheet.say(phone.in_language(language), Box(here.x, here.y, here.w - 20, 0), 3.6, colour=GREY)
        sheet.say(phone.phone, Box(here.x, here.y - 0.8, here.w, 0), 5.2, align="right", heavy=True)
    spot = Box(A5[0] - 13 - 44, 60, 44, 44)
    sheet.code(f"{base}/grid/{card.area.code}/", spot, colour=DEEP)
    sheet.say(
        _("Scan to see who is on duty, or to report something"),
        Box(spot.x - 4, spot.bottom + 1.6, spot.w + 8, 0),
        3.1,
        colour=TEAL,
        align="centre",
        lines=2,
    )
