"""Every category has a symbol in the sprite that the front end ships."""

import re
from pathlib import Path

from gewu.catalogue.queries import categories

SPRITE = Path(__file__).parents[1] / "frontend" / "assets" / "icons.svg"


def test_every_category_has_its_symbol() -> None:
    symbols = set(re.findall(r'<symbol id="([^"]+)"', SPRITE.read_text(encoding="utf-8")))
    assert {category.icon for category in categories()} <= symbols
