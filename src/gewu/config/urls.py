"""Every URL of the platform."""

from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from gewu.config import api_docs, csp
from gewu.config.api import api
from gewu.config.health import healthz

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("csp-report", csp.report, name="csp-report"),
    path("language", set_language, name="set_language"),
    path("api/v1/docs", api_docs.page, name="api-docs"),
    path("api/v1/", api.urls),
    path("map/", include("gewu.places.urls")),
    path("desk/catalogue/", include("gewu.catalogue.urls")),
    path("desk/borders/", include("gewu.redraw.urls")),
    path("desk/studio/", include("gewu.studio.urls")),
    path("desk/deadlines/", include("gewu.deadlines.urls")),
    path("desk/evidence/", include("gewu.evidence.urls")),
    path("", include("gewu.notices.urls")),
    path("desk/", include("gewu.finding.urls")),
    path("desk/", include("gewu.exchange.urls")),
    path("", include("gewu.signage.urls")),
    path("clearance/", include("gewu.clearance.urls")),
    path("desk/rights/", include("gewu.rights.urls")),
    path("", include("gewu.rights.public_urls")),
    path("registers/", include("gewu.registers.urls")),
    path("desk/checkups/", include("gewu.checkups.urls")),
    path("", include("gewu.checkups.public_urls")),
    path("desk/registers/", include("gewu.registers.provenance_urls")),
    path("desk/burden/", include("gewu.burden.urls")),
    path("desk/sheets/", include("gewu.sheets.urls")),
    path("desk/supervision/", include("gewu.supervision.urls")),
    path("desk/", include("gewu.aftercare.urls")),
    path("desk/routing/", include("gewu.routing.urls")),
    path("desk/layers/", include("gewu.layers.urls")),
    path("desk/planner/", include("gewu.planner.urls")),
    path("desk/joint/", include("gewu.joint.urls")),
    path("desk/", include("gewu.cases.urls")),
    path("desk/", include("gewu.desk.urls")),
    path("field/", include("gewu.field.urls")),
    path("", include("gewu.open311.urls")),
    path("", include("gewu.evidence.public_urls")),
    path("", include("gewu.ui.urls")),
    path("", include("gewu.portal.urls")),
    path("", include("gewu.people.urls")),
]

handler400 = "gewu.config.refusals.bad_request"
handler403 = "gewu.config.refusals.permission_denied"
handler404 = "gewu.config.refusals.page_not_found"
handler500 = "gewu.config.refusals.server_error"
