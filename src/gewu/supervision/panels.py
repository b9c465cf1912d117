"""What supervision shows on other pages: the level responsible for a case, and who has to answer for it."""

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from gewu.cases import ladder
from gewu.cases.powers import MAY_RAISE
from gewu.cases.queries import CaseFile
from gewu.cases.queries.levels import level_name
from gewu.kernel.access import Actor, ActorRequest
from gewu.supervision import queries
from gewu.supervision.pages import shown

MOST = 5


def of_case(request: ActorRequest, file: CaseFile) -> SafeString | str:
    """The ladder and the supervisions of a case."""
    if file.for_resident:
        return ""
    running = file.awaits in ladder.TRYING and file.level not in {"", "township", "county"}
    said = {
        "file": file,
        "level": level_name(file.level) if file.level else "",
        "solved_at": level_name(file.solved_at) if file.solved_at else "",
        "rows": shown.rows_of(queries.of_case(request.actor, file.township, file.id)),
        "may_raise": running and bool(request.actor.roles & MAY_RAISE),
        "may_open": file.is_open and bool(queries.kinds_to_open(request.actor)),
    }
    return render_to_string("supervision/_case.html", said, request=request)


def of_start(request: ActorRequest, actor: Actor) -> SafeString | str:
    """What waits in supervision for whoever is signed in."""
    waiting = {key: count for key, count in queries.lists_of(actor).items() if count}
    if not waiting:
        return ""
    lists = [(key, queries.LISTS[key], count) for key, count in waiting.items()]
    return render_to_string("supervision/_start.html", {"lists": lists}, request=request)


def of_field(request: ActorRequest, actor: Actor) -> SafeString | str:
    """On the phone: the supervisions that whoever is signed in has to answer, the most urgent first."""
    page = queries.supervisions(actor, "to_answer", chosen=queries.chosen_from({}), size=MOST)
    if not page.items:
        return ""
    said = {"rows": shown.rows_of(page.items), "more": page.next is not None}
    return render_to_string("supervision/_field.html", said, request=request)
