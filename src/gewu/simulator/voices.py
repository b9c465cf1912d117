"""Sentences: a pattern filled with a street, a house, a shop, a time of day, the same within one story."""

from collections.abc import Sequence
from random import Random

from gewu.simulator.shape import Added, Words
from gewu.simulator.town import Cell


class Voice:
    """The words of one story: whatever was said once is said again."""

    def __init__(self, words: Words, cell: Cell, chance: Random) -> None:
        self._words = words
        self._chance = chance
        self._said = {"estate": cell.estate, "street": chance.choice(cell.streets)}

    def __getitem__(self, slot: str) -> str:
        if slot not in self._said:
            self._said[slot] = self._chance.choice(self._words.slots[slot])
        return self._said[slot]

    def one_of(self, patterns: Sequence[str], **more: str) -> str:
        """One of the patterns, filled."""
        self._said.update(more)
        return self._chance.choice(patterns).format_map(self)

    def address(self) -> str:
        """Where it is, as people say it."""
        if self._chance.random() < 0.55:
            return f"{self['estate']}{self['building']}号楼"
        return f"{self['street']}{self['side']}"

    def resident(self, patterns: Sequence[str]) -> str:
        return self._around(self._words.residents, patterns)

    def patrol(self, patterns: Sequence[str]) -> str:
        return self._around(self._words.patrols, patterns)

    def _around(self, added: Added, patterns: Sequence[str]) -> str:
        parts = [self._chance.choice(part) for part in (added.before, patterns, added.after)]
        return "".join(part.format_map(self) for part in parts)
