"""Moving a case: one command for every move of every definition."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.files.base import File as Upload
from django.db import transaction
from django.utils import timezone

from gewu.cases import links, refusals, rules
from gewu.cases.commands.clocks import go_on_if_time, go_on_when_due
from gewu.cases.commands.kept import (
    Author,
    keep_parts,
    keep_words,
    locked,
    public_at_once,
    require_version,
    retell,
    stand,
)
from gewu.cases.commands.photos import Shown, kept_photos, looks_of, require_takes, show
from gewu.cases.commands.wholes import tell_whole
from gewu.cases.guards import Facts
from gewu.cases.models import Case
from gewu.cases.queries.facts import facts_for, stands_in_for
from gewu.cases.queries.offers import HELPER, OFFICE, SUGGESTED, helpers_for, offices_for
from gewu.cases.queries.parts import may_be_given
from gewu.cases.queries.public import case_of_number
from gewu.cases.standing import Deed, Standing, after
from gewu.catalogue.commands import keep_words as keep_words_of_today
from gewu.catalogue.definition import CaseType, Move
from gewu.catalogue.effects import Effect
from gewu.catalogue.queries import definition as definition_of
from gewu.deadlines.queries import calendar_of
from gewu.kernel import clock, journal, receipts, text
from gewu.kernel.access import ANYONE, Actor
from gewu.kernel.canonical import JsonValue, spell

Data = Mapping[str, JsonValue]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A move as somebody asks for it: with its answers, the version they saw, and photos of the result."""

    move: str
    seen_version: int
    data: Data = field(default_factory=dict)
    happened_at: datetime | None = None
    photos: tuple["Upload[bytes]", ...] = ()
    # In codes why it is made, where no person decided.
    basis: Mapping[str, Any] = field(default_factory=dict)


def act(
    *,
    case_id: UUID,
    move: str,
    data: Data,
    seen_version: int,
    actor: Actor,
    happened_at: datetime | None = None,
    receipt: str | None = None,
) -> Case:
    """Make one move on a case, or refuse and leave it as it was."""
    step = Step(move=move, data=data, seen_version=seen_version, happened_at=happened_at)
    return take(case_id=case_id, step=step, actor=actor, receipt=receipt)


def take(*, case_id: UUID, step: Step, actor: Actor, receipt: str | None = None) -> Case:
    """The same with photos: they come with the move, in one and the same entry of the journal."""
    moved: list[Case] = []

    def do() -> str:
        # Drawing photos takes a moment: they are stored before the case is locked.
        shown = show(actor, case_id, step.photos)
        case = locked(actor, case_id)
        require_version(case, step.seen_version)
        go_on_if_time(case)
        moved.append(make(case, step, facts=facts_for(actor, case), actor=actor, shown=shown))
        return str(case_id)

    request = {
        "case": case_id,
        "move": step.move,
        "data": step.data,
        "seen_version": step.seen_version,
        "at": step.happened_at,
        **({"photos": step.photos} if step.photos else {}),
    }
    receipts.once(actor=actor, key=receipt, request=request, do=do)
    return moved[0] if moved else Case.objects.one(case_id)


def reassign(*, case_id: UUID, organisation: UUID, reason: str, seen_version: int, actor: Actor) -> Case:
    """Give a case to another office; whoever holds it stays responsible until that office accepts."""
    data: Data = {"organisation": str(organisation), "reason": reason}
    return act(case_id=case_id, move="reassign", data=data, seen_version=seen_version, actor=actor)


@transaction.atomic
def rate_by_link(*, number: str, key: str, data: Data, move: str = "rate") -> Case:
    """What the reporter says of the outcome, by the link that came with the number."""
    case, facts = _by_link(number, key)
    step = Step(move=move, data=data, seen_version=case.version)
    return make(case, step, facts=facts, actor=ANYONE, shown=())


@transaction.atomic
def reopen_by_link(*, number: str, key: str, reason: str) -> Case:
    """The reporter is not content and wants it done again, by the same link; once."""
    case, facts = _by_link(number, key)
    moves = rules.moves_open_to(definition_of(case.definition_id), facts)
    again = next((move.name for move in moves if Effect.REOPENS in move.effects), None)
    if again is None:
        raise refusals.was_reopened() if case.reopened_at else refusals.not_unhappy()
    step = Step(move=again, data={"reason": reason}, seen_version=case.version)
    return make(case, step, facts=facts, actor=ANYONE, shown=())


def _by_link(number: str, key: str) -> tuple[Case, Facts]:
    found = case_of_number(number)
    if found is None or not links.is_reporter_key(found.id, key):
        raise refusals.wrong_link()
    case = Case.objects.select_for_update().one(found.id)
    facts = replace(facts_for(ANYONE, case), roles=frozenset({rules.RESIDENT}), is_reporter=True)
    return case, facts


def make(case: Case, step: Step, *, facts: Facts, actor: Actor, shown: Shown) -> Case:
    """Make a move on a case that the transaction holds."""
    now = clock.now()
    if step.happened_at is not None:
        rules.require_plausible(step.happened_at, now=now, not_before=case.reported_at)
    definition = definition_of(case.definition_id)
    clean = cleaned(definition, step.data)
    move = rules.next_move(definition, name=step.move, facts=facts, data=clean)
    require_offices(case, definition, move, clean)
    require_takes(move, shown)
    before = facts.standing
    role = role_of(move, facts)
    rules.require_shown(definition, move, before, data=clean, shown=lambda: looks_of(case, move, shown))
    deed = Deed(
        move,
        facts.user,
        facts.offices,
        timezone.localtime(now),
        clean,
        role,
        for_users=stands_in_for(actor, case, move.by),
    )
    calendar = calendar_of(case.township)
    standing = after(definition, standing=before, deed=deed, calendar=calendar)
    changed = stand(case, standing)
    if definition.stages[standing.stage].final:
        case.kept_words = keep_words_of_today(case.definition_id, case.category)
        changed.append("kept_words")
    author = Author(facts.user, role)
    keep_parts(case, before, user=facts.user, moment=now)
    journal.record(
        "case.moved",
        subject=case,
        actor=actor,
        happened_at=step.happened_at,
        moment=now,
        # Whose post it was, where somebody holds it only for the time being.
        on_behalf=min(deed.for_users, default=None),
        write=[*changed, "answers"],
        **facts_of_move(case, move, clean, definition=definition, author=author),
        **kept_photos(case, move, shown, actor=actor),
        **_helped_by(before, standing),
        **_stood_in(deed),
        came_from=before.stage,
        **step.basis,
    )
    if "category" in changed:
        retell(case)
    if case.resumes_at is not None:
        # By the hour it stands still until; whoever lets it go on before leaves a job with nothing to do.
        go_on_when_due.defer(lock=case.id, at=case.resumes_at, case=case.id)
    tell_whole(case, was_over=before.closed_at is not None, actor=actor)
    return case


def require_offices(case: Case, definition: CaseType, move: Move, data: Data) -> None:
    """Refuse an office that cannot be given the case, or cannot be asked to help with it."""
    if Effect.OFFERS in move.effects:
        office = UUID(str(data[OFFICE]))
        if office not in offices_for(case):
            raise refusals.no_inbox(OFFICE)
        if definition.admission and not may_be_given(case, office):
            raise refusals.not_admitted(case.category, str(office))
    if Effect.ASKS_HELP in move.effects and UUID(str(data[HELPER])) not in helpers_for(case):
        raise refusals.no_inbox(HELPER)
    if data.get(SUGGESTED) and UUID(str(data[SUGGESTED])) not in offices_for(case):
        raise refusals.no_inbox(SUGGESTED)


def _helped_by(before: Standing, standing: Standing) -> dict[str, Any]:
    """The offices that answered just now whether they help."""
    answered = sorted(str(office) for office in set(before.helpers) - set(standing.helpers))
    return {"helped_by": answered} if answered else {}


def _stood_in(deed: Deed) -> dict[str, Any]:
    """For whom it was made, where the actor stood in for several at once."""
    return {"stood_in_for": sorted(map(str, deed.for_users))} if len(deed.for_users) > 1 else {}


def facts_of_move(
    case: Case, move: Move, data: Data, *, definition: CaseType, author: Author
) -> dict[str, Any]:
    """Keep the words of a move and say it in codes and digests."""
    words = {name: str(value) for name, value in data.items() if definition.is_words(name)}
    codes = {name: value for name, value in data.items() if name not in words}
    case.answers = {**case.answers, **codes}
    digests = keep_words(case, words, author=author, public=public_at_once(definition, words))
    return {
        "move": move.name,
        "role": author.role,
        "stage": case.stage,
        "version": case.version,
        **facts_of_ladder(case),
        "answers": dict(codes),
        "words": dict(digests),
    }


def facts_of_ladder(case: Case) -> dict[str, JsonValue]:
    """Which level is responsible, which one solved it, and when the whole way is to be over."""
    return {"level": case.level, "solved_at": case.solved_at, "case_due": spell(case.case_due_at)}


def role_of(move: Move, facts: Facts) -> str:
    """The role under which the actor makes the move: an office's own before a resident's."""
    return min(move.by & rules.roles_for(move, facts), key=lambda role: (role == rules.RESIDENT, role))


def cleaned(definition: CaseType, data: Data) -> dict[str, JsonValue]:
    """Answers with their words made safe to keep; blank ones were not given."""
    kept: dict[str, JsonValue] = {}
    for name, value in data.items():
        if isinstance(value, str) and name in definition.answers and definition.is_words(name):
            limit = int(str(definition.answers[name].get("maxLength", 2000)))
            kept[name] = text.clean(value, field=name, limit=limit)
        else:
            kept[name] = value
    return {name: value for name, value in kept.items() if value not in ("", None)}
