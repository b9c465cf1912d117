"""Seals: each day of a township's journal is closed once and signed, and the seal is also kept as a file.

A seal is the root of a tree over the hashes of the day's entries: it shows which entry was replaced even
where a whole chain was calculated anew, and one entry is shown to be in it without showing another. Seals are
chained, the key that signs them is not in the database, and a copy kept elsewhere proves what was.
"""

from gewu.kernel.seals.check import check_seals
from gewu.kernel.seals.copies import NoCopy, compare
from gewu.kernel.seals.proving import Cover, as_hashed, covers
from gewu.kernel.seals.publishing import published
from gewu.kernel.seals.signing import CannotSign, Public
from gewu.kernel.seals.taking import seal_days, take

__all__ = [
    "CannotSign",
    "Cover",
    "NoCopy",
    "Public",
    "as_hashed",
    "check_seals",
    "compare",
    "covers",
    "published",
    "seal_days",
    "take",
]
