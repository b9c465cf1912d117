"""Writing entries, and reading the story of one subject."""

import hashlib
import hmac
import secrets
from collections.abc import Sequence
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
from gewu.kernel.models import ChainedRow, Entry

LONGEST_PURPOSE = 200


def record(
    kind: str,
    *,
    subject: ChainedRow,
    actor: Actor,
    happened_at: datetime | None = None,
    purpose: str = "",
    on_behalf: UUID | None = None,
    write: Sequence[str] = (),
    **facts: JsonValue,
) -> Entry:
    """Write the next entry of the subject and queue what is subscribed to its kind.

    The head is stored on the subject by one statement, which also stores the fields named in `write`; a
    subject that is not in the database yet is inserted with it. A change and its entry cost two statements.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("an entry belongs into the transaction of what it tells")
    moment = clock.now()
    _check_purpose(purpose)
    entry = Entry(
        id=new_id(subject.township),
        township=subject.township,
        subject_kind=kind_of(type(subject)),
        subject_id=subject.id,
        number=subject.journal_length + 1,
        kind=kind,
        recorded_at=moment,
        happened_at=_aware(happened_at or moment),
        user=actor.user,
        post=_post(actor, subject.township),
        on_behalf=on_behalf,
        door=actor.door,
        purpose=purpose,
        facts=dict(facts),
        previous=bytes(subject.journal_head),
    )
    entry.hash = hash_of(entry, canonical(entry.facts))
    _advance(subject, entry, write)
    entry.save(force_insert=True)
    jobs.defer_reactions(entry)
    return entry


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
        subject.save(force_insert=True)
        return
    fields = {"journal_length", "journal_head", *write}
    changed = (
        type(subject)
        ._default_manager.filter(township=subject.township, id=subject.id, journal_length=before)
        .update(**{field: getattr(subject, field) for field in fields})
    )
    if changed != 1:
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
