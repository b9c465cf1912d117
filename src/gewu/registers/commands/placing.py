"""Giving a row its place: an address, a dwelling, a household or a point."""

from uuid import UUID

from django.utils.translation import gettext as _

from gewu.kernel.access import Actor
from gewu.kernel.errors import Invalid
from gewu.places import queries as places
from gewu.registers import ground as grounds
from gewu.registers.ground import NOWHERE, Ground, ground_of_row
from gewu.registers.models import Dwelling, Facility, Household, Person, RegisterRow
from gewu.registers.queries import row as find
from gewu.registers.values import At


def ground_for(at: At, actor: Actor) -> Ground:
    """Where a new row would stand."""
    if at.household:
        return ground_of_row(find("household", at.household, actor))
    if at.dwelling:
        return ground_of_row(find("dwelling", at.dwelling, actor))
    if at.address:
        return grounds.ground_of(at.address)
    return grounds.ground_at(at.point) if at.point else NOWHERE


def settle(row: RegisterRow, at: At, actor: Actor) -> set[str]:
    """Put a row where it belongs; the columns that changed. Members are written apart."""
    ground = ground_for(at, actor)
    if at.address and places.address(at.address).township != row.township:
        message = _("This address lies in another township.")
        raise Invalid(message, fields={"address": message})
    ground.put_on(row)
    changed = set(grounds.GROUND)
    if isinstance(row, Household) and at.dwelling:
        row.dwelling = at.dwelling
        changed.add("dwelling")
    if isinstance(row, Facility) and at.point:
        row.lon, row.lat = at.point.lon, at.point.lat
        changed |= {"lon", "lat"}
    if isinstance(row, Dwelling) and ground.building is None:
        message = _("A dwelling stands in a building: choose its address.")
        raise Invalid(message, fields={"address": message})
    return changed


def follow(row: RegisterRow, lead: RegisterRow) -> set[str]:
    """Let a row stand where another one stands: members with their household, that with its dwelling."""
    ground_of_row(lead).put_on(row)
    changed = set(grounds.GROUND)
    if isinstance(lead, Household):
        changed |= _put(row, household=lead.id, dwelling=lead.dwelling)
    elif isinstance(lead, Dwelling):
        changed |= _put(row, dwelling=lead.id)
    return changed


def _put(row: RegisterRow, **columns: UUID | None) -> set[str]:
    mine = {name: value for name, value in columns.items() if isinstance(row, Person) or name != "household"}
    for name, value in mine.items():
        setattr(row, name, value)
    return set(mine)
