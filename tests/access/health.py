"""What data health asks for: a finding in A1, a figure of a report, a look under way."""

from uuid import UUID

from gewu.checkups import commands
from gewu.checkups.keeping import At, Wrong, keep
from gewu.checkups.models import Finding, Statement
from gewu.checkups.published import published
from tests.access.registering import Manned


def a_checkup(town: Manned) -> UUID:
    at = At("person", None, town.tiny.north, town.tiny.grid_a, town.tiny.a1, 1)
    keep(town.tiny.township, "one_chief", [Wrong("a", at, {"names": "2"})])
    return Finding.objects.get(township=town.tiny.township, check_key="one_chief").id


def a_mender(town: Manned) -> str:
    """Somebody at the grid of that finding."""
    return str(town.actor("gridworker").user)


def a_figure(town: Manned) -> UUID:
    commands.take_in(published()["daimiao"], township=town.tiny.township)
    return Statement.objects.get(township=town.tiny.township, item="released").id


def a_look(town: Manned) -> UUID:
    return commands.ask_look(township=town.tiny.township, actor=town.actor("clerk"))
