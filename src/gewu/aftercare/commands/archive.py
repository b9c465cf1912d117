"""The end of keeping: a list made at night, a person who decides over each line of it."""

from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gewu.aftercare.models import Disposal
from gewu.cases import commands as cases
from gewu.cases.queries.afterwards import PastKeeping, past_keeping
from gewu.kernel import clock, journal
from gewu.kernel.access import SYSTEM, Actor
from gewu.kernel.errors import Conflict, Invalid, NotAllowed
from gewu.kernel.ids import new_id

# Erasing cannot be undone: not for those who work on cases every day.
MAY_DECIDE = frozenset({"supervisor"})
LONGEST_EXTENSION = timedelta(days=366 * 30)


def list_past_keeping(township: int) -> int:
    """Put finished cases that are kept no longer on the list; how many. May be repeated."""
    today = timezone.localdate(clock.now())
    known = set(Disposal.objects.filter(township=township).values_list("case_id", flat=True))
    found = [one for one in past_keeping(township, today=today) if one.of.id not in known]
    for one in found:
        with transaction.atomic():
            _list(one)
    return len(found) + _due_again(township, today)


@transaction.atomic
def confirm(*, disposal_id: UUID, actor: Actor) -> Disposal:
    """Erase words, contacts and photos of the case, as the rule says; chain and figures stay."""
    row = _undecided(disposal_id, actor)
    cases.erase(case_id=row.case_id, years=row.years, actor=actor)
    row.decided_at, row.decided_by, row.erased = clock.now(), actor.user, True
    fields = ["decided_at", "decided_by", "erased"]
    journal.record(
        "aftercare.erased", subject=row, actor=actor, write=fields, case=str(row.case_id), years=row.years
    )
    return row


@transaction.atomic
def keep_longer(*, disposal_id: UUID, until: date, actor: Actor) -> Disposal:
    """Keep the case until another day: a dispute, a request for its file. It comes back on the list then."""
    row = _undecided(disposal_id, actor)
    today = timezone.localdate(clock.now())
    if not today < until <= today + LONGEST_EXTENSION:
        message = _("Choose a day ahead.")
        raise Invalid(message, fields={"until": message})
    row.decided_at, row.decided_by, row.keep_until = clock.now(), actor.user, until
    fields = ["decided_at", "decided_by", "keep_until"]
    journal.record("aftercare.kept_longer", subject=row, actor=actor, write=fields, until=until.isoformat())
    return row


def _undecided(identifier: UUID, actor: Actor) -> Disposal:
    row = Disposal.objects.visible_to(actor).select_for_update().one(identifier)
    if not any(post.role in MAY_DECIDE for post in actor.posts):
        raise NotAllowed(_("Only a supervisor decides what is erased."), by=sorted(MAY_DECIDE))
    if row.decided_at is not None:
        raise Conflict(_("Somebody else has decided over this case already."))
    return row


def _list(one: PastKeeping) -> None:
    row = Disposal(
        id=new_id(one.of.township),
        township=one.of.township,
        case_id=one.of.id,
        number=one.of.number,
        category=one.of.category,
        outcome=one.outcome,
        closed_at=one.closed_at,
        years=one.rule.years or 0,
        source=one.rule.source,
        basis=one.rule.basis,
        listed_at=clock.now(),
        access_class=one.of.access_class,
        in_community=one.of.in_community,
        in_grid=one.of.in_grid,
        in_cell=one.of.in_cell,
    )
    journal.record("aftercare.listed", subject=row, actor=SYSTEM, case=str(one.of.id), years=one.rule.years)


def _due_again(township: int, today: date) -> int:
    """What somebody kept longer comes back when its day is over."""
    rows = Disposal.objects.filter(township=township, keep_until__lte=today, erased=False)
    return rows.update(decided_at=None, decided_by=None, keep_until=None)
