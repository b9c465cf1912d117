"""Every shared read of supervision: what is to answer, to review or to confirm; what was found odd."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from gewu.kernel import filters, paging
from gewu.kernel.access import Actor, Post
from gewu.kernel.filters import Chosen, Filter
from gewu.kernel.paging import Page
from gewu.people import queries as people
from gewu.people.queries import organisations
from gewu.places import queries as places
from gewu.supervision.definition import settings
from gewu.supervision.models import STILL, Anomaly, Supervision, Words, asked_of
from gewu.supervision.rules import Judgement, State, Step, steps_from

KINDS: Mapping[str, str | Promise] = {
    "late": _("Late"),
    "leader": _("By a leader"),
    "important": _("Important"),
}
STATES: Mapping[str, str | Promise] = {
    State.PROPOSED: _("Proposed"),
    State.DISMISSED: _("Not taken up"),
    State.OPEN: _("To answer"),
    State.ANSWERED: _("Answered, to review"),
    State.ENDED: _("Ended"),
}
LISTS: Mapping[str, str | Promise] = {
    "to_answer": _("Supervised: to answer"),
    "to_review": _("Answers to review"),
    "proposed": _("Proposed, to confirm"),
    "all": _("All supervisions"),
}
SORTS: Mapping[str, str | Promise] = {
    "time": _("Time"),
    "flow": _("Way"),
    "content": _("Content"),
    "discretion": _("Discretion"),
}
JUDGEMENTS: Mapping[str, str | Promise] = {
    Judgement.OPEN: _("Not judged yet"),
    Judgement.JUSTIFIED: _("Justified"),
    Judgement.NOT_JUSTIFIED: _("Not justified"),
}
RULES: Mapping[str, str | Promise] = {
    "back_at_once": _("Returned right after it was accepted"),
    "checked_at_once": _("Checked right after it was handled"),
    "back_and_forth": _("Went back again and again"),
    "told_late": _("Written down long after it happened"),
    "at_night": _("Office work in the middle of the night"),
    "same_reply": _("The same reply in many cases"),
    "same_report": _("The same report of work in many cases"),
    "hardly_a_word": _("A report of work that hardly says anything"),
    "unusual_standard": _("A filing standard that is hardly ever chosen here"),
}
BY_DUE, NEWEST = ("due_at", "id"), ("-opened_at", "-id")


@dataclass(frozen=True, slots=True)
class Line:
    """Words somebody left, with who and when."""

    kind: str
    text: str
    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Sheet:
    """One supervision for one actor."""

    row: Supervision
    opened_by: str
    lines: tuple[Line, ...]
    steps: tuple[Step, ...]


def still_running(township: int, kind: str) -> set[UUID]:
    """Cases that have a supervision of the kind under way."""
    rows = Supervision.objects.filter(STILL, township=township, kind=kind)
    return set(rows.values_list("case_id", flat=True))


def asked(actor: Actor, row: Supervision) -> bool:
    """Whether the actor is one of those who have to answer."""
    return any(_is_asked(post, row) for post in actor.posts)


def reviewing(actor: Actor, row: Supervision) -> bool:
    """Whether the actor may open such a one there, and so confirms, reviews and ends it."""
    by = _opened_by(row)
    return any(
        post.role in by
        and post.scope.low <= row.township <= post.scope.high
        and (post.role != "chief" or post.scope.area == row.in_community)
        for post in actor.posts
    )


def lists_of(actor: Actor) -> dict[str, int]:
    """The lists that the actor has, and how much waits on each (up to 99)."""
    found = {"to_answer": _to_answer(actor)}
    if _openers(actor):
        found["to_review"] = _to_review(actor, State.ANSWERED)
        found["proposed"] = _to_review(actor, State.PROPOSED)
    return {key: rows[:99].count() for key, rows in found.items()}


def supervisions(
    actor: Actor, key: str, *, chosen: Chosen, after: str | None = None, size: int = 50
) -> Page[Supervision]:
    """A page of one of LISTS; those to answer by their time, all from the newest."""
    rows = {
        "to_answer": lambda: _to_answer(actor),
        "to_review": lambda: _to_review(actor, State.ANSWERED),
        "proposed": lambda: _to_review(actor, State.PROPOSED),
    }.get(key, lambda: Supervision.objects.visible_to(actor))()
    order = BY_DUE if key == "to_answer" else NEWEST
    return paging.page([chosen.apply(rows)], order=order, after=after, size=size)


def list_filters() -> tuple[Filter, ...]:
    return (Filter("kind", _("Kind"), "choices", KINDS), Filter("state", _("State"), "choices", STATES))


def chosen_from(params: Mapping[str, str]) -> Chosen:
    return filters.parse(list_filters(), params)


def supervision(actor: Actor, identifier: UUID) -> Sheet:
    """One supervision with its words and what the actor may do with it, or NotFound."""
    row = Supervision.objects.visible_to(actor).one(identifier)
    steps = tuple(step for step in steps_from(row.state) if _may(actor, row, step))
    lines = lines_of(row.township, row.id)
    names = people.name_of([row.opened_by])
    opened_by = names.get(row.opened_by, "") if row.opened_by else ""
    return Sheet(row, opened_by, lines, steps)


def of_case(actor: Actor, township: int, case_id: UUID) -> list[Supervision]:
    """The supervisions of a case that the actor sees, newest first."""
    rows = Supervision.objects.visible_to(actor).filter(township=township, case_id=case_id)
    return list(rows.order_by("-opened_at", "-id")[:20])


def kinds_to_open(actor: Actor) -> list[str]:
    """The kinds that some post of the actor may open."""
    return [kind for kind, one in settings().kinds.items() if one.by & actor.roles]


def answerers(rows: Sequence[Supervision]) -> dict[UUID, str]:
    """Whose answer is asked for, by name: one statement for all of them."""
    spoken = get_language() or ""
    offices = {
        office.id: office.name_en if spoken.startswith("en") else office.name_zh
        for office in organisations(row.organisation for row in rows).values()
    }
    return {
        row.id: offices.get(row.organisation, "")
        if row.organisation
        else places.area(row.place).in_language(spoken)
        for row in rows
    }


def lines_of(township: int, subject: UUID) -> tuple[Line, ...]:
    """The words on a supervision or an oddity, in order."""
    rows = Words.objects.about(township, subject)
    names = people.name_of({row.author for row in rows})
    return tuple(
        Line(row.kind, row.text, names.get(row.author, "") if row.author else "", row.written_at)
        for row in rows
    )


def anomaly_filters() -> tuple[Filter, ...]:
    return (
        Filter("kind", _("Kind"), "choices", SORTS),
        Filter("rule", _("Rule"), "choices", RULES),
        Filter("state", _("Judgement"), "choices", JUDGEMENTS),
        Filter("day_from", _("From"), "day_from", lookup="happened_at"),
        Filter("day_to", _("Until"), "day_to", lookup="happened_at"),
    )


def anomalies(actor: Actor, *, chosen: Chosen, after: str | None = None, size: int = 50) -> Page[Anomaly]:
    """What was found odd where the actor watches, newest first."""
    rows = chosen.apply(Anomaly.objects.visible_to(actor))
    return paging.page([rows], order=("-happened_at", "-id"), after=after, size=size)


def anomalies_chosen(params: Mapping[str, str]) -> Chosen:
    return filters.parse(anomaly_filters(), params)


def anomaly(actor: Actor, identifier: UUID) -> Anomaly:
    """One of them, or NotFound."""
    return Anomaly.objects.visible_to(actor).one(identifier)


def townships_watched(actor: Actor) -> tuple[int, ...]:
    """The townships run here in which the actor judges what is odd."""
    ranges = [
        (post.scope.low, post.scope.high)
        for post in actor.posts
        if post.role in {"supervisor", "overseer", "auditor"}
    ]
    here = (one.township for one in places.localities())
    return tuple(one for one in here if any(low <= one <= high for low, high in ranges))


def _to_answer(actor: Actor) -> "QuerySet[Supervision]":
    seen = Q(pk__in=())
    for post in actor.posts:
        seen |= Q(township__gte=post.scope.low, township__lte=post.scope.high) & asked_of(post)
    return Supervision.objects.filter(seen, state=State.OPEN)


def _to_review(actor: Actor, state: State) -> "QuerySet[Supervision]":
    seen = Q(pk__in=())
    for post, kinds in _openers(actor):
        here = Q(township__gte=post.scope.low, township__lte=post.scope.high, kind__in=kinds)
        if post.role == "chief":
            here &= Q(in_community=post.scope.area)
        seen |= here & Q(access_class__lte=post.access_class)
    return Supervision.objects.filter(seen, state=state)


def _openers(actor: Actor) -> list[tuple[Post, list[str]]]:
    kinds = settings().kinds
    found = [(post, [str(key) for key, one in kinds.items() if post.role in one.by]) for post in actor.posts]
    return [(post, may) for post, may in found if may]


def _may(actor: Actor, row: Supervision, step: Step) -> bool:
    if step == Step.ANSWER:
        return asked(actor, row)
    return reviewing(actor, row) and (row.answered_by is None or row.answered_by != actor.user)


def _is_asked(post: Post, row: Supervision) -> bool:
    if row.organisation:
        return post.organisation == row.organisation
    return post.scope.area == row.place and "cases" in post.reads


def _opened_by(row: Supervision) -> frozenset[str]:
    return next((one.by for kind, one in settings().kinds.items() if kind == row.kind), frozenset())
