"""Paper sheets of the demo town: one is out, one is to be looked at again, one is done."""

from collections.abc import Iterable

from gewu.kernel.access import SYSTEM
from gewu.places import queries as places
from gewu.registers.commands import record
from gewu.registers.sources import Origin, Source
from gewu.registers.values import At
from gewu.sheets import queries
from gewu.simulator.sheeting import hand_out_sheets, somebody


def test_three_sheets_are_in_three_states(wenhualu: str) -> None:
    township = places.locality(wenhualu).township
    chief = somebody("chief", township)
    assert chief is not None
    _live(township, (one for one in places.addresses_in(chief.posts[0].scope.area) if one.kind == "building"))
    hand_out_sheets(township)
    assert queries.counts(chief) == {"printed": 1, "differing": 1, "checked": 1}


def _live(township: int, houses: Iterable[places.Address]) -> None:
    """Three people, each behind a door of their own."""
    origin, house = Origin(Source.DOOR), next(iter(houses))
    for order, name in enumerate(("样甲", "样乙", "样丙")):
        values = {"door": f"1单元10{order}室", "use": "own"}
        at = At(address=house.id)
        flat = record("dwelling", township=township, values=values, origin=origin, actor=SYSTEM, at=at).id
        at, kind = At(dwelling=flat), {"kind": "single"}
        home = record("household", township=township, values=kind, origin=origin, actor=SYSTEM, at=at).id
        at = At(household=home, relation="head")
        record("person", township=township, values={"name": name}, origin=origin, actor=SYSTEM, at=at)
