"""A draft of what holds in the town, and what its forms send."""

from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile

from gewu.studio import commands, files, queries
from tests.access.town import Town

ROW = "大类代码,小类代码,小类名称,立案条件,处置时限,结案条件\n3,5,垃圾箱,箱体破损,1天,修好\n"
STAGE = {
    "public": "working",
    "turn": "dispatcher",
    "due.amount": "2",
    "due.unit": "work_hour",
    "open": "true",
    "final": "false",
    "zh.title": "待派遣",
    "en.title": "To dispatch",
    "zh.public": "正在安排人去办。",
    "en.public": "Somebody is being found.",
    "seen_version": "1",
}


def a_draft(town: Town) -> UUID:
    """Of events in the street, as its administrator started it."""
    admin, street = town.people["admin"].actor, town.tiny.street
    found = queries.living_at(admin, "event", street)
    return found.id if found else commands.start_draft(key="event", place=street, actor=admin).id


def files_form(town: Town) -> dict[str, Any]:
    """The draft itself as files."""
    row = queries.draft(town.people["admin"].actor, a_draft(town))
    content = files.packed(queries.sections_of(row), key=row.key, version=1)
    return {"file": SimpleUploadedFile("draft.zip", content), "seen_version": "1"}


def table_form() -> dict[str, Any]:
    """One row of a city's table, to be looked at."""
    return {"file": SimpleUploadedFile("部件.csv", ROW.encode())}


def start_form(town: Town) -> dict[str, str]:
    return {"key": "event", "place": str(town.tiny.street)}


def a_section(town: Town) -> dict[str, Any]:
    """The frame of the draft, as it is."""
    row = queries.draft(town.people["admin"].actor, a_draft(town))
    return {"value": queries.sections_of(row)["frame"], "seen_version": 1}
