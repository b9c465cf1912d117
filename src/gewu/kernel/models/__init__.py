"""Tables of the kernel, and the base of every operational table."""

from gewu.kernel.models import statements
from gewu.kernel.models.files import File
from gewu.kernel.models.journal import CanonicalJSON, Entry, Reacted, Seal
from gewu.kernel.models.made import MadeFile, MadeFileQuerySet
from gewu.kernel.models.numbers import NumberRange
from gewu.kernel.models.operational import (
    ChainedRow,
    HomeOfId,
    Operational,
    OperationalQuerySet,
    Salted,
    nothing_here,
)
from gewu.kernel.models.receipts import Receipt
from gewu.kernel.models.words import AboutQuerySet, WordsAbout

__all__ = [
    "AboutQuerySet",
    "CanonicalJSON",
    "ChainedRow",
    "Entry",
    "File",
    "HomeOfId",
    "MadeFile",
    "MadeFileQuerySet",
    "NumberRange",
    "Operational",
    "OperationalQuerySet",
    "Reacted",
    "Receipt",
    "Salted",
    "Seal",
    "WordsAbout",
    "nothing_here",
    "statements",
]
