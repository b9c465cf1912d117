"""POST of requests: everything that is wrong is named at once, after the key was found to be good."""

from contextlib import suppress
from dataclasses import dataclass
from math import isfinite
from typing import Any
from uuid import UUID

from django.core.files.base import File as Upload
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gewu.cases import queries as cases
from gewu.cases.commands import Report
from gewu.cases.commands.report import LONGEST_ADDRESS, LONGEST_NAME, LONGEST_PHONE
from gewu.cases.rules import check_answers
from gewu.catalogue import queries as catalogue
from gewu.kernel import text
from gewu.kernel.errors import Invalid, NotFound
from gewu.kernel.points import STORED, Point
from gewu.open311 import commands, queries, rules, tokens, wire
from gewu.open311.api.asking import admitted, all_given, collected, given, open_to_all
from gewu.open311.commands import Sending
from gewu.open311.queries import Service, Town
from gewu.open311.queries.services import BATCH, BLACKBOX
from gewu.places import queries as places

Wrong = list[tuple[str, str]]
_LONGEST = {
    "description": rules.LONGEST_DESCRIPTION,
    "first_name": LONGEST_NAME // 2,
    "last_name": LONGEST_NAME // 2 - 1,
    "phone": LONGEST_PHONE,
}


@dataclass(frozen=True, slots=True)
class _Where:
    """The three ways to say where; one is enough."""

    point: Point | None
    area: UUID | None
    address: str


@require_POST
@open_to_all
def send(request: HttpRequest, *, form: str, is_test: bool) -> HttpResponse:
    """A new request. 403 goes before everything, 404 before 400: a bad key learns nothing of services."""
    key, town = admitted(request, is_test=is_test)
    code = given(request, "service_code")
    collected([] if code else [("service_code", _("This is needed."))])
    service = queries.service(town, code)
    case_id = commands.send_request(
        sending=_sending(request, service, town),
        actor=commands.actor_of_key(key, town),
        receipt=request.headers.get("Idempotency-Key", ""),
    )
    return wire.answer(form, "service_requests", [_receipt(request, case_id, service, town)])


def _receipt(request: HttpRequest, case_id: UUID, service: Service, town: Town) -> dict[str, wire.Value]:
    """The number, or a token, or neither, as the type of the service says."""
    told: dict[str, wire.Value] = {}
    if service.type == BATCH:
        told["token"] = tokens.token_of(case_id)
    elif service.type != BLACKBOX:
        told["service_request_id"] = cases.slip_of(case_id).number
    told["service_notice"] = (
        _("This was a test: nobody will come.")
        if town.is_test
        else _("We have it. Whoever has the number can follow it on our page.")
    )
    told["account_id"] = given(request, "account_id")[:100] or None
    return told


def _sending(request: HttpRequest, service: Service, town: Town) -> Sending:
    wrong: Wrong = []
    where = _where(request, town, wrong)
    answers = _answers(request, service, wrong)
    said = {name: _text(request, name, limit, wrong) for name, limit in _LONGEST.items()}
    _check_links(request, wrong)
    collected(wrong)
    report = Report(
        category=service.category,
        type=service.case_type,
        # A report says something; who sends none has said what kind it is.
        text=said["description"] or catalogue.category_name(service.category, "zh-hans"),
        point=where.point,
        area=where.area,
        address=where.address,
        name=rules.full_name(said["first_name"], said["last_name"]),
        phone=said["phone"],
        source="open311",
        answers={} if service.is_practice else answers,
        photos=files_of(request),
        taken_by=town.home,
    )
    links = all_given(request, "media_url", "media_url[]")
    return Sending(service=service.code, report=report, answers=answers, links=links)


def files_of(request: HttpRequest) -> tuple["Upload[bytes]", ...]:
    """Every file, whatever its field is called: media, media[], photo1 …"""
    return tuple(upload for name in request.FILES for upload in request.FILES.getlist(name))


def _where(request: HttpRequest, town: Town, wrong: Wrong) -> _Where:
    point = _point(request, wrong)
    if point is not None:
        location = places.locate(point)
        if location is not None and location.township != town.locality.township:
            wrong.append(("lat", _("This point lies in another town.")))
    area = _area(given(request, "address_id"), town, wrong)
    address = _text(request, "address_string", LONGEST_ADDRESS, wrong)
    if point is None and area is None and not address and not wrong:
        wrong.append(("lat", _("Say where it is: lat and long, address_string or address_id.")))
    return _Where(point, area, address)


def _text(request: HttpRequest, name: str, limit: int, wrong: Wrong) -> str:
    """A person's words, made safe to keep; one line, unless they are the description."""
    lines = name == "description"
    words = given(request, name)
    try:
        return text.clean(words if lines else " ".join(words.split()), field=name, limit=limit, lines=lines)
    except Invalid as refused:
        wrong.extend(refused.fields.items())
        return ""


def _point(request: HttpRequest, wrong: Wrong) -> Point | None:
    values: dict[str, float] = {}
    for name, most in (("lat", 90), ("long", 180)):
        text = given(request, name)
        if not text:
            continue
        try:
            value = float(text)
        except ValueError:
            wrong.append((name, _("This is not a number.")))
            return None
        if not isfinite(value) or abs(value) > most:
            wrong.append((name, _("This number is out of range.")))
            return None
        values[name] = value
    if len(values) == 1:
        missing = "long" if "lat" in values else "lat"
        wrong.append((missing, _("lat and long come together.")))
    return Point(values["long"], values["lat"], STORED) if len(values) == 2 else None


def _area(code: str, town: Town, wrong: Wrong) -> UUID | None:
    """The area behind an `address_id`: its official code, within the town."""
    if not code:
        return None
    if code.startswith(str(town.locality.township)):
        with suppress(NotFound):
            return places.area_by_code(code).id
    wrong.append(("address_id", _("There is no such place.")))
    return None


def _answers(request: HttpRequest, service: Service, wrong: Wrong) -> dict[str, Any]:
    asked = {question.code: question for question in service.questions}
    sent = {
        code: [*all_given(request, f"attribute[{code}]"), *all_given(request, f"attribute[{code}][]")]
        for code in asked
    }
    answers = rules.answers_of(service.questions, sent)
    schema: dict[str, Any] = {
        "type": "object",
        "properties": {code: dict(question.schema) for code, question in asked.items()},
        "required": [code for code, question in asked.items() if question.required],
    }
    try:
        check_answers(schema, answers)
    except Invalid as refused:
        for code, said in refused.fields.items():
            missing = code not in answers
            message = _("%(code)s required") % {"code": code} if missing else said
            wrong.append((f"attribute[{code}]", message))
    return answers


def _check_links(request: HttpRequest, wrong: Wrong) -> None:
    links = all_given(request, "media_url", "media_url[]")
    if len(links) > rules.MOST_URLS:
        wrong.append(("media_url", _("At most %(limit)d at once.") % {"limit": rules.MOST_URLS}))
    elif not all(rules.is_url(link) for link in links):
        wrong.append(("media_url", _("This is not an address of the web.")))
