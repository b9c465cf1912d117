"""Every shared read of the registers."""

from gewu.registers.queries.at_houses import Duty, duties_at, rows_at
from gewu.registers.queries.building import BuildingFile, building_file
from gewu.registers.queries.definitions import (
    all_programmes,
    problems,
    programme,
    programmes,
    register,
    registers,
    runs,
    shared_list,
    supplied,
    switch,
)
from gewu.registers.queries.files import (
    RegisterFile,
    dwelling_file,
    establishment_file,
    facility_file,
    file_of,
    household_file,
    person_file,
)
from gewu.registers.queries.foreknown import foreknown, shown_foreknown
from gewu.registers.queries.lists import (
    counted,
    due_soon,
    enrolled,
    in_programme,
    lines,
    listed,
    subjects_of,
    townships,
)
from gewu.registers.queries.rows import (
    dwelling_at,
    kind_of,
    known,
    known_person,
    named_by,
    own_person,
    row,
    rows,
)
from gewu.registers.queries.search import Found, search, search_people
from gewu.registers.queries.shown import Brief, InProgramme, Shown
from gewu.registers.queries.steps import Done, Told, own_step, told
from gewu.registers.queries.visited import visits_by_building

__all__ = [
    "Brief",
    "BuildingFile",
    "Done",
    "Duty",
    "Found",
    "InProgramme",
    "RegisterFile",
    "Shown",
    "Told",
    "all_programmes",
    "building_file",
    "counted",
    "due_soon",
    "duties_at",
    "dwelling_at",
    "dwelling_file",
    "enrolled",
    "establishment_file",
    "facility_file",
    "file_of",
    "foreknown",
    "household_file",
    "in_programme",
    "kind_of",
    "known",
    "known_person",
    "lines",
    "listed",
    "named_by",
    "own_person",
    "own_step",
    "person_file",
    "problems",
    "programme",
    "programmes",
    "register",
    "registers",
    "row",
    "rows",
    "rows_at",
    "runs",
    "search",
    "search_people",
    "shared_list",
    "shown_foreknown",
    "subjects_of",
    "supplied",
    "switch",
    "told",
    "townships",
    "visits_by_building",
]
