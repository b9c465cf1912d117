"""What a POST of a page sends, by its pattern."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from gewu.cases.tests.builders import BROKEN_BIN, CATEGORY, PHONE, a_photo, tomorrow
from tests.access import (
    asking,
    disputing,
    drafting,
    duty,
    exchanging,
    health,
    housing,
    layering,
    planning,
    redrawing,
    registering,
    steering,
    telling,
)
from tests.access.town import Person, Subject, Town

Body = Callable[[Town, Subject | None, Person], dict[str, Any]]


def seen(subject: Subject | None) -> dict[str, Any]:
    return {"seen_version": subject.version if subject else 0}


def _form_report() -> dict[str, Any]:
    return {"category": CATEGORY, "text": BROKEN_BIN, "address": "文化路 1 号"}


def an_export() -> dict[str, Any]:
    return {"list": "all", "query": "", "form": "csv", "used_for": "meeting"}


def putting_off() -> dict[str, Any]:
    return {"reason": "下雨天修不了", "reply": "天晴了就来修", "review_on": tomorrow()}


def report(town: Town) -> dict[str, Any]:
    spot = town.tiny.in_a1
    return {
        "category": CATEGORY,
        "text": BROKEN_BIN,
        "location": {"lon": spot.lon, "lat": spot.lat, "crs": "WGS84"},
    }


# What a POST sends, so that only the rights can be a reason to refuse it.
# What a form and a program send alike.
REFUSAL = {
    "deed": "refuse",
    "words": "核对过，号码没有错。",
    "ground": "right_as_it_is",
    "seen_state": "open",
}
JUSTIFIED = {
    "judgement": "justified",
    "word": "看过了",
}
ACCEPTED = {
    "step": "accept",
    "words": "核对过了",
    "seen_state": "open",
}
KEPT = {"deed": "keep", "why": "诉讼期间"}
FORMS: dict[str, Body] = {
    "registers/<slug:kind>/new/": lambda town, subject, who: registering.person_form(town),
    "registers/<slug:kind>/<uuid:row_id>/open/": lambda town, subject, who: {"purpose": "visit"},
    "registers/<slug:kind>/<uuid:row_id>/back/": registering.just_written,
    "registers/<slug:kind>/<uuid:row_id>/edit/": lambda town, subject, who: {
        "occupation": "木工",
        "source": "door",
        "seen_version": "1",
    },
    "registers/<slug:kind>/<uuid:row_id>/visit/": lambda town, subject, who: {"outcome": "met"},
    "registers/<slug:kind>/<uuid:row_id>/enrol/<slug:programme>/": lambda town, subject, who: {
        "kind": "veteran",
        "basis": "law",
    },
    "registers/<slug:kind>/<uuid:row_id>/in/<uuid:enrolment_id>/": lambda town, subject, who: {
        "cause": "illness"
    },
    "registers/<slug:kind>/<uuid:row_id>/in/<uuid:enrolment_id>/open/": lambda town, subject, who: {
        "purpose": "visit"
    },
    "registers/<slug:kind>/<uuid:row_id>/in/<uuid:enrolment_id>/leave/": lambda town, subject, who: {
        "why": "ended"
    },
    "registers/programmes/<slug:programme>/switch/": lambda town, subject, who: {"step": "off"},
    "desk/staffing/fill/": lambda town, subject, who: {
        "area": str(town.tiny.a2),
        "role": "gridworker",
        "user": str(town.people["clerk"].actor.user),
        "first_day": duty.tomorrow().isoformat(),
    },
    "desk/staffing/size/<uuid:area_id>/": lambda town, subject, who: {"reason": "一栋楼一个门"},
    "desk/signage/plates/": lambda town, subject, who: {"area": str(town.tiny.a1)},
    "desk/signage/print/": lambda town, subject, who: {"area": str(town.tiny.a1), "kind": "card_a6"},
    "field/signage/houses/<uuid:house_id>/cards/": lambda town, subject, who: {"delivered": "3"},
    "field/signage/houses/<uuid:house_id>/units/": lambda town, subject, who: {"units": "2"},
    "field/signage/plates/<uuid:plate_id>/": lambda town, subject, who: {"state": "up"},
    "me/card/phone/": lambda town, subject, who: {"phone": "0632-5550101", "agreed": "yes"},
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
    "desk/exports/new/": lambda town, subject, who: an_export() | {"query": "late=1", "purpose": "work"},
    "desk/duplicates/<uuid:pair_id>/decide/": lambda town, subject, who: {"decision": "apart"},
    "desk/outward/registers/<slug:kind>/": lambda town, subject, who: exchanging.TAKE,
    "desk/outward/<uuid:table_id>/": lambda town, subject, who: exchanging.TAKE,
    "desk/outward/<uuid:table_id>/edit/": lambda town, subject, who: {"name": "老人名单", "day": "5"},
    "desk/outward/months/<uuid:edition_id>/": lambda town, subject, who: exchanging.TAKE,
    "desk/imports/new/": lambda town, subject, who: exchanging.a_file(),
    "api/v1/imports": lambda town, subject, who: exchanging.a_file(),
    "desk/imports/<uuid:import_id>/lay/": lambda town, subject, who: exchanging.lay_form(),
    "desk/batches/new/": lambda town, subject, who: {"case": f"{town.cases['open'].id}.1"},
    "desk/planner/": lambda town, subject, who: planning.FORM,
    "desk/planner/proposals/<uuid:proposal_id>/adopt/": lambda town, subject, who: {"title": "北片"},
    "desk/borders/begin/": lambda town, subject, who: redrawing.begin_form(town),
    "desk/borders/<uuid:redraw_id>/draw/": lambda town, subject, who: redrawing.split_form(),
    "desk/borders/<uuid:redraw_id>/shapes/": lambda town, subject, who: redrawing.shapes_form(),
    "desk/studio/start/": lambda town, subject, who: drafting.start_form(town),
    "desk/studio/drafts/<uuid:draft_id>/edit/<str:part>/": lambda town, subject, who: drafting.STAGE,
    "desk/studio/drafts/<uuid:draft_id>/import/": lambda town, subject, who: drafting.files_form(town),
    "desk/studio/drafts/<uuid:draft_id>/table/": lambda town, subject, who: drafting.table_form(),
    "clearance/signed/<uuid:ledger_id>/correct/": lambda town, subject, who: {
        "figure": "opened",
        "should_be": "2",
        "why": "数错了",
    },
    "desk/rights/account/": lambda town, subject, who: _proving(town),
    "desk/rights/new/": lambda town, subject, who: asks_for_own(town),
    "desk/rights/asks/<uuid:ask_id>/": lambda town, subject, who: REFUSAL,
    "desk/rights/erasures/<uuid:erasure_id>/": lambda town, subject, who: KEPT,
    "desk/rights/looks/unusual/<uuid:oddity_id>/": lambda town, subject, who: JUSTIFIED,
    "me/rights/": lambda town, subject, who: {"kind": "file"},
    "desk/sheets/print/": lambda town, subject, who: {"subject": str(registering.a_household(town))},
    "desk/sheets/<uuid:sheet_id>/": lambda town, subject, who: {"step": "lose", "seen_version": "1"},
    "desk/registers/claims/decide/": lambda town, subject, who: {
        "claim": str(disputing.a_claim(town)),
        "verdict": "keep",
    },
    "desk/checkups/<uuid:checkup_id>/give/": lambda town, subject, who: {"to": health.a_mender(town)},
    "desk/checkups/<uuid:checkup_id>/": lambda town, subject, who: ACCEPTED,
    "desk/checkups/checks/<slug:check_key>/": lambda town, subject, who: {"on": "0", "why": "不适用"},
    "desk/checkups/figures/new/": lambda town, subject, who: {
        "place": "文化路",
        "period": "2026-10",
        "item": "released",
        "value": "14",
        "text": "释解人员 14 人",
    },
    "desk/checkups/figures/<uuid:statement_id>/": lambda town, subject, who: {
        "value": "15",
        "text": "释解人员 15 人",
        "why": "补录",
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
    "desk/supervision/findings/<uuid:finding_id>/": lambda town, subject, who: JUSTIFIED,
    "desk/addresses/new/": lambda town, subject, who: (
        {name: str(value) for name, value in housing.a_unit(town).items()}
        | {"above": str(town.tiny.building_1)}
    ),
    "desk/addresses/<uuid:address_id>/edit/": lambda town, subject, who: (
        {"name": "小样学校"} | housing.seen(town)
    ),
    "desk/addresses/<uuid:address_id>/rooms/": lambda town, subject, who: {
        "units": "1",
        "floors": "1",
        "flats": "1",
    },
    "desk/addresses/<uuid:address_id>/grid/": lambda town, subject, who: (
        housing.another_grid(town) | {"since": "2026-03-01"} | housing.seen(town)
    ),
    "desk/addresses/<uuid:address_id>/<slug:deed>/": lambda town, subject, who: housing.another_name(),
    "desk/report/": lambda town, subject, who: _form_report(),
    "desk/joint/new/": lambda town, subject, who: layering.planned(town),
    "desk/joint/<uuid:batch_id>/close/": lambda town, subject, who: {"seen_version": "1", "closing": "下雨"},
    "desk/joint/stops/<uuid:stop_id>/visit/": lambda town, subject, who: {"households": 1, "seen_version": 1},
    "desk/joint/stops/<uuid:stop_id>/found/": lambda town, subject, who: {"text": "灯坏", "settled": "yes"},
    "desk/joint/agreements/new/": lambda town, subject, who: layering.agreed(town),
    "desk/joint/agreements/<uuid:agreement_id>/note/": lambda town, subject, who: layering.noted(),
    "desk/joint/agreements/<uuid:agreement_id>/end/": lambda town, subject, who: {"seen_version": "1"},
    **{
        f"desk/layers/{path}": lambda town, subject, who: layering.asked(town)
        for path in ("<uuid:layer_id>/new/", "areas/<uuid:area_id>/change/", "areas/<uuid:area_id>/retire/")
    },
    "desk/layers/<uuid:layer_id>/matters/": lambda town, subject, who: {"seen_version": "1"},
    "desk/routing/new/": lambda town, subject, who: steering.form(town),
    "desk/routing/try/": lambda town, subject, who: steering.form(town),
    "desk/routing/rules/<uuid:rule_id>/": lambda town, subject, who: steering.form(town),
    "desk/routing/rules/<uuid:rule_id>/<slug:deed>/": lambda town, subject, who: {"seen_version": "1"},
    "desk/routing/cases/<uuid:case_id>/join/": lambda town, subject, who: (
        {"into": str(subject.id) if subject else "", "reason": "duplicate"} | seen(subject)
    ),
    "desk/routing/cases/<uuid:case_id>/part/": lambda town, subject, who: seen(subject),
    "field/report/<slug:code>/": lambda town, subject, who: _form_report(),
    "field/report/<slug:code>/done/": lambda town, subject, who: _form_report() | {"report": "已经扫干净了"},
    **{
        f"{door}/cases/<uuid:case_id>/{what}": body
        for door in ("desk", "field")
        for what, body in (
            ("notes/", lambda town, subject, who: {"text": "看过了"}),
            ("files/", lambda town, subject, who: {"file": a_photo(), "kind": "scene"}),
            ("moves/<slug:name>/", lambda town, subject, who: putting_off() | seen(subject)),
            ("place/", lambda town, subject, who: {"area": str(town.tiny.a1)} | seen(subject)),
            ("parts/", lambda town, subject, who: {"category": "010137", "text": "旁边的灯也坏了"}),
            ("contact/", lambda town, subject, who: {"purpose": "call_back"}),
            ("call-back/", lambda town, subject, who: {"reached": "no", "reason": "busy"} | seen(subject)),
        )
    },
    "api/v1/redraws/<redraw_id>/shapes": lambda town, subject, who: redrawing.shapes_form(),
    "api/v1/drafts/<draft_id>/files": lambda town, subject, who: drafting.files_form(town),
    "api/v1/cases/<case_id>/files": lambda town, subject, who: {"file": a_photo(), "kind": "scene"},
}


def asks_for_own(town: Town) -> dict[str, str]:
    """Somebody of A1 who asks for their own file."""
    asking.a_person(town)
    return {"kind": "file", "proof": "card", "identity": asking.CARD}


def _proving(town: Town) -> dict[str, str]:
    """A neighbour who shows the card of the same person, to have their account proved."""
    asking.a_person(town)
    return {"identity": asking.CARD, "username": town.people["neighbour"].user.username}  # type: ignore[union-attr] # has one
