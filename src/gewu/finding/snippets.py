"""Where the words of a question stand in a case: a piece of text with marks, cut around the first of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gewu.finding.segments import Asked, folded

BEFORE, LENGTH = 18, 84
DESCRIPTION = "description"


@dataclass(frozen=True, slots=True)
class Snippet:
    """Pieces of a text, each marked or not; `kind` says which of a case's texts it is (empty: its place)."""

    kind: str
    pieces: tuple[tuple[str, bool], ...]

    @property
    def text(self) -> str:
        return "".join(piece for piece, _marked in self.pieces)


def snippet_of(where: str, texts: Sequence[tuple[str, str]], question: Asked) -> Snippet:
    """The text that holds most of the words, the description before others that hold as many."""
    candidates = [(kind, text) for kind, text in sorted(texts, key=lambda one: one[0] != DESCRIPTION)]
    candidates.append(("", where))
    kind, text = max(candidates, key=lambda one: _held(one[1], question.terms))
    return Snippet(kind, marked(_around(text, question.terms), question.terms))


def marked(text: str, terms: Iterable[str]) -> tuple[tuple[str, bool], ...]:
    """The text in pieces: those that are one of the terms, and those between."""
    flat, hits = folded(text), [False] * len(text)
    for term in terms:
        at = flat.find(term)
        while at >= 0:
            hits[at : at + len(term)] = [True] * len(term)
            at = flat.find(term, at + 1)
    pieces: list[tuple[str, bool]] = []
    for character, hit in zip(text, hits, strict=True):
        if pieces and pieces[-1][1] == hit:
            pieces[-1] = (pieces[-1][0] + character, hit)
        else:
            pieces.append((character, hit))
    return tuple(pieces)


def _held(text: str, terms: Iterable[str]) -> int:
    flat = folded(text)
    return sum(term in flat for term in terms)


def _around(text: str, terms: Iterable[str]) -> str:
    """One line of the text, beginning a little before the first term."""
    line = " ".join(text.split())
    flat = folded(line)
    spots = [at for at in (flat.find(term) for term in terms) if at >= 0]
    start = max(0, min(spots, default=0) - BEFORE)
    end = start + LENGTH
    return f"{'…' if start else ''}{line[start:end]}{'…' if end < len(line) else ''}"
