"""The first page: find somebody, what is due, and the registers."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gewu.kernel.access import ActorRequest
from gewu.kernel.filters import parse
from gewu.registers import queries
from gewu.registers.pages import shell
from gewu.registers.pages.due import MOST, due_lines
from gewu.registers.words import TONES

KINDS = ("person", "household", "dwelling", "establishment", "facility")


@require_safe
@shell.readers
def start(request: ActorRequest) -> HttpResponse:
    """What is due, and the registers with how many rows of them are one's own to see."""
    nothing = parse((), {})
    language, due = shell.language(), due_lines(request.actor)
    said = {
        "base": shell.base_of(request),
        "registers": [
            (of.key, of.said(language), of.help(language), queries.counted(request.actor, of.key, nothing))
            for of in queries.registers()
        ],
        "due": due,
        "due_more": len(due) >= MOST,
        "programmes": _programmes(request),
    }
    return render(request, "registers/start.html", said)


@require_safe
@shell.readers
def search(request: ActorRequest) -> HttpResponse:
    """Persons, households, doors and shops by what somebody typed; a vague name asks again."""
    text = request.GET.get("q", "").strip()
    kind = request.GET.get("kind", "person")
    kind = kind if kind in KINDS else "person"
    found = queries.search(request.actor, kind, text) if text else queries.Found()
    said = {
        "base": shell.base_of(request),
        "q": text[:60],
        "kind": kind,
        "kinds": [(of.key, of.said(shell.language())) for of in queries.registers()],
        "found": found,
        "tones": TONES,
    }
    return render(request, "registers/search.html", said)


def _programmes(request: ActorRequest) -> list[tuple[str, str]]:
    homes = queries.townships(request.actor)
    running = {one.key: one for home in homes for one in queries.programmes(home)}
    deep = max((int(post.access_class) for post in request.actor.posts), default=0)
    seen = [one for one in running.values() if one.depth <= deep]
    return [(one.key, one.said(shell.language())) for one in sorted(seen, key=lambda one: one.order)]
