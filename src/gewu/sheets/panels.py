"""On the page of a household, a dwelling, an establishment and a house: print a sheet for it."""

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from gewu.kernel.access import ActorRequest
from gewu.registers.queries import BuildingFile, RegisterFile
from gewu.sheets.commands import ROLES


def of_row(request: ActorRequest, file: RegisterFile) -> SafeString | str:
    """Where people live in a dwelling, their household has the sheet."""
    if not file.may_write or file.over or any(not home.over for home in file.households):
        return ""
    return _drawn(request, "subject", file.id)


def of_building(request: ActorRequest, file: BuildingFile) -> SafeString | str:
    anything = file.loose or file.doors or file.establishments
    return _drawn(request, "building", file.address.id) if anything else ""


def _drawn(request: ActorRequest, name: str, value: object) -> SafeString | str:
    if request.actor.roles.isdisjoint(ROLES):
        return ""
    return render_to_string("sheets/_print.html", {"name": name, "value": value}, request=request)
