"""Watching over look-ups: what is unusual becomes a line for a human. No penalty follows by itself."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _

from gewu.kernel import clock, journal, text
from gewu.kernel.access import SYSTEM, Actor
from gewu.kernel.errors import Invalid
from gewu.kernel.ids import new_id
from gewu.people import queries as people
from gewu.people.queries.audience import areas_of
from gewu.registers.queries import looks as registers
from gewu.registers.queries.looks import Trace
from gewu.rights.definition import limits_of
from gewu.rights.models import Oddity, Words
from gewu.rights.rules import LONGEST_WORDS, About, Judgement, Limits, Seen, Unusual, unusual

MOST_SUBJECTS = 200
# What was opened in full, as far as this, is more than a file with its values masked.
FULL = 2


@transaction.atomic
def watch(township: int) -> int:
    """Look at the last day's look-ups, and at those whose days to be followed by work are over; how many."""
    now = clock.now()
    limits = limits_of(township)
    day = timedelta(days=1)
    soon = {rule: one for rule, one in limits.items() if not one.days}
    found = [*_look(township, soon, now - day, now)]
    for rule, one in limits.items():
        if one.days:
            until = now - timedelta(days=one.days)
            found += _look(township, {rule: one}, until - day, until)
    return sum(_kept(township, one) for one in found)


@transaction.atomic
def judge(*, oddity: UUID, judgement: str, word: str, actor: Actor) -> None:
    """What a person makes of unusual look-ups, with a word. It may be judged anew: the journal keeps both."""
    row = Oddity.objects.visible_to(actor).select_for_update().one(oddity)
    if judgement not in {Judgement.JUSTIFIED, Judgement.NOT_JUSTIFIED}:
        message = _("Choose one of the given answers.")
        raise Invalid(message, fields={"judgement": message})
    said = text.clean_required(word, field="word", limit=LONGEST_WORDS)
    row.state, row.judged_by, row.judged_at = judgement, actor.user, clock.now()
    facts: dict[str, Any] = {
        "judgement": judgement,
        "words": {"word": journal.say(Words, row, "word", said, actor)},
    }
    journal.record(
        "right.judged", subject=row, actor=actor, write=("state", "judged_by", "judged_at"), **facts
    )


def _look(township: int, limits: Mapping[str, Limits], since: Any, until: Any) -> Sequence[Unusual]:
    traces = [one for one in registers.traces(township, since=since, until=until) if one.user]
    about = _about(township, traces, since=since, until=until, limits=limits)
    return list(unusual((_seen(one) for one in traces if one.user), about, limits))


def _seen(one: Trace) -> Seen:
    if one.user is None:
        raise LookupError("a look by nobody")
    return Seen(
        user=one.user,
        role=one.role,
        at=one.at,
        hour=localtime(one.at).hour,
        subject=one.subject,
        grid=one.grid,
        full=bool(one.opened) and one.depth >= FULL,
        purpose=one.purpose,
        surname=one.name[:1],
        household=one.household,
    )


def _about(
    township: int, traces: Sequence[Trace], *, since: Any, until: Any, limits: Mapping[str, Limits]
) -> dict[UUID, About]:
    opened: dict[UUID, set[UUID]] = defaultdict(set)
    for one in traces:
        if one.user:
            opened[one.user].add(one.subject)
    own = registers.households_of_users(township, opened)
    names, held = people.name_of(opened), areas_of(opened)
    days = max((one.days for one in limits.values()), default=0)
    found = {}
    for user, subjects in opened.items():
        person, household = own.get(user, (None, None))
        after = until + timedelta(days=days)
        worked = (
            registers.worked_on(township, user=user, subjects=subjects, since=since, until=after)
            if days
            else set()
        )
        places = held.get(user, frozenset())
        found[user] = About(places, names.get(user, "")[:1], person, household, frozenset(worked))
    return found


def _kept(township: int, one: Unusual) -> bool:
    """Keep it once for each rule, user and day; whether it is new."""
    day = localdate(one.last)
    if Oddity.objects.filter(township=township, rule=one.rule, user=one.user, day=day).exists():
        return False
    row = Oddity(
        id=new_id(township),
        township=township,
        rule=one.rule,
        user=one.user,
        day=day,
        first_at=one.first,
        last_at=one.last,
        count=one.count,
        subjects=sorted(one.subjects)[:MOST_SUBJECTS],
    )
    journal.record(
        "right.unusual", subject=row, actor=SYSTEM, rule=one.rule, user=str(one.user), count=one.count
    )
    return True
