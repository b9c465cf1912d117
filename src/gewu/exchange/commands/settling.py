"""What a comparison found, decided: their value is taken over as an exchanged one, or ours stays."""

import json
from collections import Counter
from collections.abc import Collection, Iterable
from datetime import datetime, time
from itertools import groupby
from typing import NamedTuple
from uuid import UUID

from django.db import transaction
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _

from gewu.exchange.commands.carrying import enter, own
from gewu.exchange.commands.comparing import unlike
from gewu.exchange.models import Difference, Import, State
from gewu.exchange.rules import MOST_AT_ONCE
from gewu.kernel import clock
from gewu.kernel.access import Actor
from gewu.kernel.errors import Invalid, RuleBroken
from gewu.registers import commands as registers
from gewu.registers.sources import Origin, Source


class Settled(NamedTuple):
    """How many were taken over, offered beside a better value, left as ours, and could not be taken."""

    taken: int
    claimed: int
    left: int
    refused: int


@transaction.atomic
def settle(*, import_id: UUID, chosen: Collection[UUID], decision: str, actor: Actor) -> Settled:
    """Decide about differences that are open, at most MOST_AT_ONCE: `take` or `leave`.

    Of a row to be checked `take` says that it is this person: what it says otherwise is then to be decided.
    """
    row = own(import_id, actor, State.DONE)
    wrong: dict[str, str] = {}
    if decision not in {"take", "leave"}:
        wrong["decision"] = _("Choose one of the given answers.")
    if not 1 <= len(chosen) <= MOST_AT_ONCE:
        wrong["chosen"] = _("Choose at least one and at most %(most)d.") % {"most": MOST_AT_ONCE}
    if wrong:
        raise Invalid(next(iter(wrong.values())), fields=wrong)
    mine = Difference.objects.filter(township=row.township, import_id=row.id, state="open", id__in=chosen)
    found = list(mine.select_for_update().order_by("subject", "id"))
    if len(found) != len(set(chosen)):
        raise RuleBroken(_("Somebody has decided about some of these meanwhile. Look at the page again."))
    if decision == "take" and any(one.result == "only_here" for one in found):
        raise RuleBroken(_("Their file says nothing about these people: there is nothing to take over."))
    if decision == "leave":
        counts = Counter(left=len(found))
        _close(found, "left", actor)
    else:
        counts = _taken(row, [one for one in found if one.result == "differs"], actor)
        counts += _are_they(row, [one for one in found if one.result == "to_check"], actor)
    settled = Settled(counts["taken"], counts["claimed"], counts["left"], counts["refused"])
    enter("exchange.settled", row, actor, **settled._asdict())
    return settled


def _taken(row: Import, found: Iterable[Difference], actor: Actor) -> Counter[str]:
    """Offer each person what the file says; what a better source holds stays, and theirs waits beside it."""
    origin = Origin(
        source=Source.EXCHANGED,
        checked=True,
        at=datetime.combine(row.day, time(12), tzinfo=get_current_timezone()),
        batch=row.id,
        office=row.office,
    )
    counts: Counter[str] = Counter()
    for subject, group in groupby(found, key=lambda one: one.subject):
        ours = list(group)
        values = {one.field: json.loads(one.offered.open()) for one in ours if one.offered is not None}
        try:
            with transaction.atomic():
                done = registers.record(
                    "person",
                    township=row.township,
                    values=values,
                    origin=origin,
                    actor=actor,
                    subject=subject,
                )
        except (Invalid, RuleBroken):
            counts["refused"] += len(ours)
            continue
        claimed = [one for one in ours if one.field in done.claims]
        taken = [one for one in ours if one.field not in done.claims]
        _close(taken, "taken", actor)
        _close(claimed, "claimed", actor)
        counts += Counter(taken=len(taken), claimed=len(claimed))
    return counts


def _are_they(row: Import, found: list[Difference], actor: Actor) -> Counter[str]:
    """Rows of the file are about these persons: what they say otherwise waits to be decided."""
    rows = [one.row for one in found]
    if len(set(rows)) < len(rows):
        raise RuleBroken(_("One row of their file is one person: choose one of those with the same row."))
    said = {
        (one.row, one.subject): json.loads(one.offered.open()) for one in found if one.offered is not None
    }
    Difference.objects.bulk_create(unlike(row, said, actor))
    _close(found, "taken", actor)
    others = Difference.objects.filter(
        township=row.township, import_id=row.id, result="to_check", state="open", row__in=rows
    )
    _close(list(others.select_for_update()), "left", actor)
    return Counter(taken=len(found))


def _close(found: Iterable[Difference], state: str, actor: Actor) -> None:
    for one in found:
        one.state, one.decided_by, one.decided_at = state, actor.user, clock.now()
        one.write("state", "decided_by", "decided_at")
