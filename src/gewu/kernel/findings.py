"""What can be wrong with a journal."""

from dataclasses import dataclass
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
    UNSEALED = "unsealed"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it was written."""

    wrong: Wrong
    township: int
    subject: UUID | None = None
    number: int | None = None
    detail: str = ""

    def __str__(self) -> str:
        place = f"{self.township} {self.subject or ''} {f'#{self.number}' if self.number else ''}"
        return f"{self.wrong}: {' '.join(place.split())}{f' ({self.detail})' if self.detail else ''}"
