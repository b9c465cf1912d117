"""Seals: each day of a township's journal is closed once, and the seal is also kept outside the database.

A seal lists the hashes of the day's entries, so it shows which entry was replaced even where a whole chain
was calculated anew. Whoever can change the database cannot change the files, and the seals are chained to
each other.
"""

from gewu.kernel.seals.check import check_seals
from gewu.kernel.seals.taking import seal_days, take

__all__ = ["check_seals", "seal_days", "take"]
