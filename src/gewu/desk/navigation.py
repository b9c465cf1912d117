"""The rail of the desk: what waits for whoever is signed in, and where else to look."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from gewu.cases.pages.counts import counted
from gewu.cases.queries import Worklist
from gewu.desk.town import SECTIONS, Section
from gewu.finding.queries import saved_filters
from gewu.kernel.access import ActorRequest
from gewu.places.features import features_for

# So many pages about the town are seen at a glance; more are folded into groups.
FEW = 9
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
    # A name somebody gave, in their own language.
    own_words: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Some lines under a heading; one with a key folds, and the browser keeps how it was left."""

    title: str
    items: tuple[Item, ...]
    key: str = ""
    open: bool = True


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
        *_town(request),
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
        yield Item(one.url, one.name, icon, here == str(one.id), one.shown, own_words=True)
    if mine:
        yield _link(request, "finding:filters", _("Change filters"), "filter")


def _start(request: ActorRequest) -> Iterator[Item]:
    yield _link(request, "desk:start", _("Today"), "home")
    if request.actor.roles & REPORTING:
        yield _link(request, "desk:report", _("Report for a caller"), "plus")
    yield _link(request, "finding:exports", _("My exports"), "export")


def _town(request: ActorRequest) -> tuple[Group, ...]:
    """The pages about the town: a few stand together, many stand in groups that fold."""
    groups = tuple(_folded(request, one, tuple(_entries(request, one))) for one in SECTIONS)
    if sum(len(group.items) for group in groups) > FEW:
        return groups
    return (Group(_("The town"), tuple(item for group in groups for item in group.items)),)


def _folded(request: ActorRequest, section: Section, items: tuple[Item, ...]) -> Group:
    inside = any(request.path.startswith(item.url) for item in items)
    return Group(str(section.title), items, key=section.key, open=inside)


def _entries(request: ActorRequest, section: Section) -> Iterator[Item]:
    on, held = features_for(request.actor), request.actor.roles
    for entry in section.entries:
        if (entry.roles is None or entry.roles & held) and (entry.feature is None or entry.feature in on):
            yield _link(request, entry.name, str(entry.label), entry.icon)


def _link(request: ActorRequest, name: str, label: str, icon: str) -> Item:
    url = reverse(name)
    return Item(url, label, icon, here=request.path == url)
