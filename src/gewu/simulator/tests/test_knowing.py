"""Forms of the registers and values that differ, in the demo town."""

from typing import Any

import pytest

from gewu.burden import queries as burden
from gewu.burden.counting import tally
from gewu.kernel.access import SYSTEM
from gewu.places import queries as places
from gewu.registers.commands import record
from gewu.registers.commands.deciding import decide
from gewu.registers.queries import claims
from gewu.registers.sources import Origin, Source
from gewu.registers.values import At
from gewu.simulator import knowing
from gewu.simulator.knowing import VERDICTS, fill_in, tell_otherwise
from gewu.simulator.sheeting import somebody


def test_some_of_what_was_said_otherwise_is_decided_and_forms_were_counted(
    wenhualu: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    tally.take()
    decided: list[str] = []

    def watched(*, verdict: str, **call: Any) -> None:
        decided.append(verdict)
        decide(verdict=verdict, **call)

    monkeypatch.setattr(knowing, "decide", watched)
    township = places.locality(wenhualu).township
    chief = somebody("chief", township)
    assert chief is not None
    house = next(one for one in places.addresses_in(chief.posts[0].scope.area) if one.kind == "building")
    sent, at = Origin(Source.EXCHANGED), At(address=house.id)
    for order in range(6):
        shop: dict[str, object] = {"name": f"样店{order}", "chief_name": "样店主"}
        record("establishment", township=township, values=shop, origin=sent, actor=SYSTEM, at=at)
        flat: dict[str, object] = {"door": f"1单元{order}01室", "use": "own", "owner_name": "样业主"}
        record("dwelling", township=township, values=flat, origin=sent, actor=SYSTEM, at=at)
    tell_otherwise(township)
    assert tuple(decided) == VERDICTS
    assert sum(claims.counts(chief).values()) >= 1
    fill_in(township)
    meter = burden.meter(somebody("supervisor", township) or chief)
    assert meter.sent > 100
    assert 0.2 < meter.known / meter.shown < 0.9
    assert {one.door for one in meter.forms} <= {"desk", "field"}
