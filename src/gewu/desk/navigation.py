"""The rail of the desk: what waits for whoever is signed in, and where else to look."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gewu.cases.pages.counts import counted
from gewu.cases.queries import Worklist
from gewu.finding.queries import saved_filters
from gewu.kernel.access import ActorRequest
from gewu.people.roles import roles
from gewu.places.dictionary import Feature
from gewu.places.features import features_for

# Lists to look something up in, not to work through.
LOOKING = frozenset({"open", "reported", "all"})
ICONS: Mapping[str, str] = {
    "to_verify": "walk",
    "to_file": "inbox",
    "to_dispatch": "send",
    "returned": "back",
    "asked_back": "undo",
    "to_coordinate": "people",
    "to_help": "people",
    "to_decide": "check",
    "to_accept": "inbox",
    "mine": "today",
    "to_check": "check",
    "to_answer": "phone",
    "to_visit": "walk",
    "to_settle": "check",
    "to_close": "file",
    "to_rate": "phone",
    "to_archive": "journal",
    "raised": "send",
    "late": "warning",
    "due_today": "clock",
    "review_due": "undo",
    "waiting": "state-paused",
    "no_grid": "pin",
    "open": "list",
    "reported": "report",
    "all": "file",
}
TONES: Mapping[str, str] = {
    "raised": "soon",
    "late": "late",
    "due_today": "soon",
    "review_due": "soon",
    "no_grid": "soon",
}
REPORTING = frozenset({"clerk", "dispatcher", "chief", "supervisor", "handler"})


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the rail."""

    url: str
    label: str
    icon: str
    here: bool
    count: str | None = None
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Some lines under a heading."""

    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A page about the town: who finds it in the rail, and the feature its place must have switched on."""

    name: str
    label: str | Promise
    icon: str
    roles: frozenset[str] | None = None
    feature: Feature | None = None


_ADMIN = frozenset({"admin"})
_STUDIO = frozenset(key for key, role in roles().items() if role.drafts or role.publishes)
_JUDGING = frozenset({"supervisor", "overseer", "auditor"})
_LEDGERS = frozenset({"gridlead", "chief", "supervisor", "overseer", "auditor", "clerk", "dispatcher"})
_HEALTH = _LEDGERS | {"gridworker", "assistant", "admin"}
_RIGHTS = frozenset({"clerk", "chief", "supervisor", "auditor"})
_SUPERVISED = _JUDGING | {"dispatcher", "chief", "handler", "gridlead"}
_STAFFING = frozenset({"chief", "admin", "supervisor", "overseer"})
_RATES = frozenset({"clerk", "dispatcher", "supervisor", "chief", "gridlead", "overseer", "auditor"})
_DECIDING = frozenset({"gridlead", "chief", "clerk"})
_REGISTERS = _DECIDING | {"supervisor", "auditor"}
_SHEETS = frozenset({"gridworker", "chief", "clerk"})
_BURDEN = frozenset({"supervisor", "admin", "overseer", "auditor", "chief", "clerk"})
_REGISTERS = frozenset({"gridworker", "assistant", "gridlead", "chief", "clerk", "supervisor", "auditor"})
TOWN = (
    Entry("places:map", gettext_lazy("Map"), "map", feature=Feature.MAP),
    Entry("layers:list", gettext_lazy("Layers"), "layers", feature=Feature.MAP),
    Entry("joint:batches", gettext_lazy("Joint work"), "walk"),
    Entry("redraw:overview", gettext_lazy("Redraw grids"), "map", roles=_STUDIO),
    Entry("registers:start", gettext_lazy("Registers"), "people", roles=_REGISTERS),
    Entry("registers:programmes", gettext_lazy("Programmes"), "heart", roles=_ADMIN | {"overseer"}),
    Entry("desk:addresses", gettext_lazy("Addresses"), "building"),
    Entry("people:list", gettext_lazy("On duty"), "people", roles=_ADMIN | {"chief"}),
    Entry("signage:staffing", gettext_lazy("Staffing"), "people", roles=_STAFFING),
    Entry("signage:ledgers", gettext_lazy("Cards and plates"), "screen", roles=_STAFFING),
    Entry("people:absences", gettext_lazy("Absences"), "clock", roles=_ADMIN | {"chief"}),
    Entry("people:everybody", gettext_lazy("People"), "person", roles=_ADMIN),
    Entry("places:points", gettext_lazy("Points into grids"), "pin", roles=_ADMIN, feature=Feature.MAP),
    Entry("open311:keys", gettext_lazy("Open311 keys"), "send", roles=_ADMIN, feature=Feature.OPEN311),
    Entry("notices:ways", gettext_lazy("Notices"), "bell", roles=_ADMIN),
    Entry("finding:looked", gettext_lazy("Who looked for people"), "person", roles=frozenset({"auditor"})),
    Entry("burden:start", gettext_lazy("Burden of forms"), "report", roles=_BURDEN),
    Entry("sheets:list", gettext_lazy("Paper sheets"), "print", roles=_SHEETS),
    Entry("provenance:disputes", gettext_lazy("Values to decide"), "check", roles=_DECIDING),
    Entry("provenance:rates", gettext_lazy("Fresh, whole, agreed"), "star", roles=_REGISTERS),
    Entry("clearance:start", gettext_lazy("Ledgers"), "journal", roles=_LEDGERS),
    Entry("supervision:list", gettext_lazy("Supervision"), "warning", roles=_SUPERVISED),
    Entry("checkups:list", gettext_lazy("Data health"), "heart", roles=_HEALTH),
    Entry("rights:list", gettext_lazy("People's rights"), "shield", roles=_RIGHTS),
    Entry("rights:looks", gettext_lazy("Access log"), "person", roles=frozenset({"auditor"})),
    Entry("rights:sharing", gettext_lazy("Who may use what"), "send"),
    Entry("supervision:findings", gettext_lazy("Findings to judge"), "search", roles=_JUDGING),
    Entry("exchange:imports", gettext_lazy("Imports"), "file", roles=_ADMIN | {"clerk"}),
    Entry("exchange:pairs", gettext_lazy("Duplicate persons"), "people", roles=frozenset({"clerk"})),
    Entry("exchange:outward", gettext_lazy("Lists and tables out"), "export", roles=frozenset({"clerk"})),
    Entry("aftercare:to_call", gettext_lazy("Call-backs"), "phone", roles=frozenset({"clerk"})),
    Entry("aftercare:rates", gettext_lazy("Three rates"), "star", roles=_RATES),
    Entry("aftercare:bundles", gettext_lazy("Case files"), "file"),
    Entry("aftercare:due", gettext_lazy("Kept no longer"), "journal", roles=frozenset({"supervisor"})),
    Entry("evidence:states", gettext_lazy("Evidence"), "shield", roles=frozenset({"auditor"})),
    Entry("routing:rules", gettext_lazy("Routing"), "send", roles=_ADMIN | {"dispatcher"}),
    Entry("catalogue:catalogue", gettext_lazy("Catalogue"), "list"),
    Entry("planner:start", gettext_lazy("Plan grids"), "grid", roles=_STUDIO),
    Entry("studio:overview", gettext_lazy("Studio"), "journal", roles=_STUDIO),
    Entry("catalogue:duties", gettext_lazy("Grid duties"), "heart", feature=Feature.DUTIES),
    Entry("deadlines:calculator", gettext_lazy("Deadlines"), "clock", feature=Feature.DEADLINES),
)


def rail_of(request: ActorRequest) -> tuple[Group, ...]:
    """Everything the rail shows; nothing for those who hold no post."""
    if not request.actor.posts:
        return ()
    lists = counted(request)
    groups = (
        Group("", tuple(_start(request))),
        Group(_("My work"), tuple(_item(request, one) for one in lists if one.key not in LOOKING)),
        Group(_("Saved filters"), tuple(_saved(request))),
        Group(_("Look up"), tuple(_item(request, one) for one in lists if one.key in LOOKING)),
        Group(_("The town"), tuple(_town(request))),
    )
    return tuple(group for group in groups if group.items)


def tone_of(one: Worklist) -> str:
    """How a list's count is coloured: only what presses, and only when there is some."""
    return TONES.get(one.key, "") if one.count else ""


def _item(request: ActorRequest, one: Worklist) -> Item:
    url = reverse("cases:list", args=[one.key])
    here = (request.path == url and "saved" not in request.GET) or request.GET.get("list") == one.key
    count = one.shown if one.count and one.key != "all" else None
    return Item(url, one.title, ICONS.get(one.key, "list"), here, count, tone_of(one))


def _saved(request: ActorRequest) -> Iterator[Item]:
    here = request.GET.get("saved")
    mine = saved_filters(request.actor)
    for one in mine:
        icon = "people" if one.shared and not one.own else "star"
        yield Item(one.url, one.name, icon, here == str(one.id), one.shown)
    if mine:
        yield _link(request, "finding:filters", _("Change filters"), "filter")


def _start(request: ActorRequest) -> Iterator[Item]:
    yield _link(request, "desk:start", _("Today"), "home")
    if request.actor.roles & REPORTING:
        yield _link(request, "desk:report", _("Report for a caller"), "plus")
    yield _link(request, "finding:exports", _("My exports"), "export")


def _town(request: ActorRequest) -> Iterator[Item]:
    on, roles = features_for(request.actor), request.actor.roles
    for entry in TOWN:
        if (entry.roles is None or entry.roles & roles) and (entry.feature is None or entry.feature in on):
            yield _link(request, entry.name, str(entry.label), entry.icon)


def _link(request: ActorRequest, name: str, label: str, icon: str) -> Item:
    url = reverse(name)
    return Item(url, label, icon, here=request.path == url)
