"""What stands in an address for each of its parameters, and behind its question mark."""

import re
from collections.abc import Callable, Mapping
from datetime import timedelta

from gewu.cases.tests.builders import CATEGORY
from gewu.people.tests import signing_in
from gewu.places.testing import TinyTown
from tests.access import (
    afterwards,
    asking,
    auditing,
    drafting,
    duty,
    exchanging,
    hanging,
    health,
    housing,
    layering,
    papering,
    planning,
    redrawing,
    registering,
    steering,
    taking,
    telling,
    watching,
)
from tests.access.patterns import patterns
from tests.access.town import Subject, Town, a_token_of, an_open311_key

Fill = Callable[[Town, Subject | None], object]


def _nothing(town: Town, subject: Subject | None) -> str:
    return "nothing"


def _of(name: str) -> Fill:
    return lambda town, subject: getattr(subject, name)


FILLED: Mapping[str, Fill] = {
    "row_id": lambda town, _: registering.a_person(town),
    "enrolment_id": lambda town, _: registering.an_enrolment(town),
    "programme": lambda town, _: "veteran",
    "turn": lambda town, _: "away",
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
    "print_id": lambda town, _: hanging.a_print(town),
    "paper": lambda town, _: "card_a6",
    "house_id": lambda town, _: town.tiny.building_1,
    "plate_id": lambda town, _: hanging.a_plate(town),
    "grid_code": lambda town, _: "370402999001011",
    "portrait_id": lambda town, _: town.tiny.a1,
    "filter_id": lambda town, _: taking.a_filter(town),
    "export_id": lambda town, _: taking.an_export(town),
    "batch_id": lambda town, _: taking.a_batch(town),
    "import_id": lambda town, _: exchanging.an_import(town),
    "kind": lambda town, _: "residents",
    "pair_id": lambda town, _: exchanging.a_pair(town),
    "table_id": lambda town, _: exchanging.a_table(town),
    "edition_id": lambda town, _: exchanging.a_month(town),
    "year": lambda town, _: 2027,
    "stop_id": lambda town, _: layering.a_stop(town),
    "problem_id": lambda town, _: layering.a_problem(town),
    "agreement_id": lambda town, _: layering.an_agreement(town),
    "layer_id": lambda town, _: layering.a_layer(town),
    "rule_id": lambda town, _: steering.a_rule(town),
    "deed": lambda town, _: "switch",
    "notice_id": lambda town, _: telling.a_notice(town),
    "way_id": lambda town, _: telling.a_way(town),
    "link": lambda town, _: telling.a_claim(town),
    "delivery_id": lambda town, _: telling.a_failure(town),
    "template": lambda town, _: telling.TEMPLATE,
    "redraw_id": lambda town, _: redrawing.a_redraw(town),
    "draft_id": lambda town, _: drafting.a_draft(town),
    "plan_id": lambda town, _: planning.a_plan(town),
    "proposal_id": lambda town, _: planning.a_proposal(town),
    "section": lambda town, _: "frame",
    "room": lambda town, _: "changes",
    "part": lambda town, _: "stage:filed",
    "supervision_id": lambda town, _: watching.a_supervision(town),
    "step": lambda town, _: "answer",
    "ledger_id": lambda town, _: watching.a_ledger(town),
    "period": lambda town, _: "day",
    "first": lambda town, _: (duty.tomorrow() - timedelta(days=3)).isoformat(),
    "finding_id": lambda town, _: watching.a_finding(town),
    "sheet_id": lambda town, _: papering.a_sheet(town).id,
    "ask_id": lambda town, _: asking.an_ask(town),
    "erasure_id": lambda town, _: asking.an_erasure(town),
    "oddity_id": lambda town, _: asking.unusual(town),
    "checkup_id": lambda town, _: health.a_checkup(town),
    "statement_id": lambda town, _: health.a_figure(town),
    "look_id": lambda town, _: health.a_look(town),
    "check_key": lambda town, _: "one_chief",
    "bundle_id": lambda town, _: afterwards.a_bundle(town),
    "disposal_id": lambda town, _: afterwards.a_disposal(town),
}
# Where a parameter means something else on one route.
INSTEAD: Mapping[tuple[str, str], Fill] = {
    ("desk/rights/asks/<uuid:ask_id>/file.pdf", "ask_id"): lambda town, _: asking.a_granted_file(town),
    ("api/v1/rights/asks/<ask_id>/file", "ask_id"): lambda town, _: asking.a_granted_file(town),
    ("api/v1/rights/mine/<ask_id>/file", "ask_id"): lambda town, _: asking.a_granted_file(town),
    ("me/rights/<uuid:ask_id>/file.pdf", "ask_id"): lambda town, _: asking.a_granted_file(town),
    ("clearance/<uuid:area_id>/<slug:period>/", "area_id"): lambda town, _: town.tiny.grid_a,
    **{
        (f"clearance/<uuid:area_id>/<slug:period>/<str:first>/{more}", "area_id"): (
            lambda town, _: town.tiny.grid_a
        )
        for more in ("", "print/", "table.<str:form>")
    },
    ("clearance/<uuid:area_id>/<slug:period>/<str:first>/table.<str:form>", "form"): lambda town, _: "csv",
    **{
        (f"{door}/layers/areas/{more}", "area_id"): lambda town, _: layering.an_area(town)
        for door, more in (
            ("desk", "<uuid:area_id>/"),
            ("desk", "<uuid:area_id>/change/"),
            ("desk", "<uuid:area_id>/retire/"),
            ("api/v1", "<area_id>"),
            ("api/v1", "<area_id>/retire"),
        )
    },
    **{
        (route, "batch_id"): lambda town, _: layering.a_batch(town)
        for route in (
            "desk/joint/<uuid:batch_id>/",
            "desk/joint/<uuid:batch_id>/print/",
            "desk/joint/<uuid:batch_id>/close/",
            "api/v1/joint/batches/<batch_id>",
            "api/v1/joint/batches/<batch_id>/close",
        )
    },
    **{
        (pattern, "kind"): lambda town, _: "person"
        for pattern in patterns()
        if pattern.startswith(("registers/", "api/v1/registers/"))
    },
    ("registers/building/<uuid:address_id>/", "address_id"): lambda town, _: town.tiny.building_1,
    ("registers/programmes/<slug:programme>/switch/", "programme"): lambda town, _: "floating",
    ("desk/outward/registers/<slug:kind>/", "kind"): lambda town, _: "person",
    **{
        (f"{door}<slug:code>/", "code"): lambda town, _: housing.a_plate(town)
        for door in ("at/", "desk/addresses/plates/")
    },
    ("desk/addresses/<uuid:address_id>/<slug:deed>/", "deed"): lambda town, _: "name",
    ("problems/<slug:code>", "code"): lambda town, _: "not-found",
    ("c/<str:number>/photos/<uuid:file_id>", "file_id"): _of("released_photo"),
    ("desk/lists/<slug:key>/", "key"): lambda town, _: "all",
    ("desk/borders/<uuid:redraw_id>/do/<slug:what>/", "what"): lambda town, _: "withdraw",
    ("desk/studio/drafts/<uuid:draft_id>/do/<slug:what>/", "what"): lambda town, _: "withdraw",
    ("desk/people/<uuid:person_id>/unlock/", "person_id"): lambda town, _: duty.a_locked_person(town),
    ("desk/people/posts/<uuid:post_id>/stand-in/end/", "post_id"): lambda town, _: duty.a_stand_in(town),
    ("desk/people/organisations/<uuid:organisation_id>/open/", "organisation_id"): (
        lambda town, _: duty.a_closed_office(town)
    ),
    ("desk/registers/rates/<slug:kind>/<str:what>/", "kind"): lambda town, _: "person",
    ("desk/registers/rates/<slug:kind>/<str:what>/", "what"): lambda town, _: "gaps:name",
    ("desk/sheets/print/<uuid:batch_id>/file.pdf", "batch_id"): lambda town, _: (
        papering.a_sheet(town).printed_with
    ),
    ("api/v1/sheets/prints/<batch_id>", "batch_id"): lambda town, _: papering.a_sheet(town).printed_with,
    ("api/v1/provenance/rates/<kind>/<what>", "kind"): lambda town, _: "person",
    ("api/v1/provenance/rates/<kind>/<what>", "what"): lambda town, _: "gaps",
    ("desk/burden/<slug:key>/<slug:part>/", "key"): lambda town, _: watching.a_filled_form(town)[0],
    ("desk/burden/<slug:key>/<slug:part>/", "part"): lambda town, _: watching.a_filled_form(town)[1],
    ("field/lists/<slug:key>/", "key"): lambda town, _: "all",
    ("notices/ways/<uuid:way_id>/wechat/", "way_id"): lambda town, _: telling.an_account(town),
    ("desk/notices/templates/<slug:template>/publish/", "template"): lambda town, _: telling.a_draft(town),
    ("desk/exports/<uuid:export_id>/file/", "export_id"): lambda town, _: taking.a_written_export(town),
    ("api/v1/exports/<export_id>/file", "export_id"): lambda town, _: taking.a_written_export(town),
}
QUERIES = {
    "GET api/v1/places/address-tree": f"?township={TinyTown.township}",
    "GET api/v1/places/address-tree/read": f"?township={TinyTown.township}&text=幸福小区3栋",
    "GET api/v1/layers": f"?township={TinyTown.township}",
    "GET api/v1/routing/rules": f"?township={TinyTown.township}",
    "GET api/v1/routing/dry-run": f"?township={TinyTown.township}",
    "DELETE api/v1/routing/rules/<rule_id>": "?rule_version=1",
    "GET api/v1/clearance": f"?area={TinyTown.grid_a}&period=day&first=2026-03-02",
    "GET api/v1/places/locate": "?lon=117.7005&lat=34.8015&crs=WGS84",
    "GET api/v1/places/boundaries": "?township=370402999",
    "GET api/v1/places/houses": "?township=370402999",
    "GET api/v1/places/addresses": "?q=幸福小区",
    "GET api/v1/clock/due": "?place=370402999&start=2026-11-20T16:00&amount=4&unit=work_hour",
    "GET api/v1/clock/calendar/<year>": "?place=370402999",
    "GET api/v1/search": "?q=桶盖",
    "GET api/v1/registers/search": "?q=王小册",
    "GET desk/staffing/fill/": f"?area={TinyTown.a2}&role=gridworker",
    "GET desk/exports/new/": "?list=all&query=late=1",
}
# Two towns are run here, so a program says which.
QUERIES |= {
    f"GET {pattern}": "?jurisdiction_id=tiny" for pattern in patterns() if pattern.startswith("open311/")
}


def address(town: Town, subject: Subject | None, *, pattern: str, method: str) -> str:
    """The pattern with something real in place of every parameter."""

    def fill(parameter: re.Match[str]) -> str:
        name = parameter[1]
        return str(INSTEAD.get((pattern, name), FILLED.get(name, _nothing))(town, subject))

    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", fill, pattern) + QUERIES.get(f"{method} {pattern}", "")
