"""Every kind of page: in both languages, by day and by night, on a phone and on a laptop."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Page

from gewu.places.testing import TinyTown
from tests.browser.looking import foreign_words, too_small, too_wide, violations
from tests.browser.serving import Site
from tests.browser.town import CASES, DUTY, OPEN311_KEY
from tests.browser.visitors import LAPTOP, PHONE

Come = Callable[..., Page]


@dataclass(frozen=True)
class Kind:
    """A page and who looks at it. `{filed}` is the id of a case in that stage."""

    path: str
    role: str = ""
    status: int = 200

    def __str__(self) -> str:
        return f"{self.role or 'anyone'} {self.path}"


KINDS = (
    Kind("/"),
    Kind("/report/"),
    Kind("/report/?q=路灯"),
    Kind("/report/010305/"),
    Kind("/c/{reported_number}/"),
    Kind("/c/{waiting_number}/"),
    Kind("/c/{archived_number}/"),
    Kind("/c/XY0101-0001-AA/", status=404),
    Kind("/nowhere/", status=404),
    Kind("/accounts/login/"),
    Kind("/map/"),
    Kind("/map/?q=单元"),
    Kind("/map/?q=幸福小区3号楼"),
    Kind("/map/points/", "admin"),
    Kind("/api/v1/docs"),
    Kind("/me/", "clerk"),
    Kind("/me/password/", "clerk"),
    Kind("/me/security/", "clerk"),
    Kind("/me/security/code/", "clerk"),
    Kind("/me/security/passkey/", "clerk"),
    Kind("/me/security/recovery/", "clerk"),
    Kind("/me/data/", "clerk"),
    Kind("/accounts/logout/", "clerk"),
    Kind("/desk/", "clerk"),
    Kind("/desk/", "admin"),
    Kind("/desk/lists/to_file/", "clerk"),
    Kind("/desk/lists/open/", "supervisor"),
    Kind("/desk/search/?q=二号楼前", "dispatcher"),
    Kind("/desk/search/?q=没有这样的事", "dispatcher"),
    Kind("/desk/search/person/", "clerk"),
    Kind("/desk/search/looked/", "auditor"),
    Kind("/desk/filters/", "clerk"),
    Kind("/desk/exports/", "clerk"),
    Kind("/desk/exports/new/?list=open&query=late%3D1", "clerk"),
    Kind("/desk/batches/", "clerk"),
    Kind("/desk/imports/", "clerk"),
    Kind("/desk/imports/new/", "clerk"),
    Kind("/desk/imports/{checked}/", "clerk"),
    Kind("/desk/imports/{compared}/differences/", "clerk"),
    Kind("/desk/duplicates/", "clerk"),
    Kind("/desk/duplicates/{alike}/", "clerk"),
    Kind("/desk/outward/", "clerk"),
    Kind("/desk/outward/registers/person/", "clerk"),
    Kind("/desk/outward/{table}/edit/", "clerk"),
    Kind("/desk/outward/months/{month}/", "clerk"),
    Kind("/desk/report/", "clerk"),
    Kind("/desk/report/?category=010305", "clerk"),
    Kind("/desk/cases/{reported}/?list=to_file", "clerk"),
    Kind("/desk/cases/{filed}/moves/dispatch/", "dispatcher"),
    Kind("/desk/cases/{handling}/", "handler"),
    Kind("/desk/cases/{handling}/parts/", "dispatcher"),
    Kind("/desk/cases/{waiting}/", "dispatcher"),
    Kind("/desk/cases/{archived}/", "supervisor"),
    Kind("/desk/cases/{archived}/print/", "clerk"),
    Kind("/desk/cases/{archived}/clock/", "clerk"),
    Kind("/desk/cases/{archived}/journal/", "auditor"),
    Kind("/desk/call-backs/", "clerk"),
    Kind("/desk/cases/{archived}/call-back/", "clerk"),
    Kind("/desk/rates/", "clerk"),
    Kind("/desk/rates/call-backs/", "supervisor"),
    Kind("/desk/case-files/", "clerk"),
    Kind("/desk/archive/", "supervisor"),
    Kind("/grid/"),
    Kind("/grid/?q=幸福小区3号楼"),
    Kind("/grid/370402999001011/"),
    Kind("/me/card/", "gridworker"),
    Kind("/desk/staffing/", "admin"),
    Kind("/desk/staffing/?show=gaps", "chief"),
    Kind("/desk/staffing/?show=load&all=1", "supervisor"),
    Kind("/desk/staffing/print/?show=gaps", "admin"),
    Kind(f"/desk/staffing/size/{TinyTown.a1}/", "supervisor"),
    Kind(f"/desk/staffing/fill/?area={TinyTown.grid_a}&role=gridlead", "admin"),
    Kind("/desk/signage/", "chief"),
    Kind("/desk/signage/print/", "chief"),
    Kind("/field/signage/", "gridworker"),
    Kind(f"/field/signage/houses/{TinyTown.building_1}/", "gridworker"),
    Kind(f"/field/signage/boards/{TinyTown.a1}/", "gridworker"),
    Kind("/desk/evidence/", "auditor"),
    Kind("/desk/evidence/journal/", "auditor"),
    Kind("/desk/evidence/cases/{archived}/", "auditor"),
    Kind("/desk/cases/00000000-0000-8000-8000-000000000000/", "clerk", 404),
    Kind("/desk/place/", "chief"),
    Kind("/desk/addresses/", "admin"),
    Kind("/desk/addresses/?q=幸福小区三栋2单元501", "clerk"),
    Kind(f"/desk/addresses/{TinyTown.building_3}/", "admin"),
    Kind(f"/desk/addresses/{TinyTown.estate}/", "clerk"),
    Kind(f"/desk/addresses/{TinyTown.building_3}/edit/", "admin"),
    Kind(f"/desk/addresses/{TinyTown.building_3}/rooms/", "admin"),
    Kind(f"/desk/addresses/{TinyTown.building_3}/grid/", "supervisor"),
    Kind("/desk/addresses/new/", "admin"),
    Kind("/at/0000000000/", status=404),
    Kind("/desk/people/", "admin"),
    Kind("/desk/people/all/?q=zhao", "admin"),
    Kind("/desk/people/all/print/", "admin"),
    Kind("/desk/people/new/", "admin"),
    Kind("/desk/people/{worker}/", "admin"),
    Kind("/desk/people/{worker}/edit/", "admin"),
    Kind("/desk/people/{worker}/posts/new/", "admin"),
    Kind("/desk/people/{handler}/leave/", "admin"),
    Kind("/desk/people/posts/{worker_post}/", "admin"),
    Kind("/desk/people/posts/{worker_post}/stand-in/", "chief"),
    Kind("/desk/people/organisations/", "admin"),
    Kind("/desk/people/organisations/print/", "admin"),
    Kind("/desk/people/organisations/new/", "admin"),
    Kind("/desk/people/organisations/{office}/", "admin"),
    Kind("/desk/people/organisations/{office}/edit/", "admin"),
    Kind("/desk/people/absences/", "chief"),
    Kind("/desk/people/absences/print/", "chief"),
    Kind("/desk/people/absences/new/", "gridworker"),
    Kind("/desk/people/absences/{absence}/", "chief"),
    Kind("/desk/people/links/", "admin"),
    Kind("/desk/people/links/{link}/", "admin"),
    Kind("{join}"),
    Kind("/desk/notices/", "admin"),
    Kind("/desk/notices/new/?kind=dingtalk_group", "admin"),
    Kind("/desk/notices/past/", "admin"),
    Kind("/desk/notices/ways/{notice_way}/", "admin"),
    Kind("/desk/notices/templates/", "admin"),
    Kind("/desk/notices/templates/case_offered/", "admin"),
    Kind("/me/notices/", "handler"),
    Kind("/me/notices/", "checker"),
    Kind("/me/notices/choices/", "handler"),
    Kind("/me/notices/wechat/", "handler"),
    Kind("/me/notices/prove/{claim}/", "handler"),
    Kind("/desk/notices/new/?kind=wechat", "admin"),
    Kind("/desk/notices/ways/{account}/", "admin"),
    Kind("/desk/open311/", "admin"),
    Kind("/desk/open311/new/", "admin"),
    Kind("/desk/open311/{open311_key}/", "admin"),
    Kind("/desk/catalogue/", "clerk"),
    Kind("/desk/catalogue/?q=路灯", "clerk"),
    Kind("/desk/catalogue/duties/", "clerk"),
    Kind("/desk/catalogue/print/?class=0103", "clerk"),
    Kind("/desk/catalogue/categories/010137/", "clerk"),
    Kind("/desk/catalogue/event/", "clerk"),
    Kind("/desk/borders/", "admin"),
    Kind("/desk/borders/{redraw}/", "admin"),
    Kind("/desk/borders/{redraw}/moves/", "admin"),
    Kind("/desk/planner/", "admin"),
    Kind("/desk/planner/runs/{plan}/", "admin"),
    Kind("/desk/planner/runs/{plan}/print/", "admin"),
    Kind("/desk/planner/proposals/{proposal}/", "admin"),
    Kind("/desk/studio/", "admin"),
    *(
        Kind(f"/desk/studio/drafts/{{draft}}/{side}", "admin")
        for side in (
            "",
            "see/flow/",
            "see/questions/",
            "see/categories/?q=路灯",
            "see/preview/?role=handler",
            "see/changes/",
            "edit/stage:filed/",
            "edit/move:dispatch/",
            "edit/question:finding/",
            "edit/question:new/",
            "edit/form:report/",
            "edit/form:3.file/",
            "edit/category:010305/",
            "edit/frame/",
            "edit/words/",
            "import/",
            "table/",
        )
    ),
    Kind("/desk/deadlines/?start=2026-09-30T17:30&amount=3&unit=work_day", "clerk"),
    Kind("/desk/deadlines/2026/", "clerk"),
    Kind("/desk/routing/", "dispatcher"),
    Kind("/desk/routing/new/", "dispatcher"),
    Kind("/desk/deadlines/2027/", "admin"),
    Kind("/desk/registers/claims/", "clerk"),
    Kind("/desk/registers/rates/", "supervisor"),
    Kind("/desk/registers/rates/person/gaps/", "chief"),
    Kind("/desk/burden/", "supervisor"),
    Kind("/desk/sheets/", "clerk"),
    Kind("/registers/", "clerk"),
    Kind("/registers/", "gridworker"),
    Kind("/registers/search/?q=王", "clerk"),
    Kind("/registers/search/?q=王小样", "gridworker"),
    Kind("/registers/person/?q=wang&age=60-79", "clerk"),
    Kind("/registers/household/", "gridworker"),
    Kind("/registers/person/new/", "clerk"),
    Kind("/registers/person/{register_person}/", "gridworker"),
    Kind("/registers/person/{register_person}/", "chief"),
    Kind("/registers/person/{register_person}/edit/", "clerk"),
    Kind("/registers/person/{register_person}/print/", "clerk"),
    Kind("/registers/person/{register_person}/do/move/", "clerk"),
    Kind("/registers/person/{register_person}/enrol/living_alone/", "clerk"),
    Kind("/registers/household/{register_household}/", "gridworker"),
    Kind("/registers/household/{register_household}/visit/", "gridworker"),
    Kind("/registers/building/{register_building}/", "gridworker"),
    Kind("/registers/programmes/", "admin"),
    Kind("/registers/programmes/older/", "gridworker"),
    Kind("/registers/programmes/mental_illness/switch/", "admin"),
    Kind("/clearance/", "chief"),
    Kind("/clearance/", "gridlead"),
    Kind("/clearance/{grid}/day/2026-03-02/", "gridlead"),
    Kind("/clearance/{grid}/week/2026-03-02/", "supervisor"),
    Kind("/clearance/{grid}/month/", "chief"),
    Kind("/clearance/{grid}/day/2026-03-02/print/", "chief"),
    Kind("/published-figures/"),
    Kind("/shared-data/"),
    Kind("/me/rights/", "clerk"),
    Kind("/desk/rights/", "clerk"),
    Kind("/desk/rights/new/", "clerk"),
    Kind("/desk/rights/account/", "clerk"),
    Kind("/desk/rights/erasures/", "supervisor"),
    Kind("/desk/rights/looks/", "auditor"),
    Kind("/desk/rights/looks/unusual/", "auditor"),
    Kind("/desk/rights/looks/print/", "auditor"),
    Kind("/desk/rights/sharing/?q=公安", "clerk"),
    Kind("/desk/checkups/", "clerk"),
    Kind("/desk/checkups/grids/", "clerk"),
    Kind("/desk/checkups/checks/", "supervisor"),
    Kind("/desk/checkups/figures/", "clerk"),
    Kind("/desk/checkups/figures/new/", "clerk"),
    Kind("/desk/layers/", "supervisor"),
    Kind("/desk/joint/", "supervisor"),
    Kind("/desk/joint/new/", "supervisor"),
    Kind("/desk/joint/agreements/", "supervisor"),
    Kind("/desk/joint/agreements/new/", "supervisor"),
    Kind("/desk/supervision/?list=all", "supervisor"),
    Kind("/desk/supervision/findings/", "supervisor"),
    Kind("/desk/supervision/cases/{handling}/open/", "supervisor"),
    Kind("/desk/supervision/cases/{reported}/raise/", "chief"),
    Kind("/field/", "checker"),
    Kind("/field/", "gridworker"),
    Kind("/field/report/", "gridworker"),
    Kind("/field/report/010305/", "gridworker"),
    Kind("/field/cases/{verifying}/", "gridworker"),
    Kind("/field/cases/{handled}/", "checker"),
    Kind("/field/lists/reported/", "gridworker"),
    Kind("/field/mine/", "gridworker"),
)


@pytest.fixture(scope="package")
def names(site: Site) -> dict[str, str]:
    cases = json.loads((site.log.parent / CASES).read_text())
    key = json.loads((site.log.parent / OPEN311_KEY).read_text())["id"]
    numbers = {f"{stage}_number": pair[1] for stage, pair in cases.items()}
    duty = json.loads((site.log.parent / DUTY).read_text())
    return (
        {stage: pair[0] for stage, pair in cases.items()}
        | numbers
        | duty
        | {
            "open311_key": key,
            "grid": str(TinyTown.grid_a),
            "register_building": str(TinyTown.building_1),
        }
    )


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_a_page_reads_fits_and_can_be_used_by_everybody(
    visitor: Come, names: dict[str, str], kind: Kind
) -> None:
    """By day in Chinese, then by night in English; on a phone, then on a laptop."""
    page = visitor(kind.role, size=PHONE)
    path = kind.path.format(**names)
    faults = {"in Chinese": _seen(page, path, kind.status, "zh-hans") + violations(page)}
    _prefer(page, django_language="en", gewu_theme="dark")
    faults["in English"] = _seen(page, path, kind.status, "en") + violations(page, "color-contrast")
    page.set_viewport_size({"width": LAPTOP[0], "height": LAPTOP[1]})
    faults["on a laptop"] = too_wide(page)
    assert not any(faults.values()), "\n".join(f"{when}: {what}" for when, what in faults.items() if what)


@pytest.mark.parametrize("path", ["/field/", "/field/report/", "/field/mine/"])
def test_the_bar_of_the_field_is_made_for_thumbs(visitor: Come, path: str) -> None:
    page = visitor("gridworker", size=PHONE)
    page.goto(path)
    assert page.locator(".bar a").count() == 4
    assert too_small(page, ".bar a, .tile", size=48) == []


def _prefer(page: Page, **cookies: str) -> None:
    site = urljoin(page.url, "/")
    page.context.add_cookies([{"name": name, "value": value, "url": site} for name, value in cookies.items()])


def _seen(page: Page, path: str, status: int, language: str) -> list[str]:
    answer = page.goto(path)
    assert answer is not None
    assert answer.status == status, f"{answer.status} for {page.url}"
    return [*foreign_words(page, language), *too_wide(page)]
