"""A row as it stands, as one text to be sealed; and the way back to it."""

import json

from gewu.kernel import clock
from gewu.registers import holding
from gewu.registers.definition import Register
from gewu.registers.models import RegisterRow
from gewu.registers.queries import register

COLUMNS = ("version", "changed_at", "sources", "values", "secret", "state")


def snapshot(row: RegisterRow, of: Register) -> str:
    """Everything that is known of a row, with where it came from, as one text to be sealed."""
    kept = {"values": holding.held(row, of.fields), "sources": row.sources, "state": row.state}
    return json.dumps(kept, ensure_ascii=False)


def restore(row: RegisterRow, kind: str, before: str) -> set[str]:
    """Set a row to what a snapshot says; the columns that changed. Nothing is stored."""
    of, kept = register(kind), json.loads(before)
    values = {one.key: kept["values"].get(one.key) for one in of.fields}
    # A column that must not be blank keeps what it has.
    given = {key: value for key, value in values.items() if value is not None or not _kept(row, kind, key)}
    changed = holding.put(row, of, given)
    row.sources, row.state = kept["sources"], kept["state"]
    row.version += 1
    row.changed_at = clock.now()
    return changed | set(COLUMNS)


def _kept(row: RegisterRow, kind: str, key: str) -> bool:
    field = register(kind).field(key)
    return bool(
        field and field.column and not row._meta.get_field(field.column).null and key in {"door", "use"}
    )
