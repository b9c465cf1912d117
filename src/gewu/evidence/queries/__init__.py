"""Every shared read of evidence. None of them writes."""

from gewu.evidence.queries.entries import Line, Wanted, entries, kinds
from gewu.evidence.queries.proofs import Sheet, proof, proofs_of, sheet_of, text_of
from gewu.evidence.queries.runs import run, runs
from gewu.evidence.queries.states import State, name_of, states, townships

__all__ = [
    "Line",
    "Sheet",
    "State",
    "Wanted",
    "entries",
    "kinds",
    "name_of",
    "proof",
    "proofs_of",
    "run",
    "runs",
    "sheet_of",
    "states",
    "text_of",
    "townships",
]
