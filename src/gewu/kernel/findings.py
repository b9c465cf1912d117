"""What can be wrong with a journal."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID


class Wrong(StrEnum):
    """The words of `gewu verify-journal`."""

    CHANGED = "changed"
    REMOVED = "removed"
    INSERTED = "inserted"
    SWAPPED = "swapped"
    MOVED = "moved"
    REHASHED = "rehashed"
    ORPHANED = "orphaned"
    SEAL_BROKEN = "seal broken"
    SEAL_REMOVED = "seal removed"
    SEAL_FILE = "seal file"
    SEALED_ANEW = "sealed anew"
    KEY_REPLACED = "key replaced"
    KEPT_COPY = "kept copy"
    UNSEALED = "unsealed"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it was written. Without a subject, `number` is that of a seal."""

    wrong: Wrong
    township: int
    subject: UUID | None = None
    number: int | None = None
    detail: str = ""
    day: date | None = None

    def __str__(self) -> str:
        place = [self.township, self.day, self.subject, f"#{self.number}" if self.number else None]
        told = " ".join(str(part) for part in place if part)
        return f"{self.wrong}: {told}{f' ({self.detail})' if self.detail else ''}"
