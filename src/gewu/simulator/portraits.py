"""Drawn faces in place of work photos, labelled 演示. The same one for the same person every time."""

import io
from random import Random

from PIL import Image, ImageDraw

from gewu.simulator.pictures import Pen, label

SIZE = (300, 400)
BACKS = ("#cfdde0", "#e2ddd0", "#d3dccb", "#dcd3d9", "#c9d6e2")
SKINS = ("#efcfae", "#e6bf99", "#f3d8bd", "#dcb38b")
HAIRS = ("#2b2522", "#3b312b", "#1f1d1d", "#56483d", "#8c8781")
COATS = ("#2f5d62", "#7a4b3a", "#3d5a80", "#5b6b4a", "#6d597a")


def draw(who: str) -> bytes:
    """A JPEG of a few kilobytes: head and shoulders before a plain wall."""
    chance = Random(who)  # noqa: S311 - a drawing, not a secret
    picture = Image.new("RGB", SIZE, chance.choice(BACKS))
    pen = ImageDraw.Draw(picture)
    skin, hair, coat = chance.choice(SKINS), chance.choice(HAIRS), chance.choice(COATS)
    if chance.random() < 0.5:
        pen.rounded_rectangle([76, 96, 224, 292], 66, fill=hair)
    _body(pen, skin, coat)
    _head(pen, chance, skin, hair)
    label(pen, after=True)
    written = io.BytesIO()
    picture.save(written, format="JPEG", quality=82)
    return written.getvalue()


def _body(pen: Pen, skin: str, coat: str) -> None:
    pen.rounded_rectangle([34, 292, 266, 470], 70, fill=coat)
    pen.rounded_rectangle([124, 236, 176, 318], 22, fill=skin)
    pen.polygon([(112, 292), (150, 352), (188, 292), (208, 304), (150, 400), (92, 304)], fill="#f4f1ea")


def _head(pen: Pen, chance: Random, skin: str, hair: str) -> None:
    pen.pieslice([82, 74, 218, 220], 180, 360, fill=hair)
    pen.ellipse([90, 92, 210, 262], fill=skin)
    pen.chord([88, 78, 212, 190], 186, 354 - chance.randint(0, 22), fill=hair)
    for x in (124, 176):
        pen.ellipse([x - 6, 174, x + 6, 186], fill="#2b2522")
        pen.line([(x - 13, 160), (x + 13, 158)], fill=hair, width=4)
    pen.line([(150, 186), (146, 206), (153, 208)], fill="#c39a78", width=3)
    pen.arc([126, 204, 174, 238], 20, 160, fill="#a8574a", width=4)
    if chance.random() < 0.35:
        for x in (124, 176):
            pen.ellipse([x - 21, 160, x + 21, 200], outline="#3a3a3a", width=3)
        pen.line([(145, 178), (155, 178)], fill="#3a3a3a", width=3)
