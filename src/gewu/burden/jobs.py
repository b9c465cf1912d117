"""What the burden meter hears of: a list of a register or of cases that left was read by somebody."""

from typing import Any

from gewu.burden.commands import flush, note_look
from gewu.kernel.canonical import parse
from gewu.kernel.jobs import reaction
from gewu.kernel.models import Entry


@reaction("burden.taken_out")
def note_taken_out(entry: Entry) -> None:
    """Count the columns of a list that was exported; written down at once, for no request follows here."""
    facts: Any = parse(entry.facts) if isinstance(entry.facts, str) else entry.facts
    # A list of a register is of one; one of cases may hold several kinds, and said nothing of them before.
    for definition in [facts["register"]] if "register" in facts else facts.get("types", ()):
        note_look(entry.township, str(definition), facts["columns"], exported=True)
    flush()
