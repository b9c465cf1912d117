"""The demo town: filled once in the life of a database."""

from collections.abc import Iterable
from datetime import timedelta
from functools import partial

from django.db import transaction

from gewu.kernel import clock
from gewu.kernel.seals import take
from gewu.places import queries as places
from gewu.registers.commands.rating import rate
from gewu.simulator import asking, guarding, shape
from gewu.simulator.commands import SEED, TOLD_SINCE, Aside, Outcome, run
from gewu.simulator.drafting import leave_a_draft
from gewu.simulator.exchanging import exchange
from gewu.simulator.going import go_out
from gewu.simulator.habits import form_habits
from gewu.simulator.housing import keep_addresses
from gewu.simulator.knowing import fill_in, tell_otherwise
from gewu.simulator.models import Simulated
from gewu.simulator.planning import propose_grids
from gewu.simulator.plating import hang_out
from gewu.simulator.redrawing import leave_a_redraw
from gewu.simulator.rehearsal import rehearse
from gewu.simulator.residents import settle
from gewu.simulator.sealing import seal
from gewu.simulator.sheeting import hand_out_sheets
from gewu.simulator.steering import write_rules
from gewu.simulator.twins import tell_again
from gewu.simulator.watching import sign_ledgers, urge


def load(localities: Iterable[str]) -> None:
    """Play the register of each locality that was not played yet; the marks stand or fall with it."""
    for locality in localities:
        if shape.is_told(locality):
            simulate(locality, seed=SEED)


@transaction.atomic
def simulate(locality: str, *, seed: int) -> Outcome | None:
    """Up to now, once: None if this town has been filled before."""
    _mark, first = Simulated.objects.get_or_create(
        locality=locality, defaults={"seed": seed, "until": clock.now()}
    )
    rehearsal = (TOLD_SINCE, partial(rehearse, places.locality(locality).township))
    township = places.locality(locality).township
    signed = range(shape.read(locality).demands.mornings)
    mornings = [(timedelta(days=days, minutes=10), partial(sign_ledgers, township)) for days in signed]
    urged = (timedelta(minutes=5), partial(urge, township))
    again = (timedelta(minutes=3), partial(tell_again, township))
    if not first:
        return None
    besides: list[Aside] = [
        rehearsal,
        *mornings,
        urged,
        again,
        *guarding.asides(township),
        *asking.asides(township),
    ]
    outcome = run(locality, seed=seed, besides=besides)
    settle(township)
    seal(township)
    form_habits(township)
    leave_a_draft(township)
    leave_a_redraw(township)
    write_rules(township)
    keep_addresses(township)
    propose_grids(township)
    exchange(township)
    asking.look_over(township)
    go_out(township)
    hang_out(township)
    hand_out_sheets(township)
    tell_otherwise(township)
    fill_in(township)
    # The night that counts it has not come yet.
    rate(township)
    # What was told of earlier days came after their seals: it gets a further part of its own day.
    take(everything=True)
    return outcome
