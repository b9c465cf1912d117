"""Forms of the registers in the demo town, and values that differ: some are decided, the rest waits.

As the clerk hears it at the window, the chief on the phone and the grid worker at the door: most of what they
say was known and is confirmed, some of it is told otherwise than an office or somebody before has told it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from gewu.burden.commands import flush
from gewu.kernel import clock
from gewu.kernel.access import Actor
from gewu.registers import commands, queries
from gewu.registers.commands.deciding import decide
from gewu.registers.queries import claims
from gewu.registers.sources import Origin, Source
from gewu.simulator.filling import Filling
from gewu.simulator.sheeting import somebody

SEED = 20261122
# Days on which somebody fills in forms of the registers, back from today.
DAYS, A_DAY = 91, 5
PHONE = "139000001{:02}"


@dataclass(frozen=True, slots=True)
class Said:
    """Somebody says one thing otherwise than it is held."""

    kind: str
    field: str
    value: str
    source: Source
    days: int


SAID = (
    Said("person", "phone", PHONE.format(1), Source.WINDOW, 9),
    Said("person", "phone", PHONE.format(2), Source.DOOR, 8),
    Said("person", "phone", PHONE.format(3), Source.PHONE, 6),
    Said("person", "occupation", "电工", Source.DOOR, 12),
    Said("person", "occupation", "保洁", Source.WINDOW, 5),
    Said("person", "registered_here", "lives", Source.DOOR, 4),
    Said("person", "schooling", "senior", Source.PHONE, 3),
    Said("person", "marriage", "30", Source.WINDOW, 2),
    Said("dwelling", "use", "let", Source.PHONE, 7),
    Said("dwelling", "use", "empty", Source.DOOR, 3),
    Said("dwelling", "owner_name", "样房东", Source.PHONE, 1),
    Said("establishment", "chief_name", "样掌柜", Source.PHONE, 2),
)
VERDICTS = ("take", "keep", "take", "ask")


def tell_otherwise(township: int) -> None:
    """Claims out of what was said; a few of them decided by the chief."""
    chief = somebody("chief", township)
    if chief is None:
        return
    rows = dict(_differing(township, chief))
    for one, row in zip(SAID, (rows.get(one) for one in SAID), strict=True):
        if row is not None:
            origin = Origin(one.source, at=clock.now() - timedelta(days=one.days))
            commands.record(
                one.kind,
                township=township,
                subject=row,
                values={one.field: one.value},
                origin=origin,
                actor=chief,
            )
    waiting = claims.disputes(chief, size=len(VERDICTS)).items
    for dispute, verdict in zip(waiting, VERDICTS, strict=False):
        decide(claims=[dispute.offers[0].claim], verdict=verdict, actor=chief)


def _differing(township: int, chief: Actor) -> Iterator[tuple[Said, UUID]]:
    """A row for each, every one another, that holds something else."""
    for kind in ("person", "dwelling", "establishment"):
        of = queries.register(kind)
        said = [one for one in SAID if one.kind == kind]
        rows = queries.rows(kind, chief).filter(township=township, state__in=["here", "standing", "open"])
        for row in rows.order_by("number")[:200]:
            held = queries.known(row, of)
            meant = next((one for one in said if held.get(one.field) not in (None, one.value)), None)
            if meant is not None:
                said.remove(meant)
                yield meant, row.id
            if not said:
                break


def fill_in(township: int, *, seed: int = SEED) -> None:
    """The forms of the registers over the last three months: what was known stood there and was confirmed."""
    hands = [one for role in ("gridworker", "clerk", "chief") if (one := somebody(role, township))]
    if not hands:
        return
    chance = Random(f"{seed}:{township}:registers")  # noqa: S311 - a made-up town is no secret
    forms = Filling(township, seed)
    for moment in _moments(chance):
        with clock.hold(moment):
            _one(forms, chance.choice(hands), chance)
    flush()


def _moments(chance: Random) -> Iterator[datetime]:
    now = clock.now()
    for day in range(DAYS, 0, -1):
        for _form in range(chance.randint(A_DAY - 3, A_DAY + 4)):
            yield now - timedelta(days=day, minutes=chance.randint(0, 400))


def _one(forms: Filling, actor: Actor, chance: Random) -> None:
    """A visit, or a record that is completed; four fields of five are known and confirmed."""
    kind = chance.choices(("household", "person", "dwelling", "establishment"), (5, 4, 2, 1))[0]
    part = chance.choices(("visit", "edit"), (6, 4))[0]
    of = queries.register(kind)
    if part == "visit":
        asked = ["outcome", "right", "subjects", "beside", "way", "note"]
        given = {"outcome": "met", "way": "door", "subjects": "…"}
        shares = {"right": 0.7, "note": 0.2, "beside": 0.08}
        given |= {key: "1" for key, share in shares.items() if chance.random() < share}
        forms.fill(f"{kind}/visit", "1", asked, given=given, actor=actor)
        return
    asked = [one.key for one in of.fields if one.key not in queries.supplied(of, forms.township)]
    held = [key for key in asked if chance.random() < 0.8]
    given = dict.fromkeys(held, "…") | {key: "……" for key in asked if chance.random() < 0.15}
    forms.fill(f"{kind}/edit", str(of.version), asked, given=given, held=held, actor=actor)
