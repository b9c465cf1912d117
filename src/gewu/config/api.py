"""The one HTTP API, `/api/v1`. Each slice brings a router; refusals look as `refusals` says."""

from gewu.aftercare.api import router as aftercare
from gewu.burden.api import router as burden
from gewu.cases.api import router as cases
from gewu.catalogue.api import router as catalogue
from gewu.checkups.api import router as checkups
from gewu.clearance.api import router as clearance
from gewu.config import refusals
from gewu.config.api_problems import TellingAPI
from gewu.deadlines.api import router as deadlines
from gewu.exchange.api import router as exchange
from gewu.finding.api import router as finding
from gewu.joint.api import router as joint
from gewu.layers.api import router as layers
from gewu.notices.api import router as notices
from gewu.people.api import bearer_or_session
from gewu.people.register import router as people
from gewu.places.address_api import router as addresses
from gewu.places.api import router as places
from gewu.planner.api import router as planner
from gewu.redraw.api import router as redraws
from gewu.registers.api import router as registers
from gewu.registers.provenance_api import router as provenance
from gewu.rights.api import router as rights
from gewu.routing.api import router as routing
from gewu.routing.ruling_api import router as ruling
from gewu.sheets.api import router as sheets
from gewu.signage.api import router as signage
from gewu.studio.api import router as studio
from gewu.supervision.api import router as supervision

api = TellingAPI(
    title="Gewu",
    version="1.0.0",
    description="Cases, places and definitions of a town. Times are ISO 8601, positions WGS 84.",
    auth=bearer_or_session,
    urls_namespace="api",
    openapi_url="/openapi.json",
    docs_url=None,
)
refusals.teach(api)
api.add_router("/cases", cases)
api.add_router("/cases", routing)
api.add_router("/places", places)
api.add_router("/places", addresses)
api.add_router("/clock", deadlines)
api.add_router("/notices", notices)
api.add_router("", aftercare)
api.add_router("/supervision", supervision)
api.add_router("/clearance", clearance)
api.add_router("/checkups", checkups)
api.add_router("/burden", burden)
api.add_router("/drafts", studio)
api.add_router("/redraws", redraws)
api.add_router("/routing", ruling)
api.add_router("/layers", layers)
api.add_router("/planner", planner)
api.add_router("/joint", joint)
api.add_router("/registers", registers)
api.add_router("/rights", rights)
api.add_router("/sheets", sheets)
api.add_router("/provenance", provenance)
api.add_router("/signage", signage)
api.add_router("", catalogue)
api.add_router("", people)
api.add_router("", finding)
api.add_router("", exchange)
