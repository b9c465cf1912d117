"""Worklists: what waits for whom. One dict says which lists there are, who has them and what they hold."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet, UUIDField, Value
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gewu.cases.models import Case
from gewu.cases.queries.list_reach import anywhere, at_work, deciding, helping, raised_to
from gewu.cases.reach import by_place, held, offered
from gewu.cases.requests import APPEAL, EXTENSION, REVIEWED
from gewu.cases.standing import REVIEW
from gewu.kernel import clock
from gewu.kernel.access import Actor, Post
from gewu.kernel.errors import NotFound
from gewu.kernel.filters import Chosen

COUNTED = 99
URGENT_FIRST = ("due_at", "id")
NEWEST_FIRST = ("-recorded_at", "-id")
OLDEST_FIRST = ("recorded_at", "id")
NEXT_TO_GO_ON = ("resumes_at", "id")
SOON = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Worklist:
    """A list as a menu shows it. Counting stops at 99."""

    key: str
    title: str
    help: str
    count: int
    more: bool

    @property
    def shown(self) -> str:
        return f"{self.count}+" if self.more else str(self.count)


@dataclass(frozen=True, slots=True)
class Today:
    """The moment a list is read at, and the local day around it."""

    now: datetime
    day: date
    ends: datetime


Reach = Callable[[Post], Iterator[Q]]
Narrow = Callable[[Actor, Today], Q]


@dataclass(frozen=True, slots=True)
class ListDefinition:
    """What one worklist holds: for the posts of `roles`, by `reach`, narrowed, in an order an index has."""

    title: str | Promise
    help: str | Promise
    roles: frozenset[str]
    reach: Reach
    narrow: Narrow
    order: tuple[str, ...] = URGENT_FIRST


def _awaiting(*keys: str) -> Narrow:
    return lambda actor, today: Q(awaits__in=keys) if len(keys) > 1 else Q(awaits=keys[0])


def _to_check(actor: Actor, today: Today) -> Q:
    # Whoever handled it does not check it, so it is no work of theirs.
    return Q(awaits="check") & ~Q(handlers__contains=[actor.user])


def _to_visit(actor: Actor, today: Today) -> Q:
    # Whoever mediated or mended is not the one who asks whether it held.
    return Q(awaits="visit") & ~Q(handlers__contains=[actor.user])


def _returned(actor: Actor, today: Today) -> Q:
    return Q(awaits="dispatch", returns__gt=0)


def late() -> Q:
    """Past the moment it was due while somebody should be working on it."""
    return _RUNNING & Q(due_at__lt=clock.now())


def _late(actor: Actor, today: Today) -> Q:
    return _RUNNING & Q(due_at__lt=today.now)


def _due_today(actor: Actor, today: Today) -> Q:
    return _RUNNING & Q(due_at__gte=today.now, due_at__lt=today.ends)


def _review_due(actor: Actor, today: Today) -> Q:
    return Q(awaits=REVIEW, review_on__lte=today.day + SOON)


def _to_decide(actor: Actor, today: Today) -> Q:
    """What somebody asks for that the roles of the actor decide about, unless they asked or reviewed it."""
    wanted = [asked for asked, roles in DECIDED_BY.items() if roles & actor.roles]
    return Q(asks__gt="", asks__in=wanted) & ~Q(asked_by__contains=[actor.user])


def _to_settle(actor: Actor, today: Today) -> Q:
    # Several roles decide, each about their own stages.
    return Q(awaits="decide", turn__in=sorted(actor.roles))


def _asked_back(actor: Actor, today: Today) -> Q:
    return Q(return_asked=True)


def _no_grid(actor: Actor, today: Today) -> Q:
    return Q(at_place=None, awaits__gt="")


def _open(actor: Actor, today: Today) -> Q:
    return Q(awaits__gt="", closed_at=None)


def _reported(actor: Actor, today: Today) -> Q:
    return Q(reporter_user=actor.user)


def _everything(actor: Actor, today: Today) -> Q:
    return Q()


_RUNNING = Q(awaits__gt="", closed_at=None, resumes_at=None)
# What is asked for, and who says the next word about it: the same roles as in the moves of the definitions.
DECIDED_BY = {
    EXTENSION: frozenset({"handler", "supervisor"}),
    REVIEWED[EXTENSION]: frozenset({"dispatcher"}),
    APPEAL: frozenset({"dispatcher"}),
    REVIEWED[APPEAL]: frozenset({"clerk", "supervisor"}),
}
_FIELD = frozenset({"gridworker", "assistant", "gridlead"})
_DESK = frozenset({"clerk", "dispatcher", "supervisor"})
_WATCHING = _DESK | {"gridlead", "chief", "handler", "overseer"}
# Departments and community stations alike are offered work, by their inbox. Where roles.toml gives one to
# grid workers, they take work up as well.
_INBOX = frozenset({"handler", "chief"}) | _FIELD
_READING = _DESK | _FIELD | {"chief", "handler", "checker", "overseer", "auditor"}

LISTS: dict[str, ListDefinition] = {
    "to_verify": ListDefinition(
        _("To verify before filing"),
        _("Go and look whether it is as reported."),
        _FIELD | {"checker"},
        by_place,
        _awaiting("verify"),
    ),
    "to_file": ListDefinition(
        _("To file"),
        _("New reports: file, verify or refuse them."),
        frozenset({"clerk"}),
        by_place,
        _awaiting("file"),
    ),
    "to_answer": ListDefinition(
        _("To answer"),
        _("Somebody asks or applies: answer at once, or say by when and who."),
        frozenset({"clerk", "chief"}),
        by_place,
        _awaiting("reply"),
    ),
    "to_dispatch": ListDefinition(
        _("To dispatch"),
        _("Filed, or returned: find the office that does it."),
        frozenset({"dispatcher"}),
        by_place,
        _awaiting("dispatch"),
    ),
    "asked_back": ListDefinition(
        _("Asked to be taken back"),
        _("An office asks to give it back after its time to accept: decide."),
        frozenset({"dispatcher"}),
        by_place,
        _asked_back,
    ),
    "to_coordinate": ListDefinition(
        _("To coordinate"),
        _("Returned twice in a row: appoint the office that does it."),
        frozenset({"supervisor", "chief"}),
        by_place,
        _awaiting("coordinate"),
    ),
    "returned": ListDefinition(
        _("Returned"),
        _("An office gave it back and said why: find another, or ask again."),
        frozenset({"dispatcher", "supervisor"}),
        by_place,
        _returned,
    ),
    "to_accept": ListDefinition(
        _("To accept"),
        _("Offered to your office: accept or return it."),
        _INBOX,
        offered,
        _awaiting("accept"),
    ),
    "mine": ListDefinition(
        _("In our hands"),
        _("Accepted by your office and not done yet."),
        _INBOX,
        held,
        _awaiting("handle"),
    ),
    "to_help": ListDefinition(
        _("To help with"),
        _("Another office asked yours, or a report went out to yours at once: answer."),
        _INBOX,
        helping,
        _open,
    ),
    "to_check": ListDefinition(
        _("To check after handling"),
        _("Done, as they say: look whether it is."),
        frozenset({"checker"}),
        by_place,
        _to_check,
    ),
    "to_visit": ListDefinition(
        _("To visit again"),
        _("It was agreed or put right some days ago: ask whether it has held."),
        _FIELD | {"checker", "chief"},
        by_place,
        _to_visit,
    ),
    "to_settle": ListDefinition(
        _("To decide"),
        _("The groundwork is done; it waits for your decision."),
        frozenset({"dispatcher", "supervisor", "overseer"}),
        by_place,
        _to_settle,
    ),
    "to_close": ListDefinition(
        _("To close"),
        _("Checked and good: close it."),
        frozenset({"clerk"}),
        by_place,
        _awaiting("close"),
    ),
    "to_rate": ListDefinition(
        _("To call back"),
        _("Closed and not rated: ask how it went."),
        frozenset({"clerk"}),
        by_place,
        _awaiting("rate"),
    ),
    "to_archive": ListDefinition(
        _("To archive"),
        _("Finished: put it in the archive."),
        frozenset({"clerk"}),
        by_place,
        _awaiting("archive"),
    ),
    "raised": ListDefinition(
        _("Raised to me"),
        _("The level below could not, or not in time: it is yours now."),
        frozenset({"chief", "dispatcher", "supervisor"}),
        raised_to,
        _open,
    ),
    "to_decide": ListDefinition(
        _("Extensions to decide"),
        _("Offices ask for more time, or appeal against having been late: say yes or no."),
        frozenset().union(*DECIDED_BY.values()),
        deciding,
        _to_decide,
    ),
    "late": ListDefinition(
        _("Late"), _("Past the moment it was due."), _WATCHING | {"checker"}, at_work, _late
    ),
    "due_today": ListDefinition(
        _("Due today"), _("Due before midnight."), _WATCHING | {"checker"}, at_work, _due_today
    ),
    "review_due": ListDefinition(
        _("To look at again"),
        _("Put off, and back within a week: can it be done now?"),
        _DESK | {"handler"},
        at_work,
        _review_due,
        NEXT_TO_GO_ON,
    ),
    "waiting": ListDefinition(
        _("Put off or paused"),
        _("Their clocks stand still; each says why and until when."),
        _DESK | {"handler", "chief"},
        at_work,
        _awaiting(REVIEW),
        NEXT_TO_GO_ON,
    ),
    "no_grid": ListDefinition(
        _("In no grid"),
        _("The place lies in no grid we know: say whose it is."),
        frozenset({"clerk", "dispatcher"}),
        by_place,
        _no_grid,
        OLDEST_FIRST,
    ),
    "open": ListDefinition(_("Not closed yet"), _("Everything not closed yet."), _READING, at_work, _open),
    "reported": ListDefinition(
        _("Reported by me"),
        _("What became of what you reported."),
        _FIELD | {"chief"},
        anywhere,
        _reported,
        NEWEST_FIRST,
    ),
    "all": ListDefinition(
        _("All"), _("Everything you may see, newest first."), _READING, at_work, _everything, NEWEST_FIRST
    ),
}


_BY_INBOX = frozenset({held, offered, helping})


def today() -> Today:
    """Now, and when this local day ends."""
    now = clock.now()
    day = timezone.localdate(now)
    midnight = timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
    return Today(now, day, midnight)


def lists_of(actor: Actor) -> tuple[str, ...]:
    """The keys of the actor's worklists, in the order of the dict; an inbox's for who works from one."""
    inbox = frozenset(post.role for post in actor.posts if post.organisation)
    return tuple(
        key
        for key, wanted in LISTS.items()
        if wanted.roles & (inbox if wanted.reach in _BY_INBOX else actor.roles)
    )


def cases_on(actor: Actor, key: str, chosen: Chosen | None = None) -> tuple[QuerySet[Case], ...]:
    """One queryset per post that has this list, narrowed; or NotFound when no post has it."""
    if key not in lists_of(actor):
        raise NotFound(gettext("There is no such list, or it is not part of your post."))
    wanted, narrow = LISTS[key], LISTS[key].narrow(actor, today())
    posts = [post for post in actor.posts if post.role in wanted.roles]
    reaches = dict.fromkeys(reach for post in posts for reach in wanted.reach(post))
    parts = (Case.objects.filter(reach & narrow) for reach in reaches)
    return tuple(chosen.apply(part) if chosen else part for part in parts)


def worklists(actor: Actor) -> tuple[Worklist, ...]:
    """Every list of the actor with its count up to 99, in one statement."""
    keys = lists_of(actor)
    parts = [part for key in keys for part in _countable(key, cases_on(actor, key))]
    rows = list(parts[0].union(*parts[1:], all=True)) if parts else []
    counts = Counter(of for of, case in rows if case is None)
    counts += Counter(of for of, case in set(rows) if case is not None)
    return tuple(
        Worklist(
            key, str(LISTS[key].title), str(LISTS[key].help), min(counts[key], COUNTED), counts[key] > COUNTED
        )
        for key in keys
    )


def _countable(key: str, found: tuple[QuerySet[Case], ...]) -> Iterator[Any]:
    """Rows to count. Only a list that somebody has by two posts can hold a case twice, and names them."""
    case = F("id") if len(found) > 1 else Cast(Value(None), UUIDField())
    for part in found:
        yield part.annotate(list_key=Value(key), case=case).values_list("list_key", "case")[: COUNTED + 1]
