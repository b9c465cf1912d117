"""On the page of a household, a dwelling, an establishment and a house: print a sheet, or go on with one."""

from collections.abc import Sequence
from uuid import UUID, uuid4

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from gewu.kernel.access import ActorRequest
from gewu.registers.queries import BuildingFile, RegisterFile
from gewu.sheets import queries, words
from gewu.sheets.commands import ROLES
from gewu.sheets.models import Sheet


def of_row(request: ActorRequest, file: RegisterFile) -> SafeString | str:
    """Where people live in a dwelling, their household has the sheet."""
    lived_in = any(not home.over for home in file.households)
    if not _has_part(request) or not file.may_write or file.over or lived_in:
        return ""
    return _drawn(request, "subject", file.id, queries.under_way(file.id, request.actor))


def of_building(request: ActorRequest, file: BuildingFile) -> SafeString | str:
    anything = file.loose or file.doors or file.establishments
    return _drawn(request, "building", file.address.id) if anything and _has_part(request) else ""


def _has_part(request: ActorRequest) -> bool:
    return not request.actor.roles.isdisjoint(ROLES)


def _drawn(request: ActorRequest, name: str, value: UUID, under_way: Sequence[Sheet] = ()) -> SafeString:
    """A button that prints for `name` (what `print_sheets` calls it), below what is under way already."""
    said = {
        "name": name,
        "value": value,
        "receipt": uuid4().hex,
        "under_way": [_row(one) for one in under_way],
    }
    return render_to_string("sheets/_print.html", said, request=request)


def _row(sheet: Sheet) -> dict[str, object]:
    return {"sheet": sheet, "state": words.STATES[sheet.state], "tone": words.TONES.get(sheet.state, "open")}
