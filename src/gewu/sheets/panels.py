"""On the page of a household and of a house: print a sheet for it."""

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from gewu.kernel.access import ActorRequest
from gewu.registers.queries import BuildingFile, RegisterFile
from gewu.sheets.commands import ROLES


def of_household(request: ActorRequest, file: RegisterFile) -> SafeString | str:
    return _drawn(request, "household", file.id) if file.may_write and not file.over else ""


def of_building(request: ActorRequest, file: BuildingFile) -> SafeString | str:
    homes = bool(file.loose) or any(door.households for door in file.doors)
    return _drawn(request, "building", file.address.id) if homes else ""


def _drawn(request: ActorRequest, name: str, value: object) -> SafeString | str:
    if request.actor.roles.isdisjoint(ROLES):
        return ""
    return render_to_string("sheets/_print.html", {"name": name, "value": value}, request=request)
