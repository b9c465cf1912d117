"""`servicerequestupdates`, the extension of mySociety: what became of requests, and what others say."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gewu.cases import queries as cases
from gewu.kernel import numbers
from gewu.kernel.errors import Invalid, NotFound
from gewu.open311 import commands, rules, wire
from gewu.open311.api import narrowing
from gewu.open311.api.asking import admitted, all_given, collected, given, open_to_all, page_after, town_asked
from gewu.open311.api.sending import files_of
from gewu.open311.api.shapes import update_of
from gewu.open311.commands import Note

STATUSES = frozenset(
    {
        *("open", "closed", "fixed", "in_progress", "planned", "action_scheduled", "investigating", "reopen"),
        *("duplicate", "not_councils_responsibility", "no_further_action", "internal_referral", "cancelled"),
        "for_triage",
    }
)
LONGEST_NOTE = 2000
# Cases whose changes one answer tells.
MOST_CASES = 500


@require_http_methods(["GET", "HEAD", "POST"])
@open_to_all
def updates(request: HttpRequest, *, form: str, is_test: bool) -> HttpResponse:
    if request.method == "POST":
        return _send(request, form, is_test=is_test)
    town = town_asked(request, is_test=is_test)
    asked, onward = narrowing.asked_of_updates(request, town)
    found = cases.open_updates(asked, onward=onward, size=min(narrowing.size(request), MOST_CASES))
    told = [update_of(request, one, town) for one in found.items]
    response = wire.answer(form, "service_request_updates", told)
    if found.next is not None:
        response["Link"] = f'<{page_after(request, after=found.next.isoformat())}>; rel="next"'
    return response


def _send(request: HttpRequest, form: str, *, is_test: bool) -> HttpResponse:
    """A note on a request that the same key made. It moves nothing: the town's own people decide."""
    key, town = admitted(request, is_test=is_test)
    missing = [name for name in ("service_request_id", "update_id") if not given(request, name)]
    collected([(name, _("This is needed.")) for name in missing])
    actor = commands.actor_of_key(key, town)
    number = _number(given(request, "service_request_id"))
    case_id = cases.own_numbered(actor, town.home, number)
    note = Note(id=given(request, "update_id"), words=_words(request), photos=files_of(request))
    kept_as = commands.send_update(case_id=case_id, note=note, actor=actor)
    told: list[wire.Value] = [{"update_id": f"{number}-{kept_as}"}]
    return wire.answer(form, "service_request_updates", told)


def _number(typed: str) -> str:
    try:
        return numbers.clean(typed)
    except Invalid as strange:
        raise NotFound(_("service_request_id: there is no such request, or it is not public.")) from strange


def _words(request: HttpRequest) -> str:
    """The note as people read it: the status it claims, a title, the words, where pictures are."""
    status, links = (given(request, "status").lower(), all_given(request, "media_url", "media_url[]"))
    wrong: list[tuple[str, str]] = []
    if status and status not in STATUSES:
        wrong.append(("status", _("There is no such status.")))
    if len(links) > rules.MOST_URLS or not all(rules.is_url(link) for link in links):
        wrong.append(("media_url", _("This is not an address of the web.")))
    moment = given(request, "updated_datetime")
    if moment and rules.moment_of(moment) is None:
        wrong.append(("updated_datetime", _("Write a moment as 2026-01-31T08:00:00+08:00.")))
    said = [f"[{status}]" if status else "", given(request, "title"), given(request, "description"), *links]
    words = "\n".join(line for line in said if line)
    if not words:
        wrong.append(("description", _("This is needed.")))
    if len(words) > LONGEST_NOTE:
        limit = {"limit": LONGEST_NOTE}
        wrong.append(("description", _("This is too long: at most %(limit)d characters.") % limit))
    collected(wrong)
    return words
