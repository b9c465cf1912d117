"""Small drawn street scenes in place of photographs, labelled 演示. The same ones every time."""

import io
from collections.abc import Callable
from functools import cache
from random import Random

from PIL import Image, ImageDraw

SIZE = (480, 360)
SKIES = ["#cfe3ee", "#dfe6ea", "#f0dfc6", "#c4d3dd"]
WALLS = ["#d9c7a8", "#cbbfae", "#e0d2bd", "#c9b3a0"]
GROUND = ["#b9b5ac", "#aaa69d", "#c3bba9", "#9fa39c"]
BAGS = ["#4a4a4a", "#b04a3a", "#d8d2c0", "#5b7fa5"]
PUDDLES = ["#6f8a8f", "#7d8f7a", "#5f7f92"]
CARS = ["#b5493f", "#4c6c94", "#dddddd", "#56605a"]
Pen = ImageDraw.ImageDraw

# The two characters of 演示 as strokes on a field of 16 × 16: no font has to be there.
_YAN = [
    [(1, 1), (3, 3)],
    [(0, 5), (2, 7)],
    [(0, 15), (3, 9)],
    [(10, 0), (10, 2)],
    [(5, 4), (5, 2), (15, 2), (15, 4)],
    [(7, 5), (13, 5)],
    [(6, 7), (14, 7), (14, 12), (6, 12), (6, 7)],
    [(6, 9), (14, 9)],
    [(10, 5), (10, 12)],
    [(8, 13), (5, 15)],
    [(12, 13), (15, 15)],
]
_SHI = [
    [(3, 2), (13, 2)],
    [(0, 6), (15, 6)],
    [(8, 6), (8, 15), (6, 14)],
    [(4, 8), (1, 13)],
    [(12, 8), (15, 13)],
]


@cache
def draw(scene: str, look: int, *, after: bool) -> bytes:
    """A JPEG of a few kilobytes."""
    chance = Random(f"{scene}/{look}")  # noqa: S311 - a drawing, not a secret
    picture = Image.new("RGB", SIZE, SKIES[look % len(SKIES)])
    pen = ImageDraw.Draw(picture)
    _street(pen, chance, look)
    SCENES.get(scene, _nothing)(pen, chance, after)
    label(pen, after=after)
    written = io.BytesIO()
    picture.save(written, format="JPEG", quality=72)
    return written.getvalue()


def _street(pen: Pen, chance: Random, look: int) -> None:
    """A block of flats behind a pavement."""
    left, top = chance.randint(0, 60), chance.randint(40, 80)
    pen.rectangle([left, top, left + chance.randint(260, 380), 250], fill=WALLS[look % len(WALLS)])
    for x in range(left + 20, left + 240, 55):
        for y in range(top + 15, 220, 48):
            pen.rectangle([x, y, x + 30, y + 28], fill="#7d93a3", outline="#f4f1ea", width=2)
    pen.rectangle([0, 250, 480, 360], fill=GROUND[look % len(GROUND)])
    pen.line([(0, 285), (480, 280)], fill="#8b877f", width=3)
    for x in range(-20, 480, 60):
        pen.line([(x, 360), (x + 30, 285)], fill="#a29e95", width=1)


def _nothing(pen: Pen, chance: Random, after: bool) -> None:
    """A street where nothing is drawn in."""


def _bin(pen: Pen, chance: Random, after: bool) -> None:
    x = chance.randint(150, 260)
    pen.rectangle([x, 190, x + 80, 300], fill="#3f7d4e", outline="#2b5636", width=3)
    pen.ellipse([x + 8, 294, x + 26, 312], fill="#333333")
    pen.ellipse([x + 54, 294, x + 72, 312], fill="#333333")
    if after:
        pen.rectangle([x - 4, 180, x + 84, 194], fill="#2f6a3e")
        return
    pen.polygon([(x + 70, 180), (x + 130, 220), (x + 120, 232), (x + 62, 192)], fill="#2f6a3e")
    _bags(pen, chance, x - 60, 7)


def _bags(pen: Pen, chance: Random, x: int, count: int) -> None:
    for _ in range(count):
        at, low, size = x + chance.randint(0, 170), chance.randint(286, 325), chance.randint(16, 34)
        pen.ellipse([at, low - size, at + size, low], fill=chance.choice(BAGS))


def _rubbish(pen: Pen, chance: Random, after: bool) -> None:
    if after:
        pen.ellipse([150, 300, 330, 330], fill="#cfcabf")
    else:
        _bags(pen, chance, 120, 22)


def _wall(pen: Pen, chance: Random, after: bool) -> None:
    pen.rectangle([60, 90, 420, 280], fill="#e8e0d0", outline="#b7a98d", width=3)
    for _ in range(9):
        x, y = chance.randint(70, 370), chance.randint(100, 240)
        ink = chance.choice(["#c8402f", "#2f5fb3", "#e3b23c"])
        if after:
            pen.rectangle([x, y, x + 40, y + 26], fill="#e2dac9")
        else:
            pen.rectangle([x, y, x + 40, y + 26], fill="#fffdf5", outline=ink, width=2)
            pen.line([(x + 6, y + 9), (x + 34, y + 9)], fill=ink, width=3)
            pen.line([(x + 6, y + 18), (x + 28, y + 18)], fill=ink, width=2)


def _lamp(pen: Pen, chance: Random, after: bool) -> None:
    pen.rectangle([0, 0, 480, 360], fill="#27344a")
    pen.rectangle([0, 270, 480, 360], fill="#3a4048")
    x = chance.randint(200, 280)
    if after:
        pen.polygon([(x + 58, 80), (x - 40, 320), (x + 190, 320)], fill="#6d6a4c")
    pen.line([(x, 330), (x, 60), (x + 60, 60)], fill="#8f9aa5", width=7)
    pen.ellipse([x + 45, 56, x + 78, 82], fill="#ffe9a0" if after else "#4b535c")


def _road(pen: Pen, chance: Random, after: bool) -> None:
    pen.polygon([(0, 360), (150, 230), (330, 230), (480, 360)], fill="#6d6d6d")
    x = chance.randint(170, 230)
    pen.ellipse([x, 280, x + 110, 325], fill="#595959" if after else "#3b342c")
    if not after:
        pen.arc([x, 280, x + 110, 325], 0, 360, fill="#8f8a80", width=4)
        pen.ellipse([x + 24, 292, x + 80, 316], fill="#54708a")


def _stairs(pen: Pen, chance: Random, after: bool) -> None:
    pen.rectangle([0, 0, 480, 360], fill="#d6d0c4")
    for step in range(7):
        pen.rectangle(
            [180 + step * 30, 300 - step * 34, 480, 334 - step * 34], fill="#b3ab9d", outline="#958d80"
        )
    for _ in range(0 if after else 8):
        x, y = chance.randint(20, 210), chance.randint(210, 300)
        pen.rectangle([x, y, x + chance.randint(30, 60), y + 46], fill="#b58a55", outline="#7d5c34", width=2)


def _tree(pen: Pen, chance: Random, after: bool) -> None:
    x, lean = chance.randint(200, 270), 0 if after else 120
    pen.line([(x, 310), (x + lean, 170)], fill="#6a4d33", width=18)
    for _ in range(9 if after else 13):
        dx, dy, size = chance.randint(-80, 60), chance.randint(-70, 20), chance.randint(36, 64)
        pen.ellipse([x + lean + dx, 140 + dy, x + lean + dx + size, 140 + dy + size], fill="#5d8a4a")


def _water(pen: Pen, chance: Random, after: bool) -> None:
    if after:
        pen.rectangle([190, 300, 280, 322], fill="#5a5a5a", outline="#3c3c3c", width=3)
        return
    for _ in range(6):
        x, y = chance.randint(40, 280), chance.randint(270, 320)
        pen.ellipse([x, y, x + chance.randint(90, 180), y + 34], fill=chance.choice(PUDDLES))


def _shop(pen: Pen, chance: Random, after: bool) -> None:
    pen.rectangle([70, 120, 410, 280], fill="#efe6d2", outline="#a9542f", width=4)
    pen.rectangle([70, 105, 410, 145], fill="#b8452f")
    for place in range(0 if after else 7):
        x = 80 + place * 46
        pen.rectangle([x, 270, x + 38, 312], fill="#c79b53", outline="#7f6130", width=2)
        pen.ellipse([x + 6, 256, x + 32, 280], fill=chance.choice(["#d9472b", "#e9a23b", "#5c9a3f"]))


def _vehicles(pen: Pen, chance: Random, after: bool) -> None:
    for place in range(2 if after else 6):
        x, y = (30 + place * 60, 262) if after else (20 + place * 72, chance.randint(262, 300))
        pen.rounded_rectangle([x, y, x + 70, y + 34], 10, fill=chance.choice(CARS))
        pen.ellipse([x + 8, y + 26, x + 24, y + 42], fill="#222222")
        pen.ellipse([x + 46, y + 26, x + 62, y + 42], fill="#222222")


def _snow(pen: Pen, chance: Random, after: bool) -> None:
    pen.rectangle([0, 255, 480, 360], fill="#f2f6fa")
    if after:
        pen.polygon([(190, 360), (225, 255), (265, 255), (310, 360)], fill="#aaa69d")
    for _ in range(40):
        x, y = chance.randint(0, 470), chance.randint(0, 250)
        pen.ellipse([x, y, x + 5, y + 5], fill="#ffffff")


def _building(pen: Pen, chance: Random, after: bool) -> None:
    pen.polygon(
        [(120, 280), (120, 170), (240, 130), (360, 170), (360, 280)], fill="#9db0bd", outline="#5f7380"
    )
    if after:
        pen.rectangle([100, 170, 380, 300], fill="#c9c3b6")
        return
    for x in range(130, 360, 30):
        pen.line([(x, 280), (x, 150)], fill="#6b7d89", width=3)
    pen.line([(100, 210), (390, 210)], fill="#c59a3d", width=5)


SCENES: dict[str, Callable[[Pen, Random, bool], None]] = {
    "bin": _bin,
    "rubbish": _rubbish,
    "wall": _wall,
    "lamp": _lamp,
    "road": _road,
    "stairs": _stairs,
    "tree": _tree,
    "water": _water,
    "shop": _shop,
    "street": _vehicles,
    "snow": _snow,
    "building": _building,
}


def label(pen: Pen, *, after: bool) -> None:
    """演示 in the upper left corner: red before, green after."""
    pen.rectangle([0, 0, 96, 48], fill="#c0392b" if not after else "#2e7d4f")
    for offset, strokes in ((10, _YAN), (46, _SHI)):
        for stroke in strokes:
            pen.line([(4 + offset + x * 2, 9 + y * 1.9) for x, y in stroke], fill="white", width=2)
