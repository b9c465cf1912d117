"""Every shared read of people's rights: asks, erasures, look-ups, the sharing catalogue."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from gewu.kernel import clock, filters, paging
from gewu.kernel.access import Actor
from gewu.kernel.filters import Chosen, Filter
from gewu.kernel.paging import Page
from gewu.people import queries as people
from gewu.people.roles import role_words
from gewu.places import queries as places
from gewu.registers import queries as registers
from gewu.registers.queries import going as goings
from gewu.registers.queries import looks as traces
from gewu.registers.queries import own
from gewu.registers.queries.going import Coming, Going
from gewu.registers.queries.looks import Look
from gewu.rights import words
from gewu.rights.models import AGREEING, SEEING, TAKING, Ask, Erasure, Oddity, Words
from gewu.rights.rules import Erasing, Judgement, State

MOST = 5000
AHEAD = timedelta(days=180)
BY_DUE, NEWEST, LATEST = ("due_at", "id"), ("-due_at", "-id"), ("-last_at", "-id")


@dataclass(frozen=True, slots=True)
class Line:
    """Words somebody left, with who and when."""

    kind: str
    text: str
    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Sheet:
    """One ask for one actor."""

    row: Ask
    person: str
    field: str
    programme: str
    offered: str
    lines: tuple[Line, ...]
    may_answer: bool


def ask_filters() -> tuple[Filter, ...]:
    return (
        Filter("state", _("State"), "choices", words.STATES),
        Filter("kind", _("What is asked for"), "choices", words.KINDS),
    )


def asks(actor: Actor, *, chosen: Chosen, after: str | None = None, size: int = 50) -> Page[Ask]:
    """What people asked for, by when it has to be answered."""
    rows = Ask.objects.visible_to(actor)
    return paging.page([chosen.apply(rows)], order=BY_DUE, after=after, size=size)


def asks_chosen(params: Mapping[str, str]) -> Chosen:
    return filters.parse(ask_filters(), params)


def ask(actor: Actor, identifier: UUID) -> Sheet:
    """One ask with its words, or NotFound."""
    row = Ask.objects.visible_to(actor).one(identifier)
    of = registers.register("person").field(row.field) if row.field else None
    person = own.person(row.township, row.person)
    programme = _programme(row)
    open_now = row.state == State.OPEN and not actor.roles.isdisjoint(TAKING)
    return Sheet(
        row=row,
        person=person.name if person else "",
        field=of.said(words.language()) if of else "",
        programme=programme,
        offered=row.offered.open() if row.offered else "",
        lines=lines_of(row.township, row.id),
        may_answer=open_now and not (row.via == "online" and row.asked_by == actor.user),
    )


def own_asks(actor: Actor) -> list[Ask]:
    """What somebody asked for online, newest first."""
    if actor.user is None:
        return []
    mine = Ask.objects.filter(township__gt=0, asked_by=actor.user, via="online")
    return list(mine.order_by("-asked_at", "-id")[:50])


def erasures(actor: Actor, *, state: str, after: str | None = None, size: int = 50) -> Page[Erasure]:
    """What is to be erased, or was, newest first."""
    rows = Erasure.objects.visible_to(actor).filter(state=state)
    return paging.page([rows], order=NEWEST, after=after, size=size)


def erasure(actor: Actor, identifier: UUID) -> Erasure:
    """One of them, or NotFound."""
    return Erasure.objects.visible_to(actor).one(identifier)


def going(rows: Sequence[Erasure]) -> dict[UUID, Going]:
    """What each erasure takes, or took nothing any more: fields and programmes, never a value."""
    found: dict[UUID, Going] = {}
    for township in {row.township for row in rows}:
        mine = [row for row in rows if row.township == township]
        by_enrolment = goings.of_enrolments(township, {row.enrolment for row in mine if row.enrolment})
        for row in mine:
            if row.enrolment:
                found[row.id] = by_enrolment.get(row.enrolment, Going())
            else:
                found[row.id] = (
                    goings.of_person(township, row.person) if row.state == Erasing.DUE else Going()
                )
    return found


def coming(actor: Actor) -> list[Coming]:
    """What will have to be erased within the next months where the actor sees that, by month: counts only."""
    seeing = [post for post in actor.posts if post.role in SEEING and post.role != "chief"]
    homes = [
        one.township
        for one in places.localities()
        if any(post.scope.low <= one.township <= post.scope.high for post in seeing)
    ]
    today = localdate(clock.now())
    deepest = max((int(post.access_class) for post in seeing), default=0)
    return goings.coming(homes, after=today, until=today + AHEAD, deepest=deepest)


def hidden(actor: Actor, row: Erasure) -> bool:
    """Whether whose it is is not shown: a programme held more closely than the actor's posts read."""
    depth = registers.programme(row.programme).depth if row.programme else 0
    return depth > max((int(post.access_class) for post in actor.posts if post.role in SEEING), default=0)


def waiting(actor: Actor) -> dict[str, int]:
    """How much waits for an answer, for a second person, and to be judged (up to 99 each)."""
    found = {
        "asks": Ask.objects.visible_to(actor)
        .filter(state=State.OPEN)
        .exclude(via="online", asked_by=actor.user),
        "erasures": Erasure.objects.visible_to(actor).filter(state=Erasing.DUE),
        "unusual": Oddity.objects.visible_to(actor).filter(state=Judgement.OPEN),
    }
    return {key: rows[:99].count() for key, rows in found.items()}


def may_take(actor: Actor) -> bool:
    return not actor.roles.isdisjoint(TAKING)


def may_agree(actor: Actor) -> bool:
    return not actor.roles.isdisjoint(AGREEING)


def names_of_persons(rows: Sequence[Ask | Erasure]) -> dict[UUID, str]:
    """What the persons of asks or erasures are called."""
    found: dict[UUID, str] = {}
    for township in {row.township for row in rows}:
        found |= own.names(township, {row.person for row in rows if row.township == township})
    return found


def look_filters() -> tuple[Filter, ...]:
    return (
        Filter("role", _("Post"), "choices", role_words("en" if words.language().startswith("en") else "zh")),
        Filter("subject_kind", _("What was opened"), "choices", words.SUBJECTS),
        Filter("access_class", _("How deep"), "choices", words.CLASSES),
        Filter("purpose", _("Purpose"), "choices", words.PURPOSES),
        Filter("user", _("Who"), "id"),
        Filter("subject", _("Whom"), "id"),
        Filter("day_from", _("From"), "day_from", lookup="at"),
        Filter("day_to", _("Until"), "day_to", lookup="at"),
    )


def looks_chosen(params: Mapping[str, str]) -> Chosen:
    return filters.parse(look_filters(), params)


def looks(actor: Actor, *, chosen: Chosen, after: str | None = None, size: int = 50) -> Page[Look]:
    """Who looked where the actor audits, newest first."""
    return traces.looks(actor, chosen=chosen, after=after, size=size)


def all_looks(actor: Actor, *, chosen: Chosen, most: int = MOST) -> list[Look]:
    """The same as one list, for a file or paper."""
    return list(chosen.apply(traces.audited(actor)).order_by("-at", "-id")[:most])


def oddities(actor: Actor, *, state: str, after: str | None = None, size: int = 50) -> Page[Oddity]:
    """Unusual look-ups where the actor audits, newest first."""
    rows = Oddity.objects.visible_to(actor).filter(state=state)
    return paging.page([rows], order=LATEST, after=after, size=size)


def oddity(actor: Actor, identifier: UUID) -> tuple[Oddity, tuple[Line, ...], list[Look]]:
    """One of them with its words and the look-ups it is made of, or NotFound."""
    row = Oddity.objects.visible_to(actor).one(identifier)
    made_of = traces.audited(actor).filter(
        township=row.township,
        user=row.user,
        at__range=(row.first_at, row.last_at),
        subject__in=row.subjects,
    )
    return row, lines_of(row.township, row.id), list(made_of.order_by("at", "id")[:100])


def lines_of(township: int, subject: UUID) -> tuple[Line, ...]:
    """The words on an ask, an erasure or an oddity, in order."""
    rows = Words.objects.about(township, subject)
    names = people.name_of({row.author for row in rows})
    return tuple(
        Line(row.kind, row.text, names.get(row.author, "") if row.author else "", row.written_at)
        for row in rows
    )


def _programme(row: Ask) -> str:
    if row.enrolment is None:
        return ""
    key = own.programme_of(row.township, row.enrolment)
    return registers.programme(key).said(words.language()) if key else ""
