"""Everything that writes routing: the rules of a place, letting them act, and learning from closed cases."""

from collections.abc import Sequence
from contextlib import suppress
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from gewu.cases import commands as cases
from gewu.cases import queries as case_queries
from gewu.cases.queries import CaseMatter
from gewu.kernel import clock, journal, receipts
from gewu.kernel.access import SYSTEM, Actor
from gewu.kernel.errors import Conflict, DomainError, NotAllowed
from gewu.kernel.ids import new_id
from gewu.routing import lessons, rules
from gewu.routing.asked import Asked, tidied
from gewu.routing.models import MAY_SWITCH, MAY_WRITE, Learned, RoutingRule, Steering
from gewu.routing.queries import is_automatic, matter_of, rules_of

# So many of the newest closed cases teach; so many cases are given out in one go.
TAUGHT_BY, AT_ONCE = 5000, 500


def make_rule(*, township: int, asked: Asked, actor: Actor, receipt: str | None = None) -> UUID:
    """Add a rule at the end of the order."""
    require_writer(actor, township)
    tidy = tidied(township, asked)

    def do() -> str:
        last = RoutingRule.objects.filter(township=township).aggregate(last=Max("position"))["last"]
        row = RoutingRule(
            id=new_id(township),
            township=township,
            position=(last or 0) + 1,
            changed_by=actor.user,
            changed_at=clock.now(),
        )
        _put(row, tidy)
        journal.record("routing.rule_made", subject=row, actor=actor, **_facts(row))
        return str(row.id)

    return UUID(str(receipts.once(actor=actor, key=receipt, request=(township, tidy), do=do)))


@transaction.atomic
def change_rule(*, rule_id: UUID, asked: Asked, seen_version: int, actor: Actor) -> None:
    """Say something else in a rule."""
    row = _held(rule_id, actor, seen_version)
    _put(row, tidied(row.township, asked))
    columns = ("name", "office", "categories", "areas", "sources", "words", "start", "end")
    _changed(row, "routing.rule_changed", actor, columns)


@transaction.atomic
def switch_rule(*, rule_id: UUID, seen_version: int, actor: Actor) -> None:
    """Let a rule count, or let it rest."""
    row = _held(rule_id, actor, seen_version)
    row.active = not row.active
    _changed(row, "routing.rule_changed", actor, ("active",))


@transaction.atomic
def move_rule(*, rule_id: UUID, up: bool, seen_version: int, actor: Actor) -> None:
    """Change places with the rule before or after; at the end of the list nothing happens."""
    row = _held(rule_id, actor, seen_version)
    others = RoutingRule.objects.filter(township=row.township, deleted_at=None).select_for_update()
    if up:
        other = others.filter(position__lt=row.position).order_by("-position").first()
    else:
        other = others.filter(position__gt=row.position).order_by("position").first()
    if other is None:
        return
    row.position, other.position = other.position, row.position
    for one in (row, other):
        _changed(one, "routing.rule_changed", actor, ("position",))


@transaction.atomic
def delete_rule(*, rule_id: UUID, seen_version: int, actor: Actor) -> None:
    """Take a rule away; it can be brought back."""
    row = _held(rule_id, actor, seen_version)
    row.deleted_at = clock.now()
    _changed(row, "routing.rule_deleted", actor, ("deleted_at",))


@transaction.atomic
def restore_rule(*, rule_id: UUID, actor: Actor) -> None:
    """Bring a deleted rule back to where it was."""
    row = RoutingRule.objects.visible_to(actor).select_for_update().one(rule_id)
    if row.deleted_at is None:
        return
    row.deleted_at = None
    _changed(row, "routing.rule_restored", actor, ("deleted_at",))


@transaction.atomic
def steer(*, township: int, automatic: bool, actor: Actor) -> None:
    """Let the rules of a place act by themselves, or stop them. For administrators alone."""
    _require(actor, township, MAY_SWITCH)
    row = Steering.objects.select_for_update().filter(township=township).first()
    row = row or Steering(id=new_id(township), township=township, version=0)
    row.automatic, row.version = automatic, row.version + 1
    row.changed_by, row.changed_at = actor.user, clock.now()
    columns = ("automatic", "version", "changed_by", "changed_at")
    journal.record(
        "routing.steered",
        subject=row,
        actor=actor,
        write=columns if row.journal_length else (),
        automatic=automatic,
        version=row.version,
    )


def dispatch_ready(township: int) -> int:
    """Give the cases that wait for an office to the one their rule names; how many. Nothing unless allowed.

    Each is a transaction of its own, and a case that somebody else gave out meanwhile is left alone. An
    office that cannot take it leaves the case to the dispatcher.
    """
    if not is_automatic(township):
        return 0
    active, given = rules_of(township), 0
    for case in case_queries.undispatched(township, most=AT_ONCE):
        rule = rules.first(active, matter_of(case))
        if rule is None:
            continue
        with suppress(DomainError):
            given += cases.dispatch_by_rule(case_id=case.id, organisation=rule.office, rule=rule.id)
    return given


def learn(township: int) -> Learned | None:
    """Learn anew from the newest closed cases of a place; None where nothing was closed yet."""
    taught = case_queries.closed_matters(township, most=TAUGHT_BY)
    if not taught:
        return None
    with transaction.atomic():
        row = Learned.objects.select_for_update().filter(township=township).first()
        row = row or Learned(id=new_id(township), township=township)
        _teach(row, taught)
        journal.record(
            "routing.learned",
            subject=row,
            actor=SYSTEM,
            write=("learned_at", "cases", "offices", "categories", "content", "digest")
            if row.journal_length
            else (),
            cases=row.cases,
            digest=row.digest,
        )
    return row


def _teach(row: Learned, taught: Sequence[CaseMatter]) -> None:
    known = lessons.teach(taught)
    row.content = lessons.content(known)
    row.offices, row.categories = list(known.office_names), list(known.category_codes)
    row.cases, row.learned_at = len(taught), clock.now()
    row.digest = sha256(row.content).hexdigest()


def require_writer(actor: Actor, township: int) -> None:
    """Refuse whoever writes no rules there."""
    _require(actor, township, MAY_WRITE)


def _require(actor: Actor, township: int, roles: frozenset[str]) -> None:
    here = [post for post in actor.posts if post.role in roles]
    if not any(post.scope.low <= township <= post.scope.high for post in here):
        raise NotAllowed(_("This is not part of your post."))


def _held(rule_id: UUID, actor: Actor, seen_version: int) -> RoutingRule:
    row = RoutingRule.objects.visible_to(actor).filter(deleted_at=None).select_for_update().one(rule_id)
    if row.version != seen_version:
        raise Conflict(_("Somebody else changed this rule meanwhile. Look at it again."), version=row.version)
    return row


def _changed(row: RoutingRule, kind: str, actor: Actor, columns: Sequence[str]) -> None:
    row.version, row.changed_by, row.changed_at = row.version + 1, actor.user, clock.now()
    write = (*columns, "version", "changed_by", "changed_at")
    journal.record(kind, subject=row, actor=actor, write=write, **_facts(row))


def _put(row: RoutingRule, asked: Asked) -> None:
    row.name, row.office, row.start, row.end = asked.name, asked.office, asked.start, asked.end
    row.categories, row.areas = list(asked.categories), list(asked.areas)
    row.sources, row.words = list(asked.sources), list(asked.words)


def _facts(row: RoutingRule) -> dict[str, Any]:
    """A rule in codes; its name and words are the place's own and no person's, but stay out all the same."""
    return {
        "position": row.position,
        "office": str(row.office),
        "categories": list(row.categories),
        "areas": [str(area) for area in row.areas],
        "sources": list(row.sources),
        "words": len(row.words),
        "from": row.start.isoformat() if row.start else None,
        "until": row.end.isoformat() if row.end else None,
        "active": row.active,
        "version": row.version,
    }
