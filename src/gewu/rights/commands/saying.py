"""Words beside a row: kept with their salt, told to the journal as a digest."""

from gewu.kernel import clock, journal
from gewu.kernel.access import Actor
from gewu.kernel.ids import new_id
from gewu.rights.models import Ask, Erasure, Oddity, Words

LONGEST = 1000


def keep_words(row: Ask | Erasure | Oddity, kind: str, said: str, actor: Actor) -> str:
    """Keep what was said; the digest for the entry that comes next."""
    salt = journal.new_salt()
    Words.objects.create(
        id=new_id(row.township),
        township=row.township,
        subject_id=row.id,
        kind=kind,
        text=said,
        salt=salt,
        author=actor.user,
        entry=row.journal_length + 1,
        written_at=clock.now(),
    )
    return journal.digest(said, salt)
