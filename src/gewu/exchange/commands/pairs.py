"""Records that may be one person: looked for aside, decided by a clerk, taken back when wrong."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from gewu.exchange.commands.carrying import at_home
from gewu.exchange.matching import matchers
from gewu.exchange.models import Pair
from gewu.kernel import clock, journal
from gewu.kernel.access import Actor
from gewu.kernel.errors import Invalid, RuleBroken
from gewu.kernel.ids import new_id
from gewu.kernel.jobs import job
from gewu.registers.commands.uniting import part, unite
from gewu.registers.queries.duplicates import alike_persons

DECIDED = ("state", "decided_by", "decided_at")


def look_for_pairs(*, actor: Actor) -> None:
    """Have the actor's township searched."""
    find_pairs.defer(township=at_home(actor).township)


@transaction.atomic
def keep_pairs(township: int) -> int:
    """Search a township and keep what is new; what was decided before stays decided. How many are new."""
    known = set(Pair.objects.filter(township=township).values_list("left", "right"))
    fresh: dict[tuple[UUID, UUID], Pair] = {}
    for matcher in matchers().values():
        for alike in alike_persons(township, matcher.same):
            if alike not in known and alike not in fresh:
                fresh[alike] = Pair(
                    id=new_id(township),
                    township=township,
                    left=alike.left,
                    right=alike.right,
                    matcher=matcher.key,
                    found_at=clock.now(),
                )
    Pair.objects.bulk_create(fresh.values(), batch_size=1000)
    return len(fresh)


@transaction.atomic
def unite_pair(*, pair_id: UUID, winner: UUID, actor: Actor) -> None:
    """Make one record of the two; `winner` is the one that goes on."""
    row = _pair(pair_id, actor, "open")
    if winner not in {row.left, row.right}:
        message = _("Choose one of the two records.")
        raise Invalid(message, fields={"winner": message})
    loser = row.left if winner == row.right else row.right
    done = unite(winner, loser, actor=actor)
    row.winner, row.before = winner, done.before
    row.stamp_winner, row.stamp_loser = done.stamp
    _decide(row, "united", actor, "winner", "before", "stamp_winner", "stamp_loser")


@transaction.atomic
def part_pair(*, pair_id: UUID, actor: Actor) -> None:
    """Two records again, each exactly as it was."""
    row = _pair(pair_id, actor, "united")
    if row.winner is None or row.before is None:
        raise RuleBroken(_("This pair was not made one here."))
    loser = row.left if row.winner == row.right else row.right
    stamp = (row.stamp_winner, row.stamp_loser)
    part(row.winner, loser, before=row.before.open(), stamp=stamp, actor=actor)
    row.winner, row.before = None, None
    _decide(row, "open", actor, "winner", "before")


@transaction.atomic
def keep_apart(*, pair_id: UUID, actor: Actor) -> None:
    """They are two people: the pair is never offered again."""
    _decide(_pair(pair_id, actor, "open"), "apart", actor)


@transaction.atomic
def doubt_again(*, pair_id: UUID, actor: Actor) -> None:
    """Take back that they are two."""
    _decide(_pair(pair_id, actor, "apart"), "open", actor)


def decide(*, pair_id: UUID, decision: str, actor: Actor) -> None:
    """One of: left, right (one person; that record goes on), apart, part, doubt."""
    if decision in {"left", "right"}:
        pair = Pair.objects.visible_to(actor).one(pair_id)
        unite_pair(pair_id=pair_id, winner=getattr(pair, decision), actor=actor)
        return
    turns = {"apart": keep_apart, "part": part_pair, "doubt": doubt_again}
    if decision not in turns:
        message = _("Choose one of the given answers.")
        raise Invalid(message, fields={"decision": message})
    turns[decision](pair_id=pair_id, actor=actor)


def _pair(pair_id: UUID, actor: Actor, state: str) -> Pair:
    row = Pair.objects.visible_to(actor).select_for_update().one(pair_id)
    if row.state != state:
        raise RuleBroken(_("Somebody has decided about this pair meanwhile. Look at the page again."))
    return row


def _decide(row: Pair, state: str, actor: Actor, *columns: str) -> None:
    row.state, row.decided_by, row.decided_at = state, actor.user, clock.now()
    journal.record("exchange.pair_decided", subject=row, actor=actor, write=(*DECIDED, *columns), state=state)


@job("exchange.find_pairs")
def find_pairs(township: int) -> None:
    keep_pairs(township)
