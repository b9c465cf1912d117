"""Verifying the journal: every chain against its entries and its head, then every day against its seals.

Entries are streamed in the order of their subjects; a chain that does not look whole is read again with its
subject locked, because somebody may have been writing, and only then diagnosed.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby, islice
from operator import attrgetter
from typing import NamedTuple
from uuid import UUID

from django.apps import apps
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet, TextField
from django.db.models.functions import Cast

from gewu.kernel.findings import Finding, Wrong
from gewu.kernel.journal.diagnosis import Link, diagnose, is_whole
from gewu.kernel.links import hash_of
from gewu.kernel.models import ChainedRow, Entry, Operational, Seal
from gewu.kernel.seals import check_seals

CHUNK = 5000
SUBJECTS_AT_ONCE = 500

Kinds = dict[str, type[ChainedRow]]


class Row(NamedTuple):
    """An entry as it lies in the database, its facts as text."""

    id: UUID
    subject_kind: str
    subject_id: UUID
    number: int
    kind: str
    recorded_at: datetime
    happened_at: datetime
    user: UUID | None
    post: UUID | None
    on_behalf: UUID | None
    door: str
    purpose: str
    previous: bytes
    hash: bytes
    facts_text: str

    def link(self) -> Link:
        return Link(
            self.number,
            bytes(self.previous),
            bytes(self.hash),
            lambda number: hash_of(self, self.facts_text, number),
        )


Chain = tuple[str, UUID, list[Link]]


def verify(
    *,
    townships: Iterable[int] | None = None,
    subjects: Sequence[type[ChainedRow]] = (),
    trusted: Collection[str] = (),
    progress: Callable[[int], None] = lambda _count: None,
) -> list[Finding]:
    """Everything that is not as it was written; an empty list means the journal is whole.

    `trusted` are public keys (hex) known from elsewhere, one of which must have sealed each township.
    `progress` is told now and then how many more subjects have been checked.
    """
    kinds = {model._meta.label_lower: model for model in subjects or _all_subjects()}
    findings: list[Finding] = []
    for township in _townships(kinds) if townships is None else townships:
        findings += _check_chains(township, kinds, progress)
        findings += _check_silent(township, kinds)
        findings += check_seals(township, trusted)
    return findings


def subjects_in(township: int) -> int:
    """How many subjects of a township have a journal: what `progress` counts up to."""
    return sum(
        model._default_manager.filter(township=township, journal_length__gt=0).count()
        for model in _all_subjects()
    )


def _all_subjects() -> list[type[ChainedRow]]:
    return [model for model in apps.get_models() if issubclass(model, ChainedRow)]


def _townships(kinds: Kinds) -> list[int]:
    """Every township that has, or ought to have, a journal."""
    tables: list[type[Operational]] = [Entry, Seal, *kinds.values()]
    return sorted({home for table in tables for home in _homes(table)})


def _homes(table: type[Operational]) -> QuerySet[Operational, int]:
    return table._default_manager.order_by("township").values_list("township", flat=True).distinct()


def _rows(township: int, subject: UUID | None = None) -> Iterator[Row]:
    entries = Entry.objects.filter(township=township).annotate(facts_text=Cast("facts", TextField()))
    if subject:
        entries = entries.filter(subject_id=subject)
    ordered = entries.order_by("subject_id", "number").values_list(*Row._fields)
    return (Row._make(row) for row in ordered.iterator(chunk_size=CHUNK))


def _chains(township: int) -> Iterator[Chain]:
    for subject, rows in groupby(_rows(township), key=attrgetter("subject_id")):
        told = list(rows)
        yield told[0].subject_kind, subject, [row.link() for row in told]


def _check_chains(township: int, kinds: Kinds, progress: Callable[[int], None]) -> Iterator[Finding]:
    chains = _chains(township)
    while chunk := list(islice(chains, SUBJECTS_AT_ONCE)):
        heads = _heads(township, chunk, kinds)
        for kind, subject, links in chunk:
            if subject not in heads or not is_whole(links, *heads[subject]):
                yield from _examine(township, kinds.get(kind), subject)
        progress(len(chunk))


def _heads(township: int, chunk: Sequence[Chain], kinds: Kinds) -> dict[UUID, tuple[int, bytes]]:
    heads: dict[UUID, tuple[int, bytes]] = {}
    for kind, model in kinds.items():
        ids = [subject for of, subject, _ in chunk if of == kind]
        rows = model._default_manager.filter(township=township, id__in=ids)
        for subject, length, head in rows.values_list("id", "journal_length", "journal_head"):
            heads[subject] = (length, bytes(head))
    return heads


@transaction.atomic
def _examine(township: int, model: type[ChainedRow] | None, subject: UUID) -> list[Finding]:
    """Look again while nobody can write, and name what was done."""
    row = _locked(township, model, subject) if model else None
    links = [row.link() for row in _rows(township, subject)]
    if not row:
        return [
            Finding(Wrong.ORPHANED, township, subject, detail=f"{len(links)} entries without their subject")
        ]
    if is_whole(links, *row):
        return []
    symptoms = diagnose(links, *row)
    return [Finding(wrong, township, subject, number, detail) for wrong, number, detail in symptoms]


def _locked(township: int, model: type[ChainedRow], subject: UUID) -> tuple[int, bytes] | None:
    rows = model._default_manager.select_for_update().filter(township=township, id=subject)
    row = rows.values_list("journal_length", "journal_head").first()
    return (row[0], bytes(row[1])) if row else None


def _check_silent(township: int, kinds: Kinds) -> Iterator[Finding]:
    """Subjects whose row says that there were entries, while not one is left."""
    entries = Entry.objects.filter(township=OuterRef("township"), subject_id=OuterRef("id"))
    for model in kinds.values():
        rows = model._default_manager.filter(~Exists(entries), township=township, journal_length__gt=0)
        for subject in rows.values_list("id", flat=True).iterator():
            yield from _examine(township, model, subject)
