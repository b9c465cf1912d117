"""What the registers say on other pages: whom to visit, on the first page of those who go to doors."""

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from gewu.kernel.access import Actor, ActorRequest
from gewu.registers.pages.due import MOST, due_lines
from gewu.registers.reach import READERS, readers

# Who visits: for the others a list of doors would not be theirs to work off.
VISITORS = frozenset({"gridworker", "assistant", "gridlead"})
FIRST = 5


def of_start(request: ActorRequest, actor: Actor) -> SafeString | str:
    """The visits that are late or due within a week, the latest first; nothing when there are none."""
    if not any(post.role in VISITORS for post in readers(actor)):
        return ""
    lines = due_lines(actor)
    if not lines:
        return ""
    said = {
        "lines": lines[:FIRST],
        "many": len(lines),
        "more": len(lines) >= MOST,
        "late": sum(1 for one in lines if one.late),
    }
    return render_to_string("registers/_due.html", said, request)


def of_search(request: ActorRequest, text: str) -> SafeString | str:
    """Beside a search among cases: the same words among those whom the registers know."""
    if not text or not request.actor.roles & READERS:
        return ""
    return render_to_string("registers/_search_too.html", {"text": text}, request)
