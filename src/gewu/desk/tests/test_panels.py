"""What the desk puts on the pages of the registers."""

import pytest

from gewu.cases.tests.builders import PHONE, Cast, a_case, a_cast
from gewu.kernel.access import SYSTEM
from gewu.people.testing import signed_in
from gewu.registers.commands import record
from gewu.registers.sources import Origin, Source
from gewu.registers.values import At


@pytest.fixture
def cast(db: None) -> Cast:
    return a_cast()


@pytest.mark.parametrize(("role", "shown"), [("clerk", True), ("gridworker", False)])
def test_a_person_shows_what_was_reported_from_their_phone(cast: Cast, role: str, *, shown: bool) -> None:
    case = a_case(cast, name="王小样", phone=PHONE)
    home = cast.town.building_1
    values = {"name": "王小样", "phone": PHONE}
    told = record(
        "person",
        township=cast.town.township,
        values=values,
        origin=Origin(Source.WINDOW),
        actor=SYSTEM,
        at=At(address=home),
    )
    page = signed_in(cast.of_role(role)).get(f"/registers/person/{told.id}/").content.decode()
    assert ("这个电话反映过的" in page) == shown
    assert (case.number in page) or not shown
