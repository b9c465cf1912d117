"""What page builders write: icons, states, clocks, fields. `{% load gewu %}`."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from typing import Any

import segno
from django import template
from django.http import HttpRequest
from django.template.context import Context
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from gewu.ui import clocks
from gewu.ui.forms import Asked, Field

register = template.Library()

TONES = ("received", "working", "done", "paused", "soon", "late", "refused", "quiet")
# The four states a resident sees.
PUBLIC = {"received": "received", "working": "working", "done": "done", "not_now": "paused"}
SHAPES = {"running": "clock", "soon": "state-soon", "late": "state-late"}


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """A symbol of the sprite; with a label it speaks, without one it is decoration."""
    return _drawn(name, label)


@lru_cache(maxsize=512)
def _drawn(name: str, label: str) -> SafeString:
    """A page has some two hundred of them, out of a few dozen, and the sprite's address never changes."""
    href = static("gewu/icons.svg")
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}#{}"/></svg>', label, href, name
        )
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}#{}"/></svg>', href, name)


@register.simple_tag(takes_context=True)
def panels(context: Context, where: str, subject: object) -> SafeString:
    """What other rooms have to say here of the subject; see config/panels.py."""
    return format_html_join("\n", "{}", ((drawn,) for drawn in context["panels"](where, subject)))


@register.simple_tag(takes_context=True)
def filled(context: Context, form: Any) -> list[Field]:
    """The questions of a move, with the answers that others know already; see config/panels.py."""
    known = context["presets"](form)
    return [
        replace(field, value=known[field.name]) if field.name in known and not field.value else field
        for field in form.fields
    ]


@register.simple_tag(takes_context=True)
def asks(
    context: Context, form: str, version: object, fields: Iterable[Field], about: object = None
) -> Asked:
    """A form that is shown: what is known stands in its questions, and its moment is signed.

    `form` is "event/handle" or "person/edit", `about` what it is about; see config/known.py.
    """
    asked: Asked = context["asks"](form, str(version), tuple(fields), about)
    return asked


@register.simple_tag(takes_context=True)
def own_page(context: Context, file: object, move: str) -> tuple[str, str] | None:
    """Address and title of the page on which a move is asked for, if it has its own; see config/panels.py."""
    found: tuple[str, str] | None = context["own_page"](file, move)
    return found


@register.simple_tag
def state(tone: str, word: str) -> SafeString:
    """A state chip: a word, a shape and a colour; see TONES for what they may be."""
    tone = PUBLIC.get(tone, tone)
    if tone not in TONES:
        tone = "quiet"
    return format_html('<span class="state state-{}">{}{}</span>', tone, icon(f"state-{tone}"), word)


@register.simple_tag
def clock(due: datetime | None, now: datetime, paused: str = "", done: str = "") -> SafeString:
    """A deadline, relative and absolute. `paused` and `done` are words that replace a running clock."""
    if paused or done:
        tone, word = ("paused", paused) if paused else ("done", done)
        return format_html(
            '<span class="clock clock-{}">{}<b>{}</b></span>', tone, icon(f"state-{tone}"), word
        )
    if due is None:
        return format_html('<span class="clock">{}</span>', gettext("no deadline"))
    reading = clocks.read(due, now)
    return format_html(
        '<time class="clock clock-{}" datetime="{}" title="{}" data-due>{}<b>{}</b><span>· {}</span></time>',
        reading.tone,
        due.isoformat(),
        clocks.full(due),
        icon(SHAPES[reading.tone]),
        reading.figure,
        reading.moment,
    )


@register.simple_tag
def moment(value: datetime | None, now: datetime) -> SafeString | str:
    """A moment as people say it, the full date on hover."""
    if value is None:
        return ""
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        value.isoformat(),
        clocks.full(value),
        clocks.moment(value, now),
    )


@register.simple_tag
def full_moment(value: datetime) -> str:
    """The whole date and time, for paper."""
    return clocks.full(value)


@register.simple_tag
def ago(value: datetime, now: datetime) -> SafeString:
    """How long ago, the full date on hover."""
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        value.isoformat(),
        clocks.full(value),
        clocks.ago(value, now),
    )


@register.simple_tag
def qr(text: str, label: str) -> SafeString:
    """A QR code for paper; the label says what a phone will open."""
    code = segno.make(text, error="m", micro=False)
    drawing = code.svg_inline(omitsize=True, border=2, svgclass="qr", lineclass=None)
    return format_html('<span role="img" aria-label="{}">{}</span>', label, SafeString(drawing))


@register.inclusion_tag("ui/_field.html")
def field(field: Field) -> dict[str, Any]:
    """One question of a form: label, help, control, error."""
    return {"field": field}


@register.inclusion_tag("ui/_errors.html")
def errors(fields: Sequence[Field] = (), message: str = "") -> dict[str, Any]:
    """What is wrong with a form, summed up on top of it."""
    return {"fields_wrong": [field for field in fields if field.error], "form_error": message}


@register.inclusion_tag("ui/_rail_item.html", takes_context=True)
def rail_item(
    context: Context, url: str, label: str, icon: str = "", count: object = None, tone: str = ""
) -> dict[str, Any]:
    """A line of the desk's rail; current when the page's address begins with it."""
    return {
        "url": url,
        "label": label,
        "icon": icon,
        "count": count,
        "tone": tone,
        "here": _here(context, url),
    }


@register.inclusion_tag("ui/_bar_item.html", takes_context=True)
def bar_item(context: Context, url: str, label: str, icon: str, main: str = "") -> dict[str, Any]:
    """One of the field's bottom bar."""
    return {"url": url, "label": label, "icon": icon, "main": main, "here": _here(context, url)}


def _here(context: Context, url: str) -> bool:
    request: HttpRequest | None = context.get("request")
    return request is not None and request.path == url.partition("?")[0]


@register.simple_tag(takes_context=True)
def look(context: Context) -> str:
    """Classes of the root element from the visitor's own choices of type size and light."""
    request: HttpRequest | None = context.get("request")
    cookies = request.COOKIES if request else {}
    chosen = {"type": cookies.get("gewu_type"), "theme": cookies.get("gewu_theme")}
    allowed = {("type", "large"), ("theme", "dark"), ("theme", "light")}
    return " ".join(f"{key}-{value}" for key, value in chosen.items() if (key, value) in allowed)


@register.simple_tag
def language_tag(code: str) -> str:
    """`zh-hans` as the standard writes it: zh-Hans."""
    language, _, script = code.partition("-")
    return f"{language}-{script.title()}" if script else language
