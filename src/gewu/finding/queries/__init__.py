"""Every read of finding. Rights are asked of the engine, row by row, in the same statement."""

from gewu.finding.queries.aside import BatchSheet, batch, batches, export, exports, lookups
from gewu.finding.queries.full_text import Found, Hit, find
from gewu.finding.queries.listed import expected, only_filters
from gewu.finding.queries.merged import Common, Together, chosen_cases, common_moves, together
from gewu.finding.queries.numbers import Meant, meant_by
from gewu.finding.queries.saved import SEARCH, Saved, saved_filter, saved_filters

__all__ = [
    "SEARCH",
    "BatchSheet",
    "Common",
    "Found",
    "Hit",
    "Meant",
    "Saved",
    "Together",
    "batch",
    "batches",
    "chosen_cases",
    "common_moves",
    "expected",
    "export",
    "exports",
    "find",
    "lookups",
    "meant_by",
    "only_filters",
    "saved_filter",
    "saved_filters",
    "together",
]
