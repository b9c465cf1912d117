"""Which of two values is believed. Pure.

Exchanged beats typed; among equals checked beats unchecked, then newer beats older. What differs and does not
win is never lost: it becomes a claim.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal
from uuid import UUID


class Source(StrEnum):
    """How a value reached us."""

    EXCHANGED = "exchanged"
    WINDOW = "window"
    DOOR = "door"
    PHONE = "phone"
    SELF = "self"
    PAPER = "paper"


Verdict = Literal["take", "confirm", "claim"]
State = Literal["given", "checked"]
Packed = list[str | None]


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a value came from: how, when, by whom, whether somebody checked it, with which import."""

    source: Source
    at: datetime
    by: UUID | None = None
    state: State = "given"
    batch: UUID | None = None

    def packed(self) -> Packed:
        """As it stands in `sources`: [source, at, by, state, batch]."""
        return [
            self.source.value,
            self.at.isoformat(),
            str(self.by) if self.by else None,
            self.state,
            str(self.batch) if self.batch else None,
        ]

    @classmethod
    def unpacked(cls, packed: Packed) -> "Mark":
        source, at, by, state, batch = packed
        return cls(
            source=Source(str(source)),
            at=datetime.fromisoformat(str(at)),
            by=UUID(by) if by else None,
            state="checked" if state == "checked" else "given",
            batch=UUID(batch) if batch else None,
        )


@dataclass(frozen=True, slots=True)
class Origin:
    """What one act of writing says of all values in it. `office` is who sent exchanged ones.

    `batch` is the import that brings the row; `sheet` is one of paper, which stands in the marks alone. What
    is `final` stands or falls with something else: a visit, a decision on a request.
    """

    source: Source
    checked: bool = False
    at: datetime | None = None
    batch: UUID | None = None
    office: str = ""
    sheet: UUID | None = None
    final: bool = False

    @property
    def single(self) -> bool:
        """Whether it was said by itself: not with an import, a sheet or a decision, which end as a whole."""
        return not (self.batch or self.sheet or self.final)

    def mark(self, now: datetime, by: UUID | None) -> Mark:
        state: State = "checked" if self.checked else "given"
        return Mark(self.source, self.at or now, by, state, self.batch or self.sheet)


def weigh(held: Mark | None, offered: Mark, *, same: bool) -> Verdict:
    """What becomes of an offered value, beside the mark of the one that is held (None: nothing is held)."""
    if held is None:
        return "take"
    if same:
        return "confirm"
    return "take" if _strength(offered) >= _strength(held) else "claim"


def confirmed(held: Mark, offered: Mark) -> Mark:
    """The mark of a value that both say: as strong as the stronger, as new as the newer."""
    source = Source.EXCHANGED if Source.EXCHANGED in {held.source, offered.source} else held.source
    checked = "checked" in {held.state, offered.state}
    newer = offered if offered.at >= held.at else held
    return Mark(source, newer.at, newer.by, "checked" if checked else "given", held.batch)


def _strength(mark: Mark) -> tuple[bool, bool, datetime]:
    return mark.source == Source.EXCHANGED, mark.state == "checked", mark.at
