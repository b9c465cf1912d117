"""Writing entries, and reading the story of one subject."""

import hashlib
import hmac
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from gewu.kernel import clock, jobs
from gewu.kernel.access import Actor
from gewu.kernel.canonical import JsonValue, canonical
from gewu.kernel.errors import Conflict, Invalid
from gewu.kernel.ids import new_id, township_of
from gewu.kernel.links import hash_of
from gewu.kernel.models import ChainedRow, Entry, statements

LONGEST_PURPOSE = 200
# So many new rows go into one statement.
AT_ONCE = 2000


def record(  # noqa: PLR0913 - everything an entry says is said by name
    kind: str,
    *,
    subject: ChainedRow,
    actor: Actor,
    happened_at: datetime | None = None,
    moment: datetime | None = None,
    purpose: str = "",
    on_behalf: UUID | None = None,
    write: Sequence[str] = (),
    **facts: JsonValue,
) -> Entry:
    """Write the next entry of the subject and queue what is subscribed to its kind.

    The head is stored on the subject by one statement, which also stores the fields named in `write`; a
    subject that is not in the database yet is inserted with it. A change and its entry cost two statements.
    `moment` is the one by which the command decided, for subjects whose columns can be told from entries.
    """
    begun = Begun(_begun(purpose, moment), happened_at)
    entry = _entry(kind, subject, actor, begun, facts, on_behalf=on_behalf, purpose=purpose)
    _advance(subject, entry, write)
    statements.insert(entry)
    jobs.defer_reactions(entry)
    return entry


@dataclass(frozen=True, slots=True)
class Note:
    """What happened to one of many subjects."""

    subject: ChainedRow
    facts: Mapping[str, JsonValue]


@dataclass(frozen=True, slots=True)
class Begun:
    """When a command decided, and when what it tells happened, if that was earlier."""

    recorded_at: datetime
    happened_at: datetime | None = None


def record_all(
    kind: str,
    notes: Sequence[Note],
    *,
    actor: Actor,
    write: Sequence[str] = (),
    moment: datetime | None = None,
) -> list[Entry]:
    """The next entry of many subjects at once: rows of one table that this transaction holds locked, or new.

    Their heads and the fields named in `write` go out in one round trip, the entries in one statement, the
    jobs that follow in another. Rows that are not in the database yet are inserted with their heads.
    """
    begun = Begun(_begun("", moment))
    entries = [_entry(kind, note.subject, actor, begun, note.facts) for note in notes]
    if entries:
        _advance_all([note.subject for note in notes], entries, write)
        Entry.objects.bulk_create(entries)
        jobs.defer_reactions(*entries)
    return entries


def entries_of(subject_id: UUID) -> list[Entry]:
    """The whole story of one subject, from its first entry."""
    return list(
        Entry.objects.filter(township=township_of(subject_id), subject_id=subject_id).order_by("number")
    )


def digest(text: str, salt: str) -> str:
    """What an entry carries instead of a person's words. The salt lies beside the words, erased with them."""
    return hmac.new(salt.encode(), text.encode(), hashlib.sha256).hexdigest()


def new_salt() -> str:
    """A salt for `digest`, to be stored in the row that holds the words."""
    return secrets.token_hex(16)


def kind_of(model: type[ChainedRow]) -> str:
    """The name under which rows of a table are subjects, such as "cases.case"."""
    return model._meta.label_lower


def _advance(subject: ChainedRow, entry: Entry, write: Sequence[str]) -> None:
    before = subject.journal_length
    subject.journal_length, subject.journal_head = entry.number, entry.hash
    if subject._state.adding:  # noqa: SLF001 - Django's documented word for "not in the database yet"
        statements.insert(subject)
        return
    fields = dict.fromkeys(("journal_length", "journal_head", *write))
    changed = statements.update(
        subject, tuple(fields), township=subject.township, id=subject.id, journal_length=before
    )
    if changed != 1:
        raise Conflict(_("Somebody else changed this at the same moment. Please look again."))


def _begun(purpose: str, moment: datetime | None) -> datetime:
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("an entry belongs into the transaction of what it tells")
    _check_purpose(purpose)
    return moment or clock.now()


def _entry(
    kind: str,
    subject: ChainedRow,
    actor: Actor,
    begun: Begun,
    facts: Mapping[str, JsonValue],
    *,
    on_behalf: UUID | None = None,
    purpose: str = "",
) -> Entry:
    entry = Entry(
        id=new_id(subject.township),
        township=subject.township,
        subject_kind=kind_of(type(subject)),
        subject_id=subject.id,
        number=subject.journal_length + 1,
        kind=kind,
        recorded_at=begun.recorded_at,
        happened_at=_aware(begun.happened_at or begun.recorded_at),
        user=actor.user,
        post=_post(actor, subject.township),
        on_behalf=on_behalf,
        door=actor.door,
        purpose=purpose,
        facts=dict(facts),
        previous=bytes(subject.journal_head),
    )
    entry.hash = hash_of(entry, canonical(entry.facts))
    return entry


def _advance_all(subjects: Sequence[ChainedRow], entries: Sequence[Entry], write: Sequence[str]) -> None:
    """Each head by its own statement, sent together: one statement over all of them compiles for longer."""
    if subjects[0]._state.adding:  # noqa: SLF001 - Django's documented word for "not in the database yet"
        for subject, entry in zip(subjects, entries, strict=True):
            subject.journal_length, subject.journal_head = entry.number, entry.hash
        type(subjects[0])._default_manager.bulk_create(subjects, batch_size=AT_ONCE)
        return
    kept = statements.updating(
        type(subjects[0]), ("journal_length", "journal_head", *write), ("township", "id", "journal_length")
    )
    rows = []
    for subject, entry in zip(subjects, entries, strict=True):
        before = subject.journal_length
        subject.journal_length, subject.journal_head = entry.number, entry.hash
        rows.append((*(prepare(subject) for prepare in kept.prepare), subject.township, subject.id, before))
    with connection.cursor() as cursor:
        cursor.executemany(kept.sql, rows)
        if cursor.rowcount != len(rows):
            raise Conflict(_("Somebody else changed this at the same moment. Please look again."))


def _post(actor: Actor, township: int) -> UUID | None:
    """The post under which the actor acts here: one that looks after this township if there is one."""
    near = [post for post in actor.posts if post.scope.low <= township <= post.scope.high]
    return next((post.id for post in near or actor.posts), None)


def _check_purpose(purpose: str) -> None:
    canonical(purpose, field="purpose")
    if len(purpose) > LONGEST_PURPOSE:
        message = _("This is too long: at most %(limit)d characters.") % {"limit": LONGEST_PURPOSE}
        raise Invalid(message, fields={"purpose": message})


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        message = _("A moment needs its time zone.")
        raise Invalid(message, fields={"happened_at": message})
    return moment
