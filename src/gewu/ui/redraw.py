"""A refused form is drawn again with what was typed, so that nobody has to write it twice.

A page that takes a POST says how (`redraw_with(request, draw)`), then calls its command and catches nothing.
The one mapping of refusals (gewu.config.refusals) calls `draw(message, fields)` and sets the status.
"""

from collections.abc import Callable, Mapping

from django.http import HttpRequest, HttpResponse

Draw = Callable[[str, Mapping[str, str]], HttpResponse]
_NAME = "gewu_redraw"


def redraw_with(request: HttpRequest, draw: Draw) -> None:
    """Draw the page's form with this if its command refuses: `draw(message, {field: what is wrong})`."""
    setattr(request, _NAME, draw)


def redraw_of(request: HttpRequest) -> Draw | None:
    """How this request wants a refusal drawn, if it said so."""
    draw: Draw | None = getattr(request, _NAME, None)
    return draw
