"""What the burden meter hears of: a list of a register that left the house was read by somebody."""

from typing import Any

from gewu.burden.commands import flush, note_look
from gewu.kernel.canonical import parse
from gewu.kernel.jobs import reaction
from gewu.kernel.models import Entry


@reaction("burden.taken_out")
def note_taken_out(entry: Entry) -> None:
    """Count the columns of a list that was exported; written down at once, for no request follows here."""
    facts: Any = parse(entry.facts) if isinstance(entry.facts, str) else entry.facts
    note_look(entry.township, str(facts["register"]), facts["columns"], exported=True)
    flush()
