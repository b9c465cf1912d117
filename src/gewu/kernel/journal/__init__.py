"""The journal: say what happened, once, in the transaction that makes it so. Everything else follows from it.

Facts are codes, identifiers and digests, never a person's words, name or contact: those live in rows of the
slice, next to the salt of their digest, so that a lawful erasure leaves every chain whole.
"""

from gewu.kernel.findings import Finding, Wrong
from gewu.kernel.journal.check import subjects_in, verify
from gewu.kernel.journal.entries import Note, digest, entries_of, kind_of, new_salt, record, record_all
from gewu.kernel.journal.words import say

__all__ = [
    "Finding",
    "Note",
    "Wrong",
    "digest",
    "entries_of",
    "kind_of",
    "new_salt",
    "record",
    "record_all",
    "say",
    "subjects_in",
    "verify",
]
