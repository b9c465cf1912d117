"""Proposals for new grids in the demo town: asked for by its supervisor, for the first community."""

from gewu.people import queries as people
from gewu.planner import commands, queries
from gewu.planner.commands import Asking
from gewu.planner.rules import LOADS
from gewu.planner.values import Wishes


def propose_grids(township: int) -> None:
    """Where the place sets a range: even load of households and cases, worked out at once."""
    logins = {role: name for name, role, home in people.demo_logins() if home == township}
    begin = queries.beginning(township)
    if "supervisor" not in logins or not begin.ranged:
        return
    supervisor = people.actor_of(people.user_named(logins["supervisor"]), door="desk")
    wishes = Wishes(begin.low, begin.high, begin.size, load=LOADS["homes_cases"])
    asking = Asking(township, (begin.communities[0].id,), wishes)
    commands.propose(run=commands.ask(asking=asking, actor=supervisor))
