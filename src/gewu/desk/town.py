"""The pages about the town, in the groups the rail of the desk shows them in."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gewu.people.roles import roles
from gewu.places.dictionary import Feature


@dataclass(frozen=True, slots=True)
class Entry:
    """A page about the town: who finds it in the rail, and the feature its place must have switched on."""

    name: str
    label: str | Promise
    icon: str
    roles: frozenset[str] | None = None
    feature: Feature | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """Pages that belong together."""

    key: str
    title: str | Promise
    entries: tuple[Entry, ...]


ADMIN = frozenset({"admin"})
AUDITOR = frozenset({"auditor"})
CLERK = frozenset({"clerk"})
STUDIO = frozenset(key for key, role in roles().items() if role.drafts or role.publishes)
JUDGING = frozenset({"supervisor", "overseer", "auditor"})
LEDGERS = frozenset({"gridlead", "chief", "supervisor", "overseer", "auditor", "clerk", "dispatcher"})
HEALTH = LEDGERS | {"gridworker", "assistant", "admin"}
RIGHTS = frozenset({"clerk", "chief", "supervisor", "auditor"})
SUPERVISED = JUDGING | {"dispatcher", "chief", "handler", "gridlead"}
STAFFING = frozenset({"chief", "admin", "supervisor", "overseer"})
RATES = frozenset({"clerk", "dispatcher", "supervisor", "chief", "gridlead", "overseer", "auditor"})
DECIDING = frozenset({"gridlead", "chief", "clerk"})
REGISTERS = DECIDING | {"gridworker", "assistant", "supervisor", "auditor"}
SHEETS = frozenset({"gridworker", "chief", "clerk"})
BURDEN = frozenset({"supervisor", "admin", "overseer", "auditor", "chief", "clerk"})

SECTIONS = (
    Section(
        "grids",
        _("Grids and map"),
        (
            Entry("places:map", _("Map"), "map", feature=Feature.MAP),
            Entry("layers:list", _("Layers"), "layers", feature=Feature.MAP),
            Entry("desk:addresses", _("Addresses"), "building"),
            Entry("joint:batches", _("Joint work"), "walk"),
            Entry("redraw:overview", _("Redraw grids"), "map", roles=STUDIO),
            Entry("planner:start", _("Plan grids"), "grid", roles=STUDIO),
            Entry("places:points", _("Points into grids"), "pin", roles=ADMIN, feature=Feature.MAP),
        ),
    ),
    Section(
        "registers",
        _("People and houses"),
        (
            Entry("registers:start", _("Registers"), "people", roles=REGISTERS),
            Entry("sheets:list", _("Paper sheets"), "print", roles=SHEETS),
            Entry("provenance:disputes", _("Values to decide"), "check", roles=DECIDING),
            Entry("provenance:rates", _("Fresh, whole, agreed"), "star", roles=REGISTERS - {"assistant"}),
            Entry("checkups:list", _("Data health"), "heart", roles=HEALTH),
            Entry("exchange:imports", _("Imports"), "file", roles=ADMIN | CLERK),
            Entry("exchange:pairs", _("Duplicate persons"), "people", roles=CLERK),
            Entry("exchange:outward", _("Lists and tables out"), "export", roles=CLERK),
            Entry("rights:list", _("People's rights"), "shield", roles=RIGHTS),
            Entry("rights:sharing", _("Who may use what"), "send"),
            Entry("rights:looks", _("Access log"), "person", roles=AUDITOR),
            Entry("finding:looked", _("Who looked for people"), "search", roles=AUDITOR),
        ),
    ),
    Section(
        "staff",
        _("Workers"),
        (
            Entry("people:list", _("On duty"), "people", roles=ADMIN | {"chief"}),
            Entry("signage:staffing", _("Staffing"), "people", roles=STAFFING),
            Entry("people:absences", _("Absences"), "clock", roles=ADMIN | {"chief"}),
            Entry("signage:ledgers", _("Cards and plates"), "screen", roles=STAFFING),
            Entry("people:everybody", _("People"), "person", roles=ADMIN),
            Entry("catalogue:duties", _("Grid duties"), "heart", feature=Feature.DUTIES),
        ),
    ),
    Section(
        "results",
        _("Results"),
        (
            Entry("clearance:start", _("Ledgers"), "journal", roles=LEDGERS),
            Entry("supervision:list", _("Supervision"), "warning", roles=SUPERVISED),
            Entry("supervision:findings", _("Findings to judge"), "search", roles=JUDGING),
            Entry("aftercare:to_call", _("Call-backs"), "phone", roles=CLERK),
            Entry("aftercare:rates", _("Three rates"), "star", roles=RATES),
            Entry("burden:start", _("Burden of forms"), "report", roles=BURDEN),
            Entry("aftercare:bundles", _("Case files"), "file"),
            Entry("aftercare:due", _("Kept no longer"), "journal", roles=frozenset({"supervisor"})),
            Entry("evidence:states", _("Evidence"), "shield", roles=AUDITOR),
        ),
    ),
    Section(
        "rules",
        _("Rules of this place"),
        (
            Entry("catalogue:catalogue", _("Catalogue"), "list"),
            Entry("deadlines:calculator", _("Deadlines"), "clock", feature=Feature.DEADLINES),
            Entry("routing:rules", _("Routing"), "send", roles=ADMIN | {"dispatcher"}),
            Entry("registers:programmes", _("Programmes"), "heart", roles=ADMIN | {"overseer"}),
            Entry("studio:overview", _("Studio"), "journal", roles=STUDIO),
            Entry("notices:ways", _("Notices"), "bell", roles=ADMIN),
            Entry("open311:keys", _("Open311 keys"), "send", roles=ADMIN, feature=Feature.OPEN311),
        ),
    ),
)
