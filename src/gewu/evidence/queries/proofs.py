"""A proof of one case: its entries as they were hashed, and the seals over them with the way up to the roots.

Of other cases it holds nothing but hashes of hashes. Words of people are in it only where somebody chose to
show them, next to the salts of their digests.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from gewu.cases import queries as cases
from gewu.cases.queries import CaseFile, StoryLine
from gewu.cases.queries.evidence import SaltedWords, salted_words
from gewu.evidence.models import Proof
from gewu.kernel.access import Actor
from gewu.kernel.canonical import JsonValue, dump, spell
from gewu.kernel.models import Entry
from gewu.kernel.seals import Cover, Public, as_hashed, covers

FORM = "gewu.proof.1"


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of the case: the line a colleague reads, how it is chained, and the seal over it."""

    line: StoryLine
    entry: Entry
    seal: Cover | None

    @property
    def hash(self) -> str:
        return bytes(self.entry.hash).hex()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A case before it is proved: what is sealed, and which words could be shown."""

    file: CaseFile
    steps: tuple[Step, ...]
    covers: tuple[Cover, ...]

    @property
    def sealed(self) -> int:
        """How many entries from the first are under seals."""
        return next((place for place, step in enumerate(self.steps) if step.seal is None), len(self.steps))

    @property
    def last_seal(self) -> int:
        return max((cover.told.statement.number for cover in self.covers), default=0)

    @property
    def keys(self) -> tuple[Public, ...]:
        return tuple(dict.fromkeys(cover.told.statement.key for cover in self.covers))

    def can_show(self) -> frozenset[UUID]:
        """Words that belong to the sealed entries, by their ids."""
        return frozenset(words.id for step in self.steps[: self.sealed] for words in step.line.words)


def sheet_of(actor: Actor, case_id: UUID, *, up_to: int | None = None, seal: int | None = None) -> Sheet:
    """A case that the actor sees, up to an entry and a seal, or NotFound."""
    file = cases.case_file(actor, case_id)
    entries = [one for one in cases.journal_of(actor, case_id) if up_to is None or one.number <= up_to]
    found = covers(entries, up_to=seal)
    over = {number: cover for cover in found for number in cover.paths}
    lines = {line.number: line for line in file.story}
    steps = tuple(Step(lines[one.number], one, over.get(one.number)) for one in entries)
    return Sheet(file, steps, tuple(found))


def proof(actor: Actor, identifier: UUID) -> Proof:
    """A proof that was made, or NotFound."""
    return Proof.objects.visible_to(actor).one(identifier)


def proofs_of(actor: Actor, case_id: UUID, township: int) -> Sequence[Proof]:
    """The proofs of a case, newest first."""
    rows = Proof.objects.visible_to(actor).filter(township=township, case_id=case_id)
    return list(rows.order_by("-made_at", "-id"))


def text_of(actor: Actor, made: Proof) -> str:
    """The proof itself, letter by letter the same each time while no shown words have been erased."""
    sheet = sheet_of(actor, made.case_id, up_to=made.entries, seal=made.seal)
    shown = salted_words(actor, made.case_id, made.shows)
    letters = as_hashed([step.entry for step in sheet.steps])
    said: dict[str, JsonValue] = {
        "form": FORM,
        "id": str(made.id),
        "made_at": spell(made.made_at),
        "number": made.number,
        "subject": str(made.case_id),
        "entries": [_entry(*letters[step.entry.number]) for step in sheet.steps],
        "seals": [_cover(cover) for cover in sheet.covers],
        "words": [_words(one) for one in shown],
    }
    return dump(said) + "\n"


def _entry(head: list[JsonValue], facts: str) -> dict[str, JsonValue]:
    return {"head": head, "facts": facts}


def _cover(cover: Cover) -> dict[str, JsonValue]:
    paths: list[JsonValue] = [
        {"number": number, "path": [[side, neighbour.hex()] for side, neighbour in path]}
        for number, path in sorted(cover.paths.items())
    ]
    return {"seal": cover.told.statement.said(), "signature": cover.told.signature.hex(), "entries": paths}


def _words(one: SaltedWords) -> dict[str, JsonValue]:
    return {"entry": one.entry, "kind": one.kind, "text": one.text, "salt": one.salt}
