"""What this room does on the pages of others: it notes which answers were shown, and draws nothing."""

from gewu.burden.commands import note_look
from gewu.cases.queries import CaseFile
from gewu.kernel.access import ActorRequest


def seen(request: ActorRequest, file: CaseFile) -> str:
    """Count the answers that somebody else than the reporter is shown."""
    if not file.for_resident and request.method == "GET":
        coded = {answer.key for line in file.story for answer in line.answers}
        written = {words.kind for line in file.story for words in line.words}
        note_look(file.township, file.type, sorted(coded | written))
    return ""
