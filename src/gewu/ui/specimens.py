"""What the living style page shows: every component with believable content, nothing from the database."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import pgettext

from gewu.ui.forms import Choice, Field


def specimens(now: datetime) -> dict[str, Any]:
    """The context of the style page at a moment."""
    return {
        "now": now,
        "fields": _fields(),
        "wrong": _wrong(),
        "soon": now + timedelta(minutes=95),
        "running": now + timedelta(hours=26, minutes=10),
        "late": now - timedelta(hours=3, minutes=5),
        "before": now - timedelta(minutes=42),
        "crumbs": [
            (pgettext("specimen", "Wenhua Road"), "#"),
            (pgettext("specimen", "Community 3"), "#"),
            (pgettext("specimen", "Grid 2"), ""),
        ],
        "filters": [
            {"label": pgettext("specimen", "Late"), "url": "#", "on": True, "count": 3},
            {"label": pgettext("specimen", "Due today"), "url": "#", "on": False, "count": 12},
            {"label": pgettext("specimen", "Street cleaning"), "url": "#", "on": False, "count": None},
        ],
        "tones": [
            ("received", pgettext("specimen", "Received")),
            ("working", pgettext("specimen", "In hand")),
            ("done", pgettext("specimen", "Done")),
            ("paused", pgettext("specimen", "Waiting")),
            ("soon", pgettext("specimen", "Due soon")),
            ("late", pgettext("specimen", "Late")),
            ("refused", pgettext("specimen", "Not taken up")),
            ("quiet", pgettext("specimen", "Archived")),
        ],
        "icons": ICONS.split(),
        "rooms": [
            ("field", pgettext("specimen", "Field")),
            ("desk", pgettext("specimen", "Desk")),
            ("print", pgettext("specimen", "Paper")),
        ],
    }


ICONS = (
    "today report walk me home search list map pin camera clock phone person people inbox send back next down"
    " close check plus filter print file chat journal help signout type night language warning info star menu"
    " undo building broom tree road noise water light bin fire heart shield"
)


def _fields() -> list[Field]:
    kinds = [
        (pgettext("specimen", "Rubbish and cleaning"), "bin"),
        (pgettext("specimen", "Street lights"), "light"),
        (pgettext("specimen", "Noise"), "noise"),
    ]
    return [
        Field(
            name="text",
            label=pgettext("specimen", "What is the matter?"),
            kind="long",
            required=True,
            max_length=500,
            help=pgettext("specimen", "A sentence or two: what, since when, whom it troubles."),
        ),
        Field(
            name="kind",
            label=pgettext("specimen", "What kind of thing is it?"),
            kind="radio",
            required=True,
            value="light",
            choices=[Choice(key, label) for label, key in kinds],
        ),
        Field(name="danger", label=pgettext("specimen", "Is somebody in danger?"), kind="yesno", value=False),
        Field(
            name="office",
            label=pgettext("specimen", "Who shall do it?"),
            kind="choice",
            choices=[
                ("1", pgettext("specimen", "City management team")),
                ("2", pgettext("specimen", "Water company")),
            ],
        ),
        Field(
            name="when",
            label=pgettext("specimen", "Review on"),
            kind="date",
            help=pgettext("specimen", "A day within a year."),
        ),
        Field(
            name="place",
            label=pgettext("specimen", "Where is it?"),
            kind="place",
            help=pgettext("specimen", "A house number or a landmark is enough."),
        ),
        Field(
            name="photos",
            label=pgettext("specimen", "Photos"),
            kind="file",
            multiple=True,
            help=pgettext("specimen", "No faces and no number plates."),
        ),
        Field(name="rating", label=pgettext("specimen", "Are you content?"), kind="rating", value=4),
    ]


def _wrong() -> list[Field]:
    return [
        Field(
            name="phone",
            label=pgettext("specimen", "Phone"),
            kind="phone",
            value="1380013",
            required=True,
            help=pgettext("specimen", "Only staff who work on it see this."),
            error=pgettext("specimen", "A mobile number has 11 digits."),
        ),
        Field(
            name="count",
            label=pgettext("specimen", "How many?"),
            kind="number",
            value="x",
            unit=pgettext("specimen", "pieces"),
            whole=True,
            error=pgettext("specimen", "Please write a number."),
        ),
    ]
