"""What a POST of a program sends, by its pattern."""

from datetime import timedelta

from tests.access import (
    disputing,
    drafting,
    duty,
    exchanging,
    health,
    housing,
    layering,
    papering,
    planning,
    redrawing,
    registering,
    steering,
)
from tests.access.bodies import (
    ACCEPTED,
    JUSTIFIED,
    KEPT,
    REFUSAL,
    Body,
    an_export,
    asks_for_own,
    putting_off,
    report,
    seen,
)

JSON_BODIES: dict[str, Body] = {
    "api/v1/provenance/decisions": lambda town, subject, who: {
        "claims": [str(disputing.a_claim(town))],
        "verdict": "keep",
    },
    "api/v1/sheets": lambda town, subject, who: {"subject": str(registering.a_household(town))},
    "api/v1/sheets/<sheet_id>/collect": lambda town, subject, who: {
        "on": papering.printed_on(town),
        "seen_version": 1,
    },
    "api/v1/sheets/<sheet_id>/type": lambda town, subject, who: {"values": {}, "seen_version": 1},
    "api/v1/sheets/<sheet_id>/settle": lambda town, subject, who: {"chosen": {}, "seen_version": 1},
    "api/v1/sheets/<sheet_id>/lose": lambda town, subject, who: {"seen_version": 1},
    "api/v1/filters": lambda town, subject, who: {"name": "超时", "list": "all", "query": "late=1"},
    "api/v1/exports": lambda town, subject, who: an_export(),
    "api/v1/imports/<import_id>/compare": lambda town, subject, who: {},
    "api/v1/imports/<import_id>/settle": lambda town, subject, who: exchanging.SETTLE,
    "api/v1/outward/months/<edition_id>/file": lambda town, subject, who: {"form": "csv"},
    "api/v1/duplicates/<pair_id>/decide": lambda town, subject, who: {"decision": "apart"},
    "api/v1/imports/<import_id>/lay": lambda town, subject, who: {"mapping": exchanging.MAPPING},
    "api/v1/batches": lambda town, subject, who: {
        "move": "wait",
        "data": putting_off(),
        "cases": [{"id": str(town.cases["open"].id), "seen_version": town.cases["open"].version}],
    },
    "api/v1/places/address-tree": lambda town, subject, who: (
        housing.a_unit(town) | {"parent": str(town.tiny.building_1)}
    ),
    "api/v1/places/address-tree/<address_id>/aliases": lambda town, subject, who: housing.another_name(),
    "api/v1/places/address-tree/<address_id>/grid": lambda town, subject, who: (
        housing.another_grid(town) | {"since": "2026-03-01T00:00:00+08:00"}
    ),
    "api/v1/cases": lambda town, subject, who: report(town),
    "api/v1/cases/near": lambda town, subject, who: report(town),
    "api/v1/cases/<case_id>/merge": lambda town, subject, who: (
        {"into": str(subject.id) if subject else "", "reason": "duplicate"} | seen(subject)
    ),
    "api/v1/cases/<case_id>/unmerge": lambda town, subject, who: seen(subject),
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
    "api/v1/rights/asks": lambda town, subject, who: asks_for_own(town),
    "api/v1/rights/mine": lambda town, subject, who: {"kind": "file"},
    "api/v1/rights/asks/<ask_id>/answer": lambda town, subject, who: REFUSAL,
    "api/v1/rights/erasures/<erasure_id>": lambda town, subject, who: KEPT,
    "api/v1/rights/unusual/<oddity_id>": lambda town, subject, who: JUSTIFIED,
    "api/v1/checkups/<checkup_id>/give": lambda town, subject, who: {"to": health.a_mender(town)},
    "api/v1/checkups/<checkup_id>/steps": lambda town, subject, who: ACCEPTED,
    "api/v1/supervision/<supervision_id>/steps": lambda town, subject, who: {
        "step": "answer",
        "words": "明天修好",
        "seen_state": "open",
    },
    "api/v1/supervision/findings/<finding_id>": lambda town, subject, who: JUSTIFIED,
    "api/v1/planner/runs": lambda town, subject, who: planning.asked(town),
    "api/v1/signage/plates/<plate_id>": lambda town, subject, who: {"state": "up"},
    "api/v1/planner/proposals/<proposal_id>/adopt": lambda town, subject, who: {"title": "北片"},
    "api/v1/redraws": lambda town, subject, who: {"township": town.tiny.township, "title": "拆分"},
    "api/v1/redraws/<redraw_id>/steps": lambda town, subject, who: redrawing.split_body(),
    "api/v1/redraws/<redraw_id>/acts": lambda town, subject, who: {"act": "withdraw", "seen_version": 1},
    "api/v1/drafts": lambda town, subject, who: drafting.start_form(town),
    "api/v1/drafts/<draft_id>/sections/<section>": lambda town, subject, who: drafting.a_section(town),
    "api/v1/drafts/<draft_id>/acts": lambda town, subject, who: {"act": "withdraw", "seen_version": 1},
    "api/v1/joint/batches": lambda town, subject, who: layering.planned_by_program(town),
    "api/v1/joint/batches/<batch_id>/close": lambda town, subject, who: {
        "seen_version": 1,
        "closing": "下雨",
    },
    "api/v1/joint/agreements": lambda town, subject, who: layering.agreed_by_program(town),
    "api/v1/joint/stops/<stop_id>/visit": lambda town, subject, who: {"households": 1, "seen_version": 1},
    "api/v1/joint/stops/<stop_id>/found": lambda town, subject, who: {"text": "灯坏", "settled": True},
    **{
        f"api/v1/layers/{path}": lambda town, subject, who: layering.asked(town)
        for path in ("<layer_id>/areas", "areas/<area_id>")
    },
    "api/v1/layers/<layer_id>/matters": lambda town, subject, who: {"categories": [], "seen_version": 1},
    "api/v1/layers/areas/<area_id>/retire": lambda town, subject, who: {"seen_version": 1},
    **{f"api/v1/routing/{path}": steering.asked for path in ("rules", "dry-run", "rules/<rule_id>")},
    **{
        f"api/v1/routing/rules/<rule_id>/{deed}": (
            lambda town, subject, who: {"rule_version": 1, "direction": "up"}
        )
        for deed in ("move", "switch", "restore")
    },
    "api/v1/registers/<kind>": lambda town, subject, who: registering.record_body(town),
    "api/v1/registers/<kind>/<row_id>": lambda town, subject, who: {
        "values": {"occupation": "木工"},
        "seen_version": 1,
    },
    "api/v1/registers/<kind>/<row_id>/take-back": registering.just_written,
    "api/v1/registers/<kind>/<row_id>/open": lambda town, subject, who: {"purpose": "visit"},
    "api/v1/registers/enrolments": lambda town, subject, who: registering.enrol_body(town),
    "api/v1/registers/visits": lambda town, subject, who: registering.visit_body(town),
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
        "data": putting_off(),
        **seen(subject),
    },
}
