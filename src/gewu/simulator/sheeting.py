"""Paper sheets in the demo town: one still out, one typed twice and not alike, one that both typed alike."""

from uuid import UUID

from django.utils.timezone import localdate

from gewu.kernel import clock
from gewu.kernel.access import Actor
from gewu.people import queries as people
from gewu.registers.queries import rows
from gewu.sheets import commands, queries


def hand_out_sheets(township: int) -> None:
    """As the clerk and the chief of one community do it; nothing where either is missing."""
    clerk, chief = somebody("clerk", township), somebody("chief", township)
    if clerk is None or chief is None:
        return
    # Those of the chief: both must reach them.
    homes = rows("household", chief).filter(township=township, state="whole").order_by("number")
    lived_in = homes.filter(size__gt=0)  # type: ignore[misc] # households have a size
    for said, home in zip((None, ("木工", "瓦工"), ("木工", "木工")), lived_in[:3], strict=False):
        batch = commands.print_sheets(actor=clerk, subject=home.id)
        if said:
            _typed(queries.printed_with(batch, clerk)[0].id, said, clerk, chief)


def _typed(sheet: UUID, said: tuple[str, str], clerk: Actor, chief: Actor) -> None:
    row = queries.sheet(sheet, clerk)
    line = next(str(n) for n, (_kind, _subject, key) in enumerate(row.lines) if key == "occupation")
    commands.collect(sheet, on=localdate(clock.now()), actor=clerk, seen=1)
    commands.type_in(sheet, values={line: said[0]}, actor=clerk, seen=2)
    commands.type_in(sheet, values={line: said[1]}, actor=chief, seen=3)


def somebody(role: str, township: int) -> Actor | None:
    """Whoever signs in for this role in the demo."""
    found = [name for name, held, home in people.demo_logins() if (held, home) == (role, township)]
    return people.actor_of(people.user_named(found[0]), door="desk") if found else None
