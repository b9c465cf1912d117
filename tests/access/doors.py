"""What there is to ask for: every URL pattern and every API operation, and how a test asks for one."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.http.response import HttpResponseBase
from django.urls import URLPattern, get_resolver

from gewu.cases.tests.builders import BROKEN_BIN, CATEGORY, PHONE, a_photo, tomorrow
from gewu.config.api import api
from gewu.people.tests import signing_in
from gewu.places.testing import TinyTown
from tests.access import afterwards, auditing, drafting, duty, steering, taking, telling, watching
from tests.access.town import Person, Subject, Town, a_token_of, an_open311_key

METHODS = ("GET", "POST")
API = "api/v1/"
Answer = str | int


@dataclass(frozen=True, order=True)
class Route:
    """A method on a URL pattern, as the table writes it: `GET desk/people/`."""

    pattern: str
    method: str

    def __str__(self) -> str:
        return f"{self.method} {self.pattern}"

    @property
    def of_case(self) -> bool:
        return "case_id" in self.pattern or "number>" in self.pattern

    def url(self, town: Town, subject: Subject | None) -> str:
        def fill(parameter: re.Match[str]) -> str:
            name = parameter[1]
            return str(INSTEAD.get((self.pattern, name), FILLED.get(name, _nothing))(town, subject))

        return "/" + re.sub(r"<(?:\w+:)?(\w+)>", fill, self.pattern) + QUERIES.get(str(self), "")


def patterns() -> list[str]:
    """Every URL pattern of the platform, written as in urls.py."""
    return sorted({_plain(pattern) for pattern in _walk(get_resolver().url_patterns, "")})


def operations() -> list[Route]:
    """Every operation the API's own document names."""
    document = api.get_openapi_schema()
    return [
        Route(path.strip("/").replace("{", "<").replace("}", ">"), method.upper())
        for path, methods in document["paths"].items()
        for method in methods
    ]


def _walk(urls: list[Any], before: str) -> Iterator[str]:
    for url in urls:
        here = before + str(url.pattern)
        if isinstance(url, URLPattern):
            yield here
        else:
            yield from _walk(url.url_patterns, here)


def _plain(pattern: str) -> str:
    """Ninja names converters of its own; the document does not."""
    return re.sub(r"<\w+:(\w+)>", r"<\1>", pattern) if pattern.startswith(API) else pattern


Fill = Callable[[Town, Subject | None], object]


def _nothing(town: Town, subject: Subject | None) -> str:
    return "nothing"


def _of(name: str) -> Fill:
    return lambda town, subject: getattr(subject, name)


FILLED: Mapping[str, Fill] = {
    "case_id": _of("id"),
    "number": _of("number"),
    "what": _of("words"),
    "township": lambda town, _: town.tiny.township,
    "area_id": lambda town, _: town.tiny.a1,
    "place_id": lambda town, _: town.tiny.a1,
    "address_id": lambda town, _: town.tiny.school,
    "token_id": lambda town, _: a_token_of(town.people["clerk"]),
    "person_id": lambda town, _: town.people["clerk"].actor.user,
    "post_id": lambda town, _: duty.a_post(town),
    "absence_id": lambda town, _: duty.an_absence(town),
    "deputy_id": lambda town, _: duty.a_pair(town),
    "link_id": lambda town, _: duty.a_link(town),
    "organisation_id": lambda town, _: duty.an_empty_office(town),
    "secret": lambda town, _: duty.a_secret(town),
    "factor_id": lambda town, _: signing_in.a_passkey(town.people["clerk"].user).pk,
    "session_id": lambda town, _: signing_in.a_session(town.people["clerk"].user).id,
    "device_id": lambda town, _: signing_in.a_session(town.people["clerk"].user).device_id,
    "code": lambda town, _: CATEGORY,
    "key": lambda town, _: "event",
    "name": lambda town, _: "wait",
    "file_id": _of("photo"),
    "key_id": lambda town, _: an_open311_key(town),
    "form": lambda town, _: "json",
    "run_id": lambda town, _: auditing.a_run(town),
    "proof_id": lambda town, _: auditing.a_proof(town),
    "filter_id": lambda town, _: taking.a_filter(town),
    "export_id": lambda town, _: taking.an_export(town),
    "batch_id": lambda town, _: taking.a_batch(town),
    "year": lambda town, _: 2027,
    "rule_id": lambda town, _: steering.a_rule(town),
    "deed": lambda town, _: "switch",
    "notice_id": lambda town, _: telling.a_notice(town),
    "way_id": lambda town, _: telling.a_way(town),
    "delivery_id": lambda town, _: telling.a_failure(town),
    "template": lambda town, _: telling.TEMPLATE,
    "draft_id": lambda town, _: drafting.a_draft(town),
    "room": lambda town, _: "changes",
    "part": lambda town, _: "stage:filed",
    "supervision_id": lambda town, _: watching.a_supervision(town),
    "step": lambda town, _: "answer",
    "ledger_id": lambda town, _: watching.a_ledger(town),
    "period": lambda town, _: "day",
    "first": lambda town, _: (duty.tomorrow() - timedelta(days=3)).isoformat(),
    "finding_id": lambda town, _: watching.a_finding(town),
    "bundle_id": lambda town, _: afterwards.a_bundle(town),
    "disposal_id": lambda town, _: afterwards.a_disposal(town),
}
# Where a parameter means something else on one route.
INSTEAD: Mapping[tuple[str, str], Fill] = {
    ("clearance/<uuid:area_id>/<slug:period>/", "area_id"): lambda town, _: town.tiny.grid_a,
    **{
        (f"clearance/<uuid:area_id>/<slug:period>/<str:first>/{more}", "area_id"): (
            lambda town, _: town.tiny.grid_a
        )
        for more in ("", "print/", "table.<str:form>")
    },
    ("clearance/<uuid:area_id>/<slug:period>/<str:first>/table.<str:form>", "form"): lambda town, _: "csv",
    ("problems/<slug:code>", "code"): lambda town, _: "not-found",
    ("c/<str:number>/photos/<uuid:file_id>", "file_id"): _of("released_photo"),
    ("desk/lists/<slug:key>/", "key"): lambda town, _: "all",
    ("desk/studio/drafts/<uuid:draft_id>/do/<slug:what>/", "what"): lambda town, _: "withdraw",
    ("desk/people/<uuid:person_id>/unlock/", "person_id"): lambda town, _: duty.a_locked_person(town),
    ("desk/people/posts/<uuid:post_id>/stand-in/end/", "post_id"): lambda town, _: duty.a_stand_in(town),
    ("desk/people/organisations/<uuid:organisation_id>/open/", "organisation_id"): (
        lambda town, _: duty.a_closed_office(town)
    ),
    ("field/lists/<slug:key>/", "key"): lambda town, _: "all",
    ("desk/notices/templates/<slug:template>/publish/", "template"): lambda town, _: telling.a_draft(town),
    ("desk/exports/<uuid:export_id>/file/", "export_id"): lambda town, _: taking.a_written_export(town),
    ("api/v1/exports/<export_id>/file", "export_id"): lambda town, _: taking.a_written_export(town),
}
QUERIES = {
    "GET api/v1/clearance": f"?area={TinyTown.grid_a}&period=day&first=2026-03-02",
    "GET api/v1/places/locate": "?lon=117.7005&lat=34.8015&crs=WGS84",
    "GET api/v1/places/boundaries": "?township=370402999",
    "GET api/v1/places/houses": "?township=370402999",
    "GET api/v1/places/addresses": "?q=幸福小区",
    "GET api/v1/clock/due": "?place=370402999&start=2026-11-20T16:00&amount=4&unit=work_hour",
    "GET api/v1/clock/calendar/<year>": "?place=370402999",
    "GET api/v1/search": "?q=桶盖",
    "GET desk/exports/new/": "?list=all&query=late=1",
}
# Two towns are run here, so a program says which.
QUERIES |= {
    f"GET {pattern}": "?jurisdiction_id=tiny" for pattern in patterns() if pattern.startswith("open311/")
}

Body = Callable[[Town, Subject | None, Person], dict[str, Any]]


def _seen(subject: Subject | None) -> dict[str, Any]:
    return {"seen_version": subject.version if subject else 0}


def _form_report() -> dict[str, Any]:
    return {"category": CATEGORY, "text": BROKEN_BIN, "address": "文化路 1 号"}


def _an_export() -> dict[str, Any]:
    return {"list": "all", "query": "", "form": "csv", "used_for": "meeting"}


def _putting_off() -> dict[str, Any]:
    return {"reason": "下雨天修不了", "reply": "天晴了就来修", "review_on": tomorrow()}


def _report(town: Town) -> dict[str, Any]:
    spot = town.tiny.in_a1
    return {
        "category": CATEGORY,
        "text": BROKEN_BIN,
        "location": {"lon": spot.lon, "lat": spot.lat, "crs": "WGS84"},
    }


# What a POST sends, so that only the rights can be a reason to refuse it.
FORMS: dict[str, Body] = {
    "language": lambda town, subject, who: {"language": "en", "next": "/"},
    "ui/look": lambda town, subject, who: {"type": "large"},
    "report/<slug:code>/": lambda town, subject, who: {
        "step": "send",
        "text": BROKEN_BIN,
        "address": "文化路 1 号",
        "receipt": uuid4().hex,
    },
    "report/<slug:code>/near/": lambda town, subject, who: _form_report(),
    "desk/routing/near/": lambda town, subject, who: _form_report(),
    "follow/": lambda town, subject, who: {"number": "WH"},
    "desk/deadlines/<int:year>/publish/": lambda town, subject, who: {
        "document": "国办发明电〔2026〕9号",
        "days": "2027-01-01,holiday,元旦",
        "step": "publish",
    },
    "c/<str:number>/rate/": lambda town, subject, who: {
        "contacted": "true",
        "solved": "yes",
        "rating": "5",
        "key": "",
    },
    "c/<str:number>/again/": lambda town, subject, who: {"reason": "又坏了", "key": ""},
    "desk/archive/<uuid:disposal_id>/keep/": lambda town, subject, who: {"until": tomorrow()},
    "accounts/login/": lambda town, subject, who: {"login": "nobody", "password": "wrong"},
    "map/points/": lambda town, subject, who: {"crs": "WGS84", "points": "lon,lat\n117.7005,34.8015"},
    "desk/notices/new/": lambda town, subject, who: telling.REHEARSAL,
    "desk/notices/ways/<uuid:way_id>/": lambda town, subject, who: telling.REHEARSAL,
    "desk/notices/ways/<uuid:way_id>/switch/": lambda town, subject, who: {"on": "false"},
    "desk/notices/templates/<slug:template>/": telling.words_form,
    "me/language/": lambda town, subject, who: {"language": "en"},
    "join/<str:secret>/": lambda town, subject, who: duty.password_form(town),
    "desk/people/new/": lambda town, subject, who: duty.invitation_form(town),
    "desk/people/<uuid:person_id>/edit/": lambda town, subject, who: {
        "name": "周受理",
        "language": "zh-hans",
        "seen_version": "1",
    },
    "desk/people/<uuid:person_id>/lock/": lambda town, subject, who: {"seen_version": "1"},
    "desk/people/<uuid:person_id>/unlock/": lambda town, subject, who: {"seen_version": "2"},
    "desk/people/<uuid:person_id>/link/": lambda town, subject, who: {"seen_version": "1"},
    "desk/people/<uuid:person_id>/leave/": lambda town, subject, who: {"what": "hand"},
    "desk/people/<uuid:person_id>/posts/new/": lambda town, subject, who: duty.post_form(town),
    "desk/people/posts/<uuid:post_id>/": lambda town, subject, who: duty.days_form(town),
    "desk/people/posts/<uuid:post_id>/end/": lambda town, subject, who: {"seen_version": "1"},
    "desk/people/posts/<uuid:post_id>/stand-in/": lambda town, subject, who: duty.stand_in_form(town),
    "desk/people/organisations/new/": lambda town, subject, who: duty.office_form(town),
    **{
        f"desk/people/organisations/<uuid:organisation_id>/{what}/": (
            lambda town, subject, who, seen=seen: duty.office_form(town) | {"seen_version": seen}
        )
        for what, seen in (("edit", "1"), ("close", "1"), ("open", "2"))
    },
    "desk/people/absences/new/": lambda town, subject, who: duty.absence_form(town),
    "desk/people/absences/<uuid:absence_id>/": lambda town, subject, who: {
        "last_day": duty.tomorrow().isoformat()
    },
    "desk/people/absences/<uuid:absence_id>/cover/<uuid:post_id>/": (
        lambda town, subject, who: duty.cover_form(town)
    ),
    "desk/search/person/": lambda town, subject, who: {"by": "phone", "value": PHONE, "purpose": "asks"},
    "desk/filters/new/": lambda town, subject, who: {"name": "超时", "list": "all", "query": "late=1"},
    "desk/filters/<uuid:filter_id>/": lambda town, subject, who: {"name": "昨天的"},
    "desk/exports/new/": lambda town, subject, who: _an_export() | {"query": "late=1", "purpose": "work"},
    "desk/batches/new/": lambda town, subject, who: {"case": f"{town.cases['open'].id}.1"},
    "desk/studio/start/": lambda town, subject, who: drafting.start_form(town),
    "desk/studio/drafts/<uuid:draft_id>/edit/<str:part>/": lambda town, subject, who: drafting.STAGE,
    "desk/studio/drafts/<uuid:draft_id>/import/": lambda town, subject, who: drafting.files_form(town),
    "desk/studio/drafts/<uuid:draft_id>/table/": lambda town, subject, who: drafting.table_form(),
    "clearance/signed/<uuid:ledger_id>/correct/": lambda town, subject, who: {
        "figure": "opened",
        "should_be": "2",
        "why": "数错了",
    },
    "desk/supervision/<uuid:supervision_id>/<slug:step>/": lambda town, subject, who: {
        "words": "明天修好",
        "seen_state": "open",
    },
    "desk/supervision/cases/<uuid:case_id>/open/": lambda town, subject, who: {
        "kind": "important",
        "reason": "催一下",
    },
    "desk/supervision/cases/<uuid:case_id>/raise/": lambda town, subject, who: {
        "level": "township",
        "reason": "tried",
        "tried": "办过了",
    },
    "desk/supervision/findings/<uuid:finding_id>/": lambda town, subject, who: {
        "judgement": "justified",
        "word": "看过了",
    },
    "desk/report/": lambda town, subject, who: _form_report(),
    "desk/routing/new/": lambda town, subject, who: steering.form(town),
    "desk/routing/rules/<uuid:rule_id>/": lambda town, subject, who: steering.form(town),
    "desk/routing/rules/<uuid:rule_id>/<slug:deed>/": lambda town, subject, who: {"seen_version": "1"},
    "desk/routing/cases/<uuid:case_id>/join/": lambda town, subject, who: (
        {"into": str(subject.id) if subject else "", "reason": "duplicate"} | _seen(subject)
    ),
    "desk/routing/cases/<uuid:case_id>/part/": lambda town, subject, who: _seen(subject),
    "field/report/<slug:code>/": lambda town, subject, who: _form_report(),
    "field/report/<slug:code>/done/": lambda town, subject, who: _form_report() | {"report": "已经扫干净了"},
    **{
        f"{door}/cases/<uuid:case_id>/{what}": body
        for door in ("desk", "field")
        for what, body in (
            ("notes/", lambda town, subject, who: {"text": "看过了"}),
            ("files/", lambda town, subject, who: {"file": a_photo(), "kind": "scene"}),
            ("moves/<slug:name>/", lambda town, subject, who: _putting_off() | _seen(subject)),
            ("place/", lambda town, subject, who: {"area": str(town.tiny.a1)} | _seen(subject)),
            ("parts/", lambda town, subject, who: {"category": "010137", "text": "旁边的灯也坏了"}),
            ("contact/", lambda town, subject, who: {"purpose": "call_back"}),
            ("call-back/", lambda town, subject, who: {"reached": "no", "reason": "busy"} | _seen(subject)),
        )
    },
    "api/v1/cases/<case_id>/files": lambda town, subject, who: {"file": a_photo(), "kind": "scene"},
}
JSON_BODIES: dict[str, Body] = {
    "api/v1/filters": lambda town, subject, who: {"name": "超时", "list": "all", "query": "late=1"},
    "api/v1/exports": lambda town, subject, who: _an_export(),
    "api/v1/batches": lambda town, subject, who: {
        "move": "wait",
        "data": _putting_off(),
        "cases": [{"id": str(town.cases["open"].id), "seen_version": town.cases["open"].version}],
    },
    "api/v1/cases": lambda town, subject, who: _report(town),
    "api/v1/cases/near": lambda town, subject, who: _report(town),
    "api/v1/cases/<case_id>/merge": lambda town, subject, who: (
        {"into": str(subject.id) if subject else "", "reason": "duplicate"} | _seen(subject)
    ),
    "api/v1/cases/<case_id>/unmerge": lambda town, subject, who: _seen(subject),
    "api/v1/cases/<case_id>/repeat": lambda town, subject, who: {"text": "又来问"},
    "api/v1/places/locate": lambda town, subject, who: {
        "crs": "WGS84",
        "points": [{"lon": 117.7005, "lat": 34.8015}],
    },
    "api/v1/cases/<case_id>/comments": lambda town, subject, who: {"text": "看过了"},
    "api/v1/cases/<case_id>/parts": lambda town, subject, who: {"category": "010137", "text": "灯也坏了"},
    "api/v1/cases/<case_id>/contact": lambda town, subject, who: {"purpose": "call_back"},
    "api/v1/cases/<case_id>/call-backs": lambda town, subject, who: {"reason": "busy", "seen_version": 1},
    "api/v1/supervision": lambda town, subject, who: {
        "case": str(town.cases["open"].id),
        "kind": "important",
        "reason": "催一下",
    },
    "api/v1/supervision/<supervision_id>/steps": lambda town, subject, who: {
        "step": "answer",
        "words": "明天修好",
        "seen_state": "open",
    },
    "api/v1/supervision/findings/<finding_id>": lambda town, subject, who: {
        "judgement": "justified",
        "word": "看过了",
    },
    "api/v1/clearance": lambda town, subject, who: {
        "area": str(town.tiny.grid_a),
        "period": "day",
        "first": (duty.tomorrow() - timedelta(days=2)).isoformat(),
    },
    "api/v1/cases/<case_id>/raise": lambda town, subject, who: {
        "level": "township",
        "reason": "tried",
        "tried": "上门两次，没办成",
    },
    "api/v1/cases/<case_id>/moves": lambda town, subject, who: {
        "move": "wait",
        "data": _putting_off(),
        **_seen(subject),
    },
}


def ask(town: Town, route: Route, who: Person, subject: Subject | None = None) -> tuple[Answer, str]:
    """The answer of one person's request, and what it says; whatever it changed is taken back."""
    who.come_back()
    with transaction.atomic():
        response = _send(town, route, who, subject)
        said = _content(response)
        transaction.set_rollback(True)
    return _answer(response), said


def _send(town: Town, route: Route, who: Person, subject: Subject | None) -> Any:
    url, pattern = route.url(town, subject), route.pattern
    headers = who.headers if pattern.startswith(API) else {}
    if route.method != "POST":
        return who.browser.generic(route.method, url, headers=headers)
    if body := JSON_BODIES.get(pattern):
        sent = json.dumps(body(town, subject, who))
        return who.browser.post(url, sent, "application/json", headers=headers)
    form = FORMS.get(pattern, lambda town, subject, who: {})
    return who.browser.post(url, form(town, subject, who), headers=headers)


def _content(response: HttpResponseBase) -> str:
    body = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined] # either has one
    return body.decode(errors="replace")


def _answer(response: HttpResponseBase) -> Answer:
    status = response.status_code
    if status in {301, 302, 303} and response["Location"].startswith("/accounts/login/"):
        return "sign-in"
    return "ok" if status < 400 else status
