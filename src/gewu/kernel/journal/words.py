"""Words of a person: kept beside the row they are about, told to the journal as a digest."""

from gewu.kernel import clock
from gewu.kernel.access import Actor
from gewu.kernel.ids import new_id
from gewu.kernel.journal.entries import digest, new_salt
from gewu.kernel.models import ChainedRow, WordsAbout, statements


def say(table: type[WordsAbout], row: ChainedRow, kind: str, said: str, actor: Actor) -> str:
    """Keep in `table` what was said about a row; the digest for the entry of it that comes next."""
    words = table(
        id=new_id(row.township),
        township=row.township,
        subject_id=row.id,
        kind=kind,
        text=said,
        salt=new_salt(),
        author=actor.user,
        entry=row.journal_length + 1,
        written_at=clock.now(),
    )
    statements.insert(words)
    return digest(said, words.salt)
