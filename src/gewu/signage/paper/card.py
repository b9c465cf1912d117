"""Contact cards: one on A6, or eight on A4 to be cut."""

from collections.abc import Callable, Sequence

from django.utils.translation import gettext as _

from gewu.signage.paper.sheet import CLAY, DEEP, GREY, INK, MIST, PALE, TEAL, WHITE, Box, Sheet, picture_of
from gewu.signage.queries.cards import Contact, GridCard

A6, A4 = (148.0, 105.0), (210.0, 297.0)
Progress = Callable[[], None]


def on_a6(cards: Sequence[GridCard], base: str, language: str, progress: Progress) -> bytes:
    """One card a page."""
    sheet = Sheet(title=_("Contact cards"), size=A6, language=language)
    for card in cards:
        sheet.add_page()
        draw(sheet, Box(0, 0, *A6), card, base)
        progress()
    return bytes(sheet.output())


def on_a4(cards: Sequence[GridCard], base: str, language: str, progress: Progress) -> bytes:
    """Eight cards a page, with lines to cut along. A single card fills the page: a stack for one grid."""
    sheet = Sheet(title=_("Contact cards"), size=A4, language=language)
    filled = [card for card in cards for _copy in range(8)] if len(cards) == 1 else list(cards)
    wide, high = A4[0] / 2, A4[1] / 4
    for place, card in enumerate(filled):
        if place % 8 == 0:
            sheet.add_page()
        column, row = place % 2, place % 8 // 2
        draw(sheet, Box(column * wide, row * high, wide, high).inset(1.6), card, base)
        if place % 8 == 7 or place == len(filled) - 1:
            _cut_lines(sheet, wide, high)
        if len(cards) > 1:
            progress()
    if len(cards) == 1:
        progress()
    return bytes(sheet.output())


def draw(sheet: Sheet, box: Box, card: GridCard, base: str) -> None:
    """A card in any size; it was laid out for 148 × 105."""
    u = min(box.w / 148, box.h / 105)
    sheet.fill(box, WHITE)
    band = Box(box.x, box.y, 50 * u, box.h)
    sheet.fill(band, DEEP)
    sheet.fill(Box(band.right - 1.6 * u, box.y, 1.6 * u, box.h), CLAY)
    _person(sheet, band, card, u)
    right = Box(band.right + 6 * u, box.y + 7 * u, box.w - band.w - 12 * u, box.h - 14 * u)
    y = _place(sheet, right, card, u)
    _duties(sheet, Box(right.x, y, right.w, 0), card, u)
    _foot(sheet, Box(right.x, box.bottom - 31 * u, right.w, 26 * u), card, base, u)


def role_words(contact: Contact) -> str:
    """What somebody is here, and whether for another."""
    return f"{contact.role_name} · " + _("standing in") if contact.standing_in else contact.role_name


def _person(sheet: Sheet, band: Box, card: GridCard, u: float) -> None:
    inner = Box(band.x + 4 * u, band.y, band.w - 9.6 * u, band.h)
    if not card.contacts:
        sheet.say(
            _("Nobody is named yet"),
            Box(inner.x, band.y + 34 * u, inner.w, 0),
            4.6 * u,
            colour=WHITE,
            lines=3,
        )
        return
    first, *others = card.contacts
    face = 31 * u
    sheet.portrait(
        picture_of(first.photo),
        first.initials,
        Box(inner.x + (inner.w - face) / 2, band.y + 8 * u, face, face),
    )
    y = band.y + 43 * u
    y = sheet.say(
        first.name, Box(inner.x, y, inner.w, 0), 7.4 * u, colour=WHITE, align="centre", heavy=True, lead=1.3
    )
    said = role_words(first)
    y = sheet.say(said, Box(inner.x, y, inner.w, 0), 3.7 * u, colour=MIST, align="centre", lines=2)
    if first.phone:
        tag = Box(inner.x, y + 2.2 * u, inner.w, 8.6 * u)
        sheet.fill(tag, WHITE, round_by=2 * u)
        sheet.say(
            first.phone,
            Box(tag.x + u, tag.y + 1.9 * u, tag.w - 2 * u, 0),
            4.6 * u,
            colour=DEEP,
            align="centre",
            heavy=True,
        )
        y = tag.bottom
    y += 3.4 * u
    for other in others[:2]:
        line = f"{other.role_name} {other.name}" + (f" {other.phone}" if other.phone else "")
        y = sheet.say(line, Box(inner.x, y, inner.w, 0), 2.9 * u, colour=MIST, align="centre", lines=2)


def _place(sheet: Sheet, box: Box, card: GridCard, u: float) -> float:
    sheet.say(" · ".join(card.path[:-1]), Box(box.x, box.y, box.w, 0), 3.3 * u, colour=GREY)
    y = sheet.say(card.path[-1], Box(box.x, box.y + 5 * u, box.w, 0), 8.2 * u, colour=TEAL, heavy=True)
    about = []
    if card.estates:
        about.append(_("Here: %(names)s") % {"names": sheet.listed(card.estates)})
    if card.streets:
        about.append(_("Along: %(names)s") % {"names": sheet.listed(card.streets)})
    for line in about:
        y = sheet.say(line, Box(box.x, y, box.w, 0), 3.1 * u, colour=INK, lines=2)
    return y + 1.6 * u


def _duties(sheet: Sheet, box: Box, card: GridCard, u: float) -> None:
    sheet.rule(box.x, box.y, box.w, MIST, 0.4 * u)
    y, end = box.y + 2.4 * u, box.y + 60 * u
    for duty in card.duties[:6]:
        if y > end:
            break
        sheet.fill(Box(box.x, y + 1.1 * u, 1.3 * u, 1.3 * u), CLAY)
        y = sheet.say(duty, Box(box.x + 3 * u, y, box.w - 3 * u, 0), 2.75 * u, lines=1, lead=1.42)


def _foot(sheet: Sheet, box: Box, card: GridCard, base: str, u: float) -> None:
    sheet.fill(box, PALE, round_by=2 * u)
    side = 21 * u
    spot = Box(box.right - side - 2.5 * u, box.y + 2.5 * u, side, side)
    sheet.fill(Box(spot.x - u, spot.y - u, side + 2 * u, side + 2 * u), WHITE)
    sheet.code(f"{base}/grid/{card.area.code}/", spot, colour=DEEP)
    left = Box(box.x + 3 * u, box.y + 3 * u, box.w - side - 10 * u, 0)
    y = sheet.say(
        _("Scan to see who is on duty, or to report something"), left, 2.7 * u, colour=TEAL, lines=2
    )
    lines = [card.supervision, *card.lines]
    for line in lines[:4]:
        here = Box(left.x, y + 0.4 * u, left.w, 0)
        words = f"{line.zh}" if sheet.lang == "zh-CN" else line.en
        sheet.say(words, Box(here.x, here.y, here.w - 16 * u, 0), 2.7 * u, colour=GREY)
        y = sheet.say(line.phone, here, 2.9 * u, colour=INK, align="right", heavy=True)


def _cut_lines(sheet: Sheet, wide: float, high: float) -> None:
    sheet.set_draw_color(*GREY)
    sheet.set_line_width(0.1)
    with sheet.dashed(1.2, 1.6):
        sheet.line(wide, 0, wide, A4[1])
        for row in (1, 2, 3):
            sheet.line(0, row * high, A4[0], row * high)
