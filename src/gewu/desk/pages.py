"""The desk's own pages: today, and a report for somebody who called or came to the window."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gewu.cases import queries
from gewu.cases.alarm import lines_for, require_shown
from gewu.cases.commands import Report, hold_photos, photos_held, report_case
from gewu.cases.pages.asking import answered, asked_of, counted_as, definition_at
from gewu.cases.pages.counts import counted
from gewu.catalogue import queries as catalogue
from gewu.catalogue.category import Category
from gewu.catalogue.definition import CaseType
from gewu.desk import questions
from gewu.desk.navigation import ICONS, LOOKING, REPORTING, tone_of
from gewu.kernel import points
from gewu.kernel.access import ActorRequest
from gewu.kernel.errors import Invalid, NotAllowed
from gewu.kernel.points import Point
from gewu.kernel.typed import token_in, uuid_in
from gewu.people.access import staff_only
from gewu.registers import queries as registers
from gewu.registers.commands import look_up
from gewu.registers.pages.known import Offered, of_person, phone_meant
from gewu.registers.values import Known
from gewu.routing.pages.nearby import for_staff
from gewu.ui.redraw import redraw_with

FIRST = 4
PRESSING = ("late", "due_today", "review_due")
LONGEST_SEARCH = 60


@require_safe
@staff_only
def start(request: ActorRequest) -> HttpResponse:
    """What presses, then every list of mine with its honest count."""
    lists = {one.key: one for one in counted(request)}
    pressing = [
        {
            "of": lists[key],
            "tone": tone_of(lists[key]),
            "rows": queries.worklist(request.actor, key, size=FIRST),
        }
        for key in PRESSING
        if key in lists and lists[key].count
    ]
    mine = [
        {"of": one, "icon": ICONS.get(key, "list"), "tone": tone_of(one)}
        for key, one in lists.items()
        if key not in LOOKING
    ]
    said = {"pressing": pressing, "mine": mine, "looking": [lists[key] for key in lists if key in LOOKING]}
    return render(request, "desk/start.html", said)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def report(request: ActorRequest) -> HttpResponse:
    """Which kind is it, then everything else on one page: the caller waits on the line."""
    if not request.actor.roles & REPORTING:
        raise NotAllowed(_("This page is not part of your post."))
    if request.method != "POST":
        return _draw_report(request, "", {})
    redraw_with(request, lambda message, wrong: _draw_report(request, message, wrong))
    if "look" in request.POST:
        caller = look_up(request.actor, phone=request.POST.get("phone", ""))
        return _draw_report(request, "", {}, caller)
    require_shown(request.POST, category=request.POST.get("category", ""))
    case_id = report_case(
        report=_report(request), actor=request.actor, receipt=request.POST.get("receipt") or None
    )
    if not queries.may_open(request.actor, case_id):
        # Sent to the offices it names: the number is all that stays here.
        said = _("It went to those in charge at once. Number %(number)s")
        messages.success(request, said % {"number": queries.slip_of(case_id).number})
        return redirect("desk:start")
    messages.success(request, _("It is received. Read the number to the caller."))
    return redirect(reverse("cases:case", args=[case_id]))


def _draw_report(
    request: ActorRequest, message: str, wrong: Mapping[str, str], caller: Known | None = None
) -> HttpResponse:
    given = request.POST if request.method == "POST" else request.GET
    caller = caller or _caller(request)
    language, asked = get_language() or "", given.get("q", "").strip()[:LONGEST_SEARCH]
    code = given.get("category", "")
    chosen = next((one for one in catalogue.categories() if one.code == code), None)
    kinds = catalogue.reported_by(request.actor.roles)
    found = catalogue.search_categories(asked, language) if asked and chosen is None else ()
    said: dict[str, Any] = {
        "sought": asked,
        "chosen": chosen,
        "chosen_name": chosen.name(language) if chosen else "",
        "found": [(one.code, one.name(language), one.icon) for one in found if one.case_type in kinds],
        "majors": [] if chosen else _majors(language, kinds),
        "fields": questions.of(request.actor, given, wrong),
        "given": given,
        "caller": caller,
        "unknown": "look" in given and caller is None,
        "offered": _offered(given, caller, refused=bool(wrong or message)),
        "lines": lines_for(code, given.get("text", "")) if chosen else (),
        "message": "" if wrong and chosen else message,
        "receipt": given.get("receipt") or uuid4().hex,
        "held": hold_photos(request.FILES.getlist("photos"), token=token_in(given), actor=request.actor),
    }
    if chosen:
        definition = _definition(request, chosen)
        said["extra"] = asked_of(definition, given.dict(), wrong)
        said["form"], said["version"] = counted_as(definition)
        said["questions"] = (*said["fields"].values(), *said["extra"])
        said["more"] = {field.name for field in said["extra"]}
        said |= for_staff(request.actor, given, door="cases")
    return render(request, "desk/report.html", said)


def _offered(given: Mapping[str, str], caller: Known | None, *, refused: bool) -> Offered:
    """What is known of the caller; what was taken away in a form that was refused stays away."""
    known = of_person(caller, placed=any(given.get(name) for name in ("lon", "address", "area")))
    return known.less(name for name in known.answers if refused and not given.get(name))


def _caller(request: ActorRequest) -> Known | None:
    """Whoever the report is for, when they were looked up before, or their page was left for it."""
    chosen = uuid_in(request.POST or request.GET, "person")
    return registers.known_person(request.actor, person=chosen) if chosen else None


def _majors(language: str, kinds: Collection[str]) -> list[tuple[str, list[tuple[str, str, str]]]]:
    return [
        (
            major.name(language),
            [(one.code, one.name(language), one.icon) for one in major.members() if one.case_type in kinds],
        )
        for major in catalogue.majors()
    ]


def _definition(request: ActorRequest, category: Category) -> CaseType:
    return definition_at(category, request.actor.posts[0].scope.area)


def _report(request: ActorRequest) -> Report:
    given = request.POST
    return Report(
        category=given.get("category", ""),
        text=given.get("text", ""),
        point=_point(given),
        area=_area(given.get("area", "")),
        address=given.get("address", ""),
        name=given.get("name", ""),
        phone=phone_meant(_caller(request), given.get("phone", "")),
        source=given.get("source", ""),
        answers=answered(_definition(request, catalogue.category(given.get("category", ""))), given),
        photos=(*request.FILES.getlist("photos"), *photos_held(token_in(given), actor=request.actor)),
        follows=uuid_in(given, "follows"),
    )


def _point(given: Mapping[str, str]) -> Point | None:
    lon, lat = given.get("lon", ""), given.get("lat", "")
    if not lon and not lat:
        return None
    try:
        return points.from_crs(float(lon), float(lat), given.get("crs") or points.STORED)
    except ValueError:
        said = _("This point cannot be read. Set it again.")
        raise Invalid(said, fields={"lon": said}) from None


def _area(given: str) -> UUID | None:
    try:
        return UUID(given) if given else None
    except ValueError:
        said = _("Choose a place from the list.")
        raise Invalid(said, fields={"area": said}) from None
