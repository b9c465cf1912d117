"""What the content policy and the design system ask of every template."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted((ROOT / "src" / "gewu").glob("*/templates/**/*.html"))
STYLES = sorted((ROOT / "frontend").glob("**/*.css"))
SPRITE = (ROOT / "frontend" / "assets" / "icons.svg").read_text(encoding="utf-8")

FORBIDDEN = {
    "an inline style": r"\sstyle\s*=",
    "an inline script": r"<script(?![^>]*\bsrc=)",
    "an inline handler": r"\son[a-z]+\s*=\s*[\"']",
    "an htmx handler, which needs eval": r"\shx-on",
    "a computed htmx value, which needs eval": r"\shx-(vals|headers|confirm)\s*=\s*[\"']\s*(js|javascript):",
    "a trigger filter, which needs eval": r"\shx-trigger\s*=\s*\"[^\"]*\[",
    "a script address": r"javascript:",
    "something from another server": r"<(script|link|img|iframe)[^>]*\b(src|href)\s*=\s*[\"'](https?:)?//",
}
DJANGO = re.compile(r"\{[{%#].*?[}%#]\}", re.DOTALL)


def _id(path: Path) -> str:
    return str(path.relative_to(ROOT / "src" / "gewu"))


@pytest.fixture(params=TEMPLATES, ids=_id)
def template(request: pytest.FixtureRequest) -> str:
    text: str = request.param.read_text(encoding="utf-8")
    return text


def test_nothing_in_a_template_breaks_the_content_policy(template: str) -> None:
    assert [name for name, pattern in FORBIDDEN.items() if re.search(pattern, template)] == []


def test_every_form_that_posts_carries_its_token(template: str) -> None:
    for form in re.findall(r"<form\b.*?(?:</form>|\Z)", template, re.DOTALL):
        if re.search(r"method=[\"']post|hx-post", form.split(">")[0], re.IGNORECASE):
            assert "csrf_token" in form


def test_every_picture_says_what_it_shows(template: str) -> None:
    assert [tag for tag in re.findall(r"<img\b[^>]*>", template) if " alt=" not in tag] == []


def test_every_symbol_is_in_the_sprite(template: str) -> None:
    named = re.findall(r"\{%\s*icon\s+\"([^\"]+)\"", template)
    assert [name for name in named if f'id="{name}"' not in SPRITE] == []


def test_every_class_has_a_style(template: str) -> None:
    """A class without a style is a typing error, or a hook that should be a data attribute."""
    assert sorted(set(_classes(template)) - _styled()) == []


def _classes(template: str) -> Iterator[str]:
    """Classes written out in a template; those that a variable completes are left alone."""
    plain = DJANGO.sub(lambda tag: " " if tag[0].startswith("{%") else "\0", template)
    for attribute in re.findall(r"\bclass=\"([^\"]*)\"", plain):
        yield from (name for name in attribute.split() if "\0" not in name)


@cache
def _styled() -> frozenset[str]:
    return frozenset(
        name for path in STYLES for name in re.findall(r"\.([a-zA-Z][\w-]*)", path.read_text("utf-8"))
    )


def test_messages_are_drawn_by_the_frame_of_a_page_and_not_a_second_time() -> None:
    framed = re.compile(r'extends "(ui/(desk|portal|field|base)|field/base)\.html"')
    inner = re.compile(r"\{% block content %\}.*ui/_notices\.html", re.DOTALL)
    twice = [
        _id(path)
        for path in TEMPLATES
        if framed.search(said := path.read_text("utf-8")) and inner.search(said)
    ]
    assert twice == []
