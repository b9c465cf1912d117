"""The map of one grid on A3, without a base map: ground, neighbours, streets, numbered houses, people."""

import math
from collections.abc import Callable, Sequence
from itertools import pairwise
from uuid import UUID

import shapely
from django.utils.translation import gettext as _
from shapely.geometry.base import BaseGeometry

from gewu.places import queries as places
from gewu.places.queries import Plot
from gewu.signage.paper.card import role_words
from gewu.signage.paper.sheet import (
    CLAY,
    DEEP,
    GREY,
    INK,
    MIST,
    PALE,
    RULE,
    TEAL,
    WHITE,
    Box,
    Colour,
    Sheet,
    picture_of,
    rotated,
)
from gewu.signage.queries.cards import Contact, GridCard

A3 = (420.0, 297.0)
FRAME = Box(12, 12, 292, 262)
SIDE = Box(312, 12, 96, 262)
Progress = Callable[[], None]
# Width in metres and colour, as on the screen's map.
WAYS: dict[str, tuple[float, Colour, Colour]] = {
    "lane": (4.0, WHITE, RULE),
    "street": (10.0, WHITE, RULE),
    "main": (18.0, (255, 247, 228), (196, 178, 140)),
    "river": (30.0, (176, 212, 234), (176, 212, 234)),
    "railway": (6.0, (96, 104, 110), (96, 104, 110)),
}
ORDER = ("river", "lane", "street", "main", "railway")
LAND, OWN = (236, 240, 237), (250, 240, 220)
HOME, SHARED, OUTSIDE = (226, 200, 168), (186, 206, 190), (218, 220, 216)
PARTS = ((250, 238, 214), (238, 243, 226), (232, 241, 246), (248, 232, 226), (240, 236, 248))
NICE = (10, 20, 25, 50, 100, 200, 250, 500, 1000)


class Map:
    """From metres on the ground to millimetres on the paper."""

    def __init__(self, sheet: Sheet, plot: Plot, frame: Box = FRAME) -> None:
        self.sheet, self.plot, self.frame = sheet, plot, frame
        self.scale = min(frame.w / plot.width, frame.h / plot.height)

    def at(self, x: float, y: float) -> tuple[float, float]:
        return self.frame.x + x * self.scale, self.frame.bottom - y * self.scale

    def ring(self, coordinates: Sequence[tuple[float, ...]]) -> list[tuple[float, float]]:
        return [self.at(point[0], point[1]) for point in coordinates]

    def ground(
        self, shape: BaseGeometry, fill: Colour | None, border: Colour | None, width: float = 0.3
    ) -> None:
        style = {(True, True): "DF", (True, False): "F", (False, True): "D"}[
            fill is not None, border is not None
        ]
        if fill:
            self.sheet.set_fill_color(*fill)
        if border:
            self.sheet.set_draw_color(*border)
            self.sheet.set_line_width(width)
        for part in shapely.get_parts(shape):
            if part.geom_type == "Polygon" and not part.is_empty:
                self.sheet.polygon(self.ring(list(part.exterior.coords)), style=style)

    def course(self, shape: BaseGeometry, colour: Colour, width: float) -> None:
        self.sheet.set_draw_color(*colour)
        self.sheet.set_line_width(width)
        for part in shapely.get_parts(shape):
            if part.geom_type == "LineString":
                self.sheet.polyline(self.ring(list(part.coords)))


def on_a3(cards: Sequence[GridCard], base: str, language: str, progress: Progress) -> bytes:
    """A page for each grid, numbered through."""
    sheet = Sheet(title=_("Grid maps"), size=A3, language=language)
    for number, card in enumerate(cards, start=1):
        sheet.add_page()
        page = _("Page %(page)d of %(pages)d") % {"page": number, "pages": len(cards)}
        draw(sheet, card, base, page, language)
        progress()
    return bytes(sheet.output())


def draw(sheet: Sheet, card: GridCard, base: str, page: str, language: str) -> None:
    plot = places.plot_of(card.area.id, shape=FRAME.w / FRAME.h)
    drawn = Map(sheet, plot)
    with sheet.rect_clip(FRAME.x, FRAME.y, FRAME.w, FRAME.h):
        sketch(drawn)
        _names(drawn, language)
    sheet.set_draw_color(*DEEP)
    sheet.set_line_width(0.6)
    sheet.rect(FRAME.x, FRAME.y, FRAME.w, FRAME.h)
    _scale_bar(drawn)
    _north(sheet)
    _beside(sheet, card, plot, base, language)
    _foot(sheet, plot, page, language)


def sketch(drawn: Map) -> None:
    """Ground, streets, houses and borders, without a word."""
    sheet, plot = drawn.sheet, drawn.plot
    sheet.fill(drawn.frame, LAND)
    if len(plot.parts) > 1:
        for index, part in enumerate(plot.parts):
            drawn.ground(part.shape, PARTS[index % len(PARTS)], None)
    else:
        drawn.ground(plot.ground.shape, OWN, None)
    for kind in ORDER:
        _streets(drawn, kind)
    for house in plot.houses:
        colour = (HOME if house.households else SHARED) if house.inside else OUTSIDE
        drawn.ground(house.shape, colour, (150, 128, 104) if house.inside else (190, 194, 190), 0.18)
    _borders(drawn)


def _streets(drawn: Map, kind: str) -> None:
    """All of a kind: first their edges, then what lies between, so that crossings are open."""
    metres, inner, outer = WAYS[kind]
    ways = [way for way in drawn.plot.ways if way.kind == kind]
    width = max(metres * drawn.scale, 0.5)
    for way in ways:
        drawn.course(way.shape, outer, width)
    if inner != outer:
        for way in ways:
            drawn.course(way.shape, inner, max(width - 0.5, 0.3))


def _borders(drawn: Map) -> None:
    sheet, plot = drawn.sheet, drawn.plot
    with sheet.dashed(2.4, 1.6):
        for side in plot.neighbours:
            drawn.ground(side.shape, None, (140, 152, 150), 0.35)
    if len(plot.parts) > 1:
        with sheet.dashed(1.4, 1.0):
            for part in plot.parts:
                drawn.ground(part.shape, None, TEAL, 0.45)
    drawn.ground(plot.ground.shape, None, CLAY, 1.5)


def _names(drawn: Map, language: str) -> None:
    plot, english = drawn.plot, language.startswith("en")
    for house in plot.houses:
        words = str(house.number) if house.number else house.name
        _house_name(drawn, house.at, words, house.inside, house.shape)
    for name, at in plot.estates:
        _halo(drawn, name, at, 3.4, INK, lift=5.2)
    for way in plot.ways:
        words = way.en if english else way.zh
        if words and way.kind != "lane":
            _along(drawn, words, way.shape, 4.0 if way.kind == "main" else 3.3, way.kind)
    for side in plot.neighbours:
        if _has_room(drawn, side.at, side.shape):
            _halo(drawn, side.place.name_en if english else side.place.short, side.at, 4.6, GREY)
    for part in plot.parts if len(plot.parts) > 1 else ():
        _halo(drawn, part.place.in_language(language), part.at, 5.4, TEAL, heavy=True)


def _has_room(drawn: Map, at: tuple[float, float], shape: BaseGeometry) -> bool:
    """Whether a neighbour shows enough of itself in the window to be named there."""
    x, y = drawn.at(*at)
    inside = FRAME.x + 8 < x < FRAME.right - 8 and FRAME.y + 6 < y < FRAME.bottom - 6
    return inside and bool(shape.area * drawn.scale**2 > 500)


def _house_name(drawn: Map, at: tuple[float, float], words: str, inside: bool, shape: BaseGeometry) -> None:
    west, south, east, north = shape.bounds
    wide, high = (east - west) * drawn.scale, (north - south) * drawn.scale
    size = min(3.6, max(1.9, min(high * 0.62, wide * 0.8)))
    if drawn.sheet.width_of(words, size) > max(wide * 1.5, 4):
        size = 1.9
    x, y = drawn.at(*at)
    box = Box(x - 20, y - size * 0.62, 40, size)
    drawn.sheet.say(words, box, size, colour=INK if inside else GREY, align="centre")


def _halo(
    drawn: Map,
    words: str,
    at: tuple[float, float],
    size: float,
    colour: Colour,
    *,
    lift: float = 0.0,
    heavy: bool = False,
) -> None:
    """Words on a plate of their own, so that nothing below makes them hard to read."""
    x, y = drawn.at(*at)
    wide = drawn.sheet.width_of(words, size) + 2
    box = Box(x - wide / 2, y - size * 0.7 - lift, wide, size * 1.4)
    with drawn.sheet.local_context(fill_opacity=0.78):
        drawn.sheet.fill(box, WHITE, round_by=0.8)
    text_box = Box(box.x, box.y + size * 0.1, box.w, size)
    drawn.sheet.say(words, text_box, size, colour=colour, align="centre", heavy=heavy)


def _along(drawn: Map, words: str, shape: BaseGeometry, size: float, kind: str) -> None:
    """The name of a street along its longest straight piece in the window."""
    straight = [
        (math.dist(one, other), one, other)
        for part in shapely.get_parts(shape)
        if part.geom_type == "LineString"
        for one, other in pairwise(drawn.ring(list(part.coords)))
    ]
    length, one, other = max(straight, default=(0.0, (0.0, 0.0), (0.0, 0.0)))
    wide = drawn.sheet.width_of(words, size)
    if length < wide * 1.25:
        return
    x, y = (one[0] + other[0]) / 2, (one[1] + other[1]) / 2
    angle = rotated(math.degrees(math.atan2(one[1] - other[1], other[0] - one[0])))
    colour = (52, 108, 142) if kind == "river" else INK
    with drawn.sheet.rotation(angle, x, y):
        if kind == "railway":
            drawn.sheet.fill(
                Box(x - wide / 2 - 1, y - size * 0.66, wide + 2, size * 1.3), WHITE, round_by=0.8
            )
        drawn.sheet.say(
            words, Box(x - wide, y - size * 0.6, wide * 2, size), size, colour=colour, align="centre"
        )


def _scale_bar(drawn: Map) -> None:
    sheet = drawn.sheet
    metres = max(one for one in NICE if one * drawn.scale <= 60 or one == NICE[0])
    wide = metres * drawn.scale
    box = Box(FRAME.x + 6, FRAME.bottom - 15, wide + 10, 11)
    with sheet.local_context(fill_opacity=0.86):
        sheet.fill(box, WHITE, round_by=1.5)
    x, y = box.x + 5, box.bottom - 3.4
    sheet.fill(Box(x, y, wide / 2, 1.3), INK)
    sheet.fill(Box(x + wide / 2, y, wide / 2, 1.3), WHITE, border=INK)
    sheet.say("0", Box(x, box.y + 1.6, wide, 3), 3.0)
    sheet.say(f"{metres} m", Box(x, box.y + 1.6, wide, 3), 3.0, align="right")


def _north(sheet: Sheet) -> None:
    x, y = FRAME.right - 14, FRAME.y + 8
    sheet.set_fill_color(*DEEP)
    sheet.polygon([(x, y), (x + 4, y + 13), (x, y + 10)], style="F")
    sheet.set_fill_color(*WHITE)
    sheet.set_draw_color(*DEEP)
    sheet.set_line_width(0.3)
    sheet.polygon([(x, y), (x - 4, y + 13), (x, y + 10)], style="DF")
    sheet.say(_("N"), Box(x - 5, y + 13.5, 10, 4), 4.2, align="centre", colour=DEEP, heavy=True)


def _beside(sheet: Sheet, card: GridCard, plot: Plot, base: str, language: str) -> None:
    head = Box(SIDE.x, SIDE.y, SIDE.w, 47)
    sheet.fill(head, DEEP, round_by=2)
    sheet.fill(Box(head.x, head.bottom - 2, head.w, 2), CLAY)
    inner = Box(head.x + 7, head.y + 6, head.w - 14, 0)
    y = sheet.say(" · ".join(card.path[:-1]), inner, 4.4, colour=MIST, lines=2)
    y = sheet.say(card.path[-1], Box(inner.x, y + 1.5, inner.w, 0), 11, colour=WHITE, heavy=True)
    sheet.say(f"{card.level} · {card.area.code}", Box(inner.x, y, inner.w, 0), 3.8, colour=MIST)
    y = head.bottom + 5
    for contact in card.contacts[:3]:
        y = _contact(sheet, Box(SIDE.x, y, SIDE.w, 24), contact)
    if not card.contacts:
        y = sheet.say(_("Nobody is named yet"), Box(SIDE.x, y, SIDE.w, 0), 4.6, colour=CLAY, lines=2) + 3
    y = _facts(sheet, Box(SIDE.x, y + 1, SIDE.w, 0), card, plot)
    _legend(sheet, Box(SIDE.x, y + 4, SIDE.w, 0), plot)
    foot = Box(SIDE.x, SIDE.bottom - 44, SIDE.w, 44)
    sheet.fill(foot, PALE, round_by=2)
    sheet.fill(Box(foot.x + 4, foot.y + 4, 36, 36), WHITE)
    sheet.code(f"{base}/grid/{card.area.code}/", Box(foot.x + 5.5, foot.y + 5.5, 33, 33), colour=DEEP)
    words = Box(foot.x + 45, foot.y + 5, foot.w - 49, 0)
    y = sheet.say(_("Scan to see who is on duty, or to report something"), words, 3.7, colour=TEAL, lines=4)
    for line in (card.supervision, *card.lines):
        here = Box(words.x, y + 0.6, words.w, 0)
        sheet.say(line.in_language(language), Box(here.x, here.y, here.w - 13, 0), 2.9, colour=GREY)
        y = sheet.say(line.phone, here, 3.2, align="right", heavy=True)


def _contact(sheet: Sheet, box: Box, contact: Contact) -> float:
    sheet.portrait(picture_of(contact.photo), contact.initials, Box(box.x, box.y, 20, 20), ring=TEAL)
    left = Box(box.x + 25, box.y + 0.5, box.w - 25, 0)
    y = sheet.say(contact.name, left, 6.6, heavy=True)
    said = role_words(contact)
    y = sheet.say(said, Box(left.x, y - 0.6, left.w, 0), 3.8, colour=GREY)
    if contact.phone:
        sheet.say(contact.phone, Box(left.x, y, left.w, 0), 5.0, colour=TEAL, heavy=True)
    return box.bottom


def _facts(sheet: Sheet, box: Box, card: GridCard, plot: Plot) -> float:
    inside = [house for house in plot.houses if house.inside]
    rows = [
        (_("Houses"), str(len(inside))),
        (_("Households"), str(sum(house.households for house in inside))),
        (_("Here"), sheet.listed(card.estates)),
        (_("Along"), sheet.listed(card.streets)),
    ]
    sheet.rule(box.x, box.y, box.w)
    y = box.y + 3
    for label, value in rows:
        if value:
            sheet.say(label, Box(box.x, y, 18, 0), 3.5, colour=GREY)
            y = sheet.say(value, Box(box.x + 20, y, box.w - 20, 0), 3.5, lines=3) + 0.8
    return y


def _legend(sheet: Sheet, box: Box, plot: Plot) -> None:
    sheet.rule(box.x, box.y, box.w)
    sheet.say(_("Legend"), Box(box.x, box.y + 2.6, box.w, 0), 3.8, colour=TEAL, heavy=True)
    signs: list[tuple[str, UUID | str]] = [
        ("border", _("Border of this grid")),
        ("side", _("Border of a neighbour")),
        ("home", _("House with its number")),
        ("shared", _("School, shop, office")),
        ("main", _("Main road")),
        ("street", _("Street, lane")),
    ]
    if len(plot.parts) > 1:
        signs.insert(1, ("part", _("Border of a part")))
    kinds = {way.kind for way in plot.ways}
    signs += [("river", _("River"))] * ("river" in kinds) + [("railway", _("Railway"))] * ("railway" in kinds)
    half = box.w / 2
    for place, (sign, words) in enumerate(signs):
        here = Box(box.x + place % 2 * half, box.y + 9.5 + place // 2 * 7, half, 7)
        _sign(sheet, sign, Box(here.x, here.y, 10, 4))
        sheet.say(str(words), Box(here.x + 12.5, here.y + 0.1, half - 14, 0), 3.0)


def _sign(sheet: Sheet, sign: str, box: Box) -> None:
    middle = box.y + box.h / 2
    lines = {"border": (CLAY, 1.5), "side": ((140, 152, 150), 0.4), "part": (TEAL, 0.5)}
    if sign in lines:
        colour, width = lines[sign]
        sheet.set_draw_color(*colour)
        sheet.set_line_width(width)
        if sign == "border":
            sheet.line(box.x, middle, box.right, middle)
        else:
            with sheet.dashed(2, 1.2):
                sheet.line(box.x, middle, box.right, middle)
        return
    if sign in {"home", "shared"}:
        sheet.set_line_width(0.2)
        sheet.fill(Box(box.x + 1.5, box.y, 7, 4), HOME if sign == "home" else SHARED, border=(150, 128, 104))
        return
    _metres, inner, outer = WAYS[sign]
    sheet.fill(Box(box.x, middle - 1.3, box.w, 2.6), outer)
    if inner != outer:
        sheet.fill(Box(box.x, middle - 0.95, box.w, 1.9), inner)


def _foot(sheet: Sheet, plot: Plot, page: str, language: str) -> None:
    label = plot.label_en if language.startswith("en") else plot.label_zh
    sheet.say(label, Box(FRAME.x, FRAME.bottom + 4, 220, 0), 3.2, colour=CLAY if plot.synthetic else GREY)
    sheet.say(page, Box(SIDE.x, FRAME.bottom + 4, SIDE.w, 0), 3.2, colour=GREY, align="right")
    made = sheet.creation_date
    if made is not None:
        words = _("As of %(day)s") % {"day": f"{made:%Y-%m-%d}"}
        sheet.say(words, Box(FRAME.right - 80, FRAME.bottom + 4, 80, 0), 3.2, colour=GREY, align="right")
