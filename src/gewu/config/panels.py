"""What other rooms put on a page that is not theirs: a case shows what supervision or call-backs know of it.

A panel is a function from (request, subject) to HTML, empty when it has nothing to say. Templates draw them
with `{% panels "case" file %}`.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.safestring import SafeString

from gewu.aftercare.pages import calling, papers
from gewu.burden import panels as burden
from gewu.checkups import panels as checkups
from gewu.clearance import panels as clearance
from gewu.desk import panels as desk
from gewu.exchange import panels as exchange
from gewu.finding.pages.panels import on_list
from gewu.joint import panels as joint
from gewu.kernel.access import ActorRequest
from gewu.layers import panels as layers
from gewu.people import panels as people
from gewu.registers import panels as registers
from gewu.routing.pages.panels import preset, same_matter, suggested
from gewu.sheets import panels as sheets
from gewu.signage.pages import panels as signage
from gewu.supervision import panels as supervision

Panel = Callable[[ActorRequest, Any], SafeString | str]
Preset = Callable[[ActorRequest, Any], Mapping[str, Any]]
OwnPage = Callable[[ActorRequest, Any, str], tuple[str, str] | None]

# `case` (subject: a CaseFile): between what a case is about and what happened. `move` (the open MoveForm):
# above the questions of a move. `start` (subject: the actor): below the work on the first page of the desk.
# `list` (subject: the list or search shown, with `key` and `query`): the tools between its head and its rows.
# `search` (subject: what was typed): where else the same words may be looked for.
# `field` (subject: the actor): on the first page of the phone. `layer_area` (an AreaSheet): below its facts.
# `address` (an Address of places): below what is in it.
# `me` (the actor): on one's own page. `rights` (the actor): below what one agreed to among one's own rights.
PANELS: dict[str, tuple[Panel, ...]] = {
    "case": (
        same_matter,
        layers.of_case,
        calling.panel,
        papers.panel,
        supervision.of_case,
        burden.seen,
    ),
    # A page of the registers (its RegisterFile; of a building its BuildingFile): below what they know.
    "person": (checkups.of_row, desk.of_person, burden.seen_row),
    "household": (checkups.of_row, desk.of_person, burden.seen_row, sheets.of_row),
    "dwelling": (checkups.of_row, burden.seen_row, sheets.of_row),
    "establishment": (checkups.of_row, desk.of_person, burden.seen_row, sheets.of_row),
    "facility": (checkups.of_row, burden.seen_row),
    "building": (checkups.of_building, desk.of_building, sheets.of_building),
    "move": (suggested,),
    "list": (on_list,),
    "search": (registers.of_search, people.of_search),
    "start": (
        registers.of_start,
        people.of_start,
        clearance.of_start,
        exchange.of_start,
        supervision.of_start,
        joint.of_start,
        checkups.of_start,
        signage.of_start,
    ),
    "layer_area": (joint.of_area,),
    "address": (),
    "field": (
        checkups.of_start,
        registers.of_start,
        supervision.of_field,
        clearance.of_start,
        signage.of_field,
    ),
    "me": (signage.of_me,),
    "rights": (signage.of_rights,),
}

# Answers that stand in the questions of a move before anybody answers: functions from (request, MoveForm) to
# values by the names of fields. The first that knows a field is believed, and what was typed goes before all.
PRESETS: tuple[Preset, ...] = (layers.preset, preset)

# Moves that are asked on a page of their own and not in the bar of a case: functions from (request, CaseFile,
# name of the move) to its address and what the link says. None: no such move, or not for this actor.
OWN_PAGES: tuple[OwnPage, ...] = (calling.own_page,)
