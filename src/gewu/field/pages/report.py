"""Reporting in three taps: what it is, a line about it, send. Or: it is done already."""

from collections.abc import Callable, Mapping, Sequence
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gewu.cases import queries
from gewu.cases.alarm import lines_for, require_shown
from gewu.cases.commands import Report, hold_photos, report_case
from gewu.cases.pages.asking import asked_of, counted_as
from gewu.catalogue import queries as catalogue
from gewu.catalogue.category import Category
from gewu.field import reach, work
from gewu.field.given import ASKED, report_of, solved_of
from gewu.field.pages.today import REPORTED
from gewu.kernel.access import Actor, ActorRequest
from gewu.kernel.errors import NotAllowed
from gewu.kernel.typed import token_in, uuid_in
from gewu.people.access import staff_only
from gewu.registers.pages.known import of_person
from gewu.registers.queries import known_person
from gewu.registers.values import Known
from gewu.routing.pages.nearby import for_staff
from gewu.ui.forms import Field
from gewu.ui.redraw import redraw_with

FAVOURITES, REMEMBERED = 8, 50
# What a device adds by itself: wrong, it is said on top of the form.
HIDDEN = ("id", "happened_at", "receipt")
# What is met on every round; it fills the tiles until somebody has habits of their own.
EVERYDAY = ("020201", "010305", "020110", "010137", "020503", "010123", "030101", "030201", "030301")
PLACED = frozenset({"location", "lon", "lat", "crs", "area", "home", "address"})


@require_safe
@staff_only
def what(request: ActorRequest) -> HttpResponse:
    """The first tap: what is it?"""
    _require_reporter(request.actor)
    asked = request.GET.get("q", "").strip()[:60]
    found = catalogue.search_categories(asked, _language()) if asked else ()
    page = {
        "asked": asked,
        "person": _person(request),
        "found": _tiles(_theirs(request.actor, found)),
        "favourites": () if found else _favourites(request.actor),
        "groups": () if found else _groups(request.actor),
    }
    return render(request, "field/what.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def report(request: ActorRequest, code: str) -> HttpResponse:
    """The second and third tap: a line, a photo, the place; send."""
    _require_reporter(request.actor)
    chosen = catalogue.category(code)
    if request.method != "POST":
        return _draw(request, chosen)
    return _sent(request, chosen, report_of, _("Reported. Number %(number)s"))


@require_POST
@staff_only
def done(request: ActorRequest, code: str) -> HttpResponse:
    """It is put right already: only somebody else's look at it is missing."""
    return _sent(request, catalogue.category(code), solved_of, _("Written down as done. Number %(number)s"))


def _sent(
    request: ActorRequest, chosen: Category, read: Callable[[ActorRequest, str], Report], said: str
) -> HttpResponse:
    redraw_with(request, lambda message, wrong: _draw(request, chosen, message, wrong))
    require_shown(request.POST, category=chosen.code)
    case_id = report_case(
        report=read(request, chosen.code), actor=request.actor, receipt=request.POST.get("receipt") or None
    )
    messages.success(request, said % {"number": queries.slip_of(case_id).number})
    if not queries.may_open(request.actor, case_id):
        # What went to the offices it names is theirs alone; the number is all that stays here.
        return redirect("field:today")
    return redirect("field:case", case_id)


def _draw(
    request: ActorRequest, chosen: Category, message: str = "", wrong: Mapping[str, str] | None = None
) -> HttpResponse:
    wrong = wrong or {}
    typed = {name: request.POST.get(name, "") for name in ASKED}
    own, area = reach.own_place(request.actor), _known(typed["area"])
    fields = _fields(typed, wrong)
    message = next((wrong[name] for name in HIDDEN if name in wrong), message)
    definition = reach.definition_for(request.actor, chosen)
    extra = asked_of(definition, request.POST.dict(), wrong)
    person = _person(request)
    form, version = counted_as(definition)
    page = {
        "form": form,
        "version": version,
        "questions": (*fields.values(), *extra),
        "more": {field.name for field in extra},
        "category": chosen,
        "category_name": chosen.name(_language()),
        "fields": fields,
        "wrong": [field for field in fields.values() if field.error],
        "extra": extra,
        # Said beside its field already, it need not be said twice.
        "message": "" if message in {field.error for field in fields.values()} else message,
        "typed": typed,
        "person": person,
        "offered": of_person(person, placed=any(typed[one] for one in ("address", "area", "lon"))),
        "own": own,
        "shown": area or (own.id if own else None),
        "township": reach.home_township(request.actor),
        # A refused form left nothing behind, so it may go again under a name of its own.
        "receipt": uuid4().hex,
        "may_solve": reach.may_solve(request.actor, chosen),
        "lines": lines_for(chosen.code, typed["text"]),
        "held": hold_photos(
            request.FILES.getlist("photos"), token=token_in(request.POST), actor=request.actor
        ),
    }
    said = request.POST or ({"home": str(own.id)} if own else {})
    page |= for_staff(request.actor, said, door="field", category=chosen.code)
    return render(request, "field/form.html", page)


def _fields(typed: Mapping[str, str], wrong: Mapping[str, str]) -> dict[str, Field]:
    return {
        "text": Field(
            name="text",
            label=_("What is the matter?"),
            kind="long",
            rows=2,
            required=True,
            max_length=2000,
            value=typed["text"],
            error=wrong.get("text") or wrong.get("report", ""),
        ),
        "photos": Field(
            name="photos",
            label=_("Photo"),
            kind="file",
            multiple=True,
            error=wrong.get("photos") or wrong.get("file", ""),
        ),
        "address": Field(
            name="address", label=_("Building, gate or landmark"), max_length=200, value=typed["address"]
        ),
        "location": Field(
            name="location",
            label=_("Where"),
            error=next((wrong[name] for name in wrong if name in PLACED), ""),
        ),
    }


def _person(request: ActorRequest) -> Known | None:
    """Whose page was left to report something for them."""
    chosen = uuid_in(request.POST or request.GET, "person")
    return known_person(request.actor, person=chosen) if chosen else None


def _known(given: str) -> UUID | None:
    try:
        return UUID(given) if given else None
    except ValueError:
        return None


def _require_reporter(actor: Actor) -> None:
    if not reach.may_report(actor):
        raise NotAllowed(_("Your post does not report cases."))


def _favourites(actor: Actor) -> list[dict[str, str]]:
    """What this person reports most, filled up with what everybody meets."""
    mine: tuple[str, ...] = ()
    if REPORTED in queries.lists_of(actor):
        mine = work.favourites(queries.worklist(actor, REPORTED, size=REMEMBERED).items, most=FAVOURITES)
    codes = tuple(dict.fromkeys((*mine, *EVERYDAY)))[:FAVOURITES]
    known = {category.code: category for category in catalogue.categories()}
    return _tiles([known[code] for code in codes if code in known])


def _groups(actor: Actor) -> list[tuple[str, list[dict[str, str]]]]:
    language = _language()
    return [(major.name(language), _tiles(_theirs(actor, major.members()))) for major in catalogue.majors()]


def _theirs(actor: Actor, found: Sequence[Category]) -> list[Category]:
    """Without what others report."""
    kinds = catalogue.reported_by(actor.roles)
    return [category for category in found if category.case_type in kinds]


def _tiles(found: Sequence[Category]) -> list[dict[str, str]]:
    language = _language()
    return [{"code": one.code, "name": one.name(language), "icon": one.icon} for one in found]


def _language() -> str:
    return get_language() or "zh-hans"
