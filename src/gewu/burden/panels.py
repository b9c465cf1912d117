"""What this room does on the pages of others: it notes which answers were shown, and draws nothing."""

from gewu.burden.commands import note_look
from gewu.cases.queries import CaseFile
from gewu.kernel.access import ActorRequest
from gewu.registers.queries import RegisterFile


def seen(request: ActorRequest, file: CaseFile) -> str:
    """Count the answers that somebody else than the reporter is shown."""
    if not file.for_resident and request.method == "GET":
        coded = {answer.key for line in file.story for answer in line.answers}
        written = {words.kind for line in file.story for words in line.words}
        note_look(file.township, file.type, sorted(coded | written))
    return ""


def seen_row(request: ActorRequest, file: RegisterFile) -> str:
    """Count the fields of a register that a page shows, in full or in part, and those of its programmes."""
    if request.method == "GET":
        note_look(file.township, file.kind, [one.key for one in file.fields if one.how in {"full", "part"}])
        for one in file.programmes:
            open_ = [] if one.closed else [held.key for held in one.fields if held.how in {"full", "part"}]
            note_look(file.township, one.programme, open_)
    return ""
