"""What an import leaves behind in the registers, record by record: what taking it back needs."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from gewu.exchange.models import Import, Landed
from gewu.kernel.copying import copy_rows
from gewu.kernel.ids import new_id_texts
from gewu.kernel.secrets import Home, seal
from gewu.registers.commands.bringing import Landing

COLUMNS = ("id", "township", "import_id", "row", "kind", "subject_id", "how", "before", "left", "undone")
TABLE = Landed._meta.db_table


@dataclass(frozen=True, slots=True)
class Left:
    """One record that a row made or changed."""

    row: int
    kind: str
    landing: Landing


def keep_left(of: Import, left: Sequence[Left]) -> None:
    """Note what was made and changed; what only said the same leaves nothing."""
    kept = [one for one in left if one.landing.how != "same"]
    ids = [UUID(text) for text in new_id_texts(of.township, len(kept))]
    copy_rows(
        Landed, COLUMNS, (_line(of, identifier, one) for identifier, one in zip(ids, kept, strict=True))
    )


def _line(of: Import, identifier: UUID, one: Left) -> tuple[object, ...]:
    landing = one.landing
    before = seal(landing.before, Home(TABLE, "before", identifier)) if landing.before else None
    how = (landing.id, landing.how, before, landing.left, "")
    return (identifier, of.township, of.id, one.row, one.kind, *how)
