"""The resident's pages. Everything works without JavaScript; nothing asks for an account."""

from collections.abc import Sequence
from typing import cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gewu.cases.alarm import lines_for
from gewu.cases.commands import Report, hold_photos, photos_held, rate_by_link, reopen_by_link, report_case
from gewu.cases.pages.asking import answered, asked_of, counted_as, definition_at
from gewu.cases.queries import PublicCase, public_case, public_photo, slip_of
from gewu.catalogue.category import Category
from gewu.catalogue.definition import CaseType
from gewu.catalogue.queries import categories, category, majors, search_categories
from gewu.catalogue.queries import words as catalogue_words
from gewu.kernel import clock, files, numbers
from gewu.kernel.access import ActorRequest
from gewu.kernel.canonical import JsonValue
from gewu.kernel.errors import DomainError, Invalid, RuleBroken
from gewu.kernel.ids import township_of
from gewu.kernel.typed import token_in, uuid_in
from gewu.notices.commands import silence
from gewu.notices.queries.residents import is_told, texts_go_out
from gewu.places.queries import localities
from gewu.portal import questions, rules
from gewu.portal.alike import near_to
from gewu.portal.commands import use
from gewu.portal.draft import Draft, Step
from gewu.portal.plates import is_plate, place_known, where_known
from gewu.portal.visitors import address_of
from gewu.registers.pages.known import Offered, of_person, phone_meant
from gewu.registers.queries import own_person

TEMPLATES = {Step.TEXT: "portal/text.html", Step.WHERE: "portal/where.html", Step.PHOTO: "portal/photo.html"}
STEPS = (Step.TEXT, Step.WHERE, Step.PHOTO)
MINE = "gewu_mine"
# What needs no explaining: something that somebody should put right.
EVENT = "event"
# What people meet on the way home; everything else is one search away.
EVERYDAY = frozenset({"010137", "010305", "010123", "020110", "020201", "020503", "030201", "030301"})
MARKS = frozenset("12345")
WIDTHS = frozenset({"320", "1280"})
MINE_KEPT = 90 * 24 * 3600


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/home.html", {"follow": questions.number(), "common": _common()})


@require_GET
def what(request: HttpRequest) -> HttpResponse:
    """The first question: what is it? By search or by tap."""
    asked = request.GET.get("q", "").strip()[:60]
    found = search_categories(asked, _language(), public_only=True, most=6) if asked else ()
    area = uuid_in(request.GET, "area")
    page = {
        "from_grid": f"?area={area}" if area else "",
        "area": area,
        "asked": asked,
        "found": _tiles(found),
        "common": () if found else _common(),
        "groups": () if found else _groups(),
    }
    return render(request, "portal/what.html", page | place_known(request))


@never_cache
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest, code: str) -> HttpResponse:
    """The questions after the first, one a screen; the last one sends."""
    chosen = category(code)
    if not chosen.public:
        return HttpResponseRedirect(reverse("portal:what"))
    definition = definition_at(chosen, _town())
    draft = Draft.of(request, code, (*definition.report.needs, *definition.report.may))
    draft.given |= where_known(request)
    draft.check()
    if draft.step is Step.SEND:
        try:
            return _send(cast("ActorRequest", request), draft, answered(definition, request.POST))
        except DomainError as refusal:
            draft.blame(draft.step_to_blame(refusal), refusal)
    status = 422 if draft.errors else 200
    held = hold_photos(draft.photos, token=token_in(draft.given), actor=cast("ActorRequest", request).actor)
    draft.given["held"] = str(held.token) if held else ""
    page = _screen(draft, chosen, definition) | {"held": held, "offered": _of_visitor(request, draft)}
    if draft.step is Step.PHOTO:
        # Shown without asking again: a phone with little signal, or without a script, gets it with the page.
        page["near"] = near_to(request, draft.given, code)
    return render(request, TEMPLATES[draft.step], page, status=status)


@require_POST
def follow(request: HttpRequest) -> HttpResponse:
    """From a typed number to its page, whether it exists or not."""
    typed = "".join(request.POST.get("number", "").split())[:24]
    if not typed:
        return HttpResponseRedirect(reverse("portal:home"))
    if is_plate(typed):
        return HttpResponseRedirect(reverse("portal:plate", args=[typed]))
    return HttpResponseRedirect(reverse("portal:case", args=[typed.replace("/", "")]))


@never_cache
@require_GET
def case(request: HttpRequest, number: str) -> HttpResponse:
    """Where a case stands. Unknown, wrong, hidden and expired numbers get one and the same page."""
    use(rules.LOOKUPS_PER_ADDRESS, address_of(request))
    use(rules.LOOKUPS_PER_NUMBER, number)
    found = public_case(number)
    if found is None:
        return render(request, "portal/unknown.html", {"follow": questions.number()}, status=404)
    return render(request, "portal/case.html", _case_page(request, found))


@never_cache
@require_POST
def rate(request: HttpRequest, number: str) -> HttpResponse:
    """What the reporter says of the outcome."""
    use(rules.RATINGS_PER_NUMBER, number)
    try:
        rate_by_link(number=number, key=request.POST.get("key", ""), data=_mark(request))
    except Invalid as refusal:
        found = public_case(number)
        if found is None:
            raise
        page = _case_page(request, found) | {"rate_error": next(iter(refusal.fields.values()), str(refusal))}
        return render(request, "portal/case.html", page, status=422)
    return HttpResponseRedirect(f"{reverse('portal:case', args=[number])}?rated=1")


@never_cache
@require_POST
def again(request: HttpRequest, number: str) -> HttpResponse:
    """The reporter is not content: it is worked on again, once."""
    use(rules.RATINGS_PER_NUMBER, number)
    try:
        reopen_by_link(number=number, key=request.POST.get("key", ""), reason=request.POST.get("reason", ""))
    except (Invalid, RuleBroken) as refusal:
        found = public_case(number)
        if found is None:
            raise
        said = refusal.fields if isinstance(refusal, Invalid) else {}
        page = _case_page(request, found) | {"again_error": next(iter(said.values()), str(refusal))}
        return render(request, "portal/case.html", page, status=422)
    return HttpResponseRedirect(f"{reverse('portal:case', args=[number])}?again=1")


@never_cache
@require_POST
def quiet(request: HttpRequest, number: str) -> HttpResponse:
    """No more texts to the phone that this report came with."""
    use(rules.RATINGS_PER_NUMBER, number)
    key = request.POST.get("key", "")
    silence(number=number, key=key)
    return HttpResponseRedirect(f"{reverse('portal:case', args=[number])}?quiet=1")


@never_cache
@require_GET
def photo(request: HttpRequest, number: str, file_id: UUID) -> HttpResponseBase:
    """A photo that a person released."""
    use(rules.PHOTOS_PER_ADDRESS, address_of(request))
    width = request.GET.get("width", "")
    return files.response(
        request, public_photo(number, file_id), width=int(width) if width in WIDTHS else None
    )


def _mark(request: HttpRequest) -> dict[str, JsonValue]:
    given = request.POST
    rating = given.get("rating", "")
    if rating not in MARKS:
        raise Invalid(_("Please choose a mark."), fields={"rating": _("From 1 to 5.")})
    if given.get("contacted") not in {"true", "false"} or not given.get("solved"):
        message = _("Please answer all three questions.")
        raise Invalid(message, fields={"solved": message})
    return {
        "contacted": given["contacted"] == "true",
        "solved": given["solved"],
        "rating": int(rating),
        "opinion": given.get("opinion", ""),
    }


def _send(request: ActorRequest, draft: Draft, given: dict[str, JsonValue]) -> HttpResponse:
    use(rules.REPORTS_PER_ADDRESS, address_of(request))
    opened = report_case(
        report=Report(
            category=draft.category,
            text=draft.text,
            point=draft.point,
            area=draft.area,
            address=draft.address,
            answers=given,
            name=draft.given["name"],
            phone=phone_meant(own_person(request.actor), draft.given["phone"]),
            tell=draft.given["tell"] == "yes",
            photos=(*draft.photos, *photos_held(token_in(draft.given), actor=request.actor)),
        ),
        actor=request.actor,
        receipt=draft.given["receipt"],
    )
    # Where it went: the form did not know when it was opened.
    request.taken_by = township_of(opened)
    slip = slip_of(opened)
    if public_case(slip.number) is None:
        # Held closely: whoever reported it keeps the number, and there is no page behind it.
        return render(request, "portal/kept.html", {"number": numbers.grouped(slip.number)})
    response = HttpResponseRedirect(f"{reverse('portal:case', args=[slip.number])}?sent=1")
    # The device that sent it may rate it later without a link being written down.
    response.set_cookie(
        f"{MINE}_{slip.number}",
        slip.key,
        max_age=MINE_KEPT,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )
    return response


def _case_page(request: HttpRequest, found: PublicCase) -> dict[str, object]:
    key = request.POST.get("key") or request.GET.get("key")
    key = key or request.COOKIES.get(f"{MINE}_{found.number}", "")
    return {
        "case": found,
        "spoken": numbers.grouped(found.number),
        "key": key,
        "sent": "sent" in request.GET and bool(key),
        "rated": "rated" in request.GET,
        "again": "again" in request.GET,
        "answers": (questions.contacted(), questions.solved(), questions.marks(), questions.opinion()),
        "reason": questions.again(),
        "quiet": "quiet" in request.GET,
        "too": request.GET.get("too", ""),
        "may_second": found.may_second and not key and "too" not in request.GET,
        "is_told": is_told(found.number, key),
        "now": clock.now(),
    }


def _screen(draft: Draft, chosen: Category, definition: CaseType) -> dict[str, object]:
    number = STEPS.index(draft.step) + 2
    fields, extra = questions.of(draft), asked_of(definition, draft.given, draft.errors)
    form, version = counted_as(definition)
    return {
        "draft": draft,
        "category": chosen,
        "category_name": chosen.name(_language()),
        "fields": fields,
        "extra": extra if draft.step is Step.TEXT else (),
        "form": form,
        "version": version,
        # All screens together are one form.
        "questions": (*fields.values(), *extra),
        "about": catalogue_words(definition, _language()) if chosen.case_type != EVENT else None,
        "texts": draft.step is Step.PHOTO and texts_go_out(),
        "number": number,
        "of": len(STEPS) + 1,
        "lines": lines_for(chosen.code, draft.given["text"]),
        "back": STEPS[STEPS.index(draft.step) - 1] if draft.step is not Step.TEXT else None,
    }


def _of_visitor(request: HttpRequest, draft: Draft) -> Offered:
    """What the session itself brings: nothing that is typed here brings out anything of anybody.

    What somebody was shown and took away stays away.
    """
    placed = any(draft.given[name] for name in ("lon", "area", "address"))
    own = of_person(own_person(cast("ActorRequest", request).actor), placed=placed)
    return own.less(name for name in own.answers if request.POST.get(name) == "")


def _town() -> int | None:
    """Where a report is made, as far as that is known before anybody says where it is."""
    known = localities()
    return known[0].township if len(known) == 1 else None


def _groups() -> list[tuple[str, list[dict[str, str]]]]:
    """All public categories by major class, in the order of the catalogue."""
    groups = ((major.name(_language()), [one for one in major.members() if one.public]) for major in majors())
    return [(name, _tiles(members)) for name, members in groups if members]


def _common() -> list[dict[str, str]]:
    return _tiles([one for one in categories(public_only=True) if one.code in EVERYDAY])


def _tiles(found: Sequence[Category]) -> list[dict[str, str]]:
    language = _language()
    return [{"code": one.code, "name": one.name(language), "icon": one.icon} for one in found]


def _language() -> str:
    return get_language() or "zh-hans"
