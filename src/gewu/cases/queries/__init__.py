"""Every shared read of cases. `visible_to` is asked in each of them; "not yours" reads "not found"."""

from gewu.cases.queries.facts import facts_of
from gewu.cases.queries.file import brief, brief_of_own, case_file, file_of, journal_of
from gewu.cases.queries.lists import (
    chosen_from,
    list_filters,
    map_points,
    search,
    source_name,
    visible,
    worklist,
)
from gewu.cases.queries.public import Slip, public_case, public_photo, slip_of
from gewu.cases.queries.values import (
    Answer,
    CaseFile,
    CaseRow,
    Contact,
    MapPoint,
    Named,
    OfferedMove,
    Photo,
    PublicCase,
    PublicStep,
    PublicWords,
    StoryLine,
    Words,
)
from gewu.cases.queries.worklists import Worklist, lists_of, worklists

__all__ = [
    "Answer",
    "CaseFile",
    "CaseRow",
    "Contact",
    "MapPoint",
    "Named",
    "OfferedMove",
    "Photo",
    "PublicCase",
    "PublicStep",
    "PublicWords",
    "Slip",
    "StoryLine",
    "Words",
    "Worklist",
    "brief",
    "brief_of_own",
    "case_file",
    "chosen_from",
    "facts_of",
    "file_of",
    "journal_of",
    "list_filters",
    "lists_of",
    "map_points",
    "public_case",
    "public_photo",
    "search",
    "slip_of",
    "source_name",
    "visible",
    "worklist",
    "worklists",
]
