"""What the demo town has of data health and of people's rights."""

import pytest

from gewu.cases.tests.builders import Cast, a_cast
from gewu.checkups import queries as checkups
from gewu.checkups.published import contradictions
from gewu.kernel import clock
from gewu.people import queries as people
from gewu.places.testing import TOWNSHIP
from gewu.rights import queries as rights
from gewu.simulator import asking


@pytest.mark.django_db
def test_the_demo_has_contradictions_asks_something_to_erase_and_look_ups_by_night(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cast: Cast = a_cast()
    monkeypatch.setattr(people, "demo_logins", lambda: [_login(cast, "clerk"), _login(cast, "gridworker")])
    now = clock.now()
    for before, deed in sorted(asking.asides(TOWNSHIP), key=lambda one: one[0], reverse=True):
        with clock.hold(now - before):
            deed()
    with clock.hold(now):
        asking.look_over(TOWNSHIP)
    found = checkups.findings(cast.auditor, chosen=checkups.chosen_from({})).items
    told = [one for one in found if one.register == "figures"]
    assert len(told) == sum(len(one.findings) for one in contradictions())
    assert [one.check_key for one in found if one.register == "person"] == ["in_primary_school"]
    assert [len(checkups.given(one)) for one in (cast.gridworker, cast.clerk)] == [1, 1]
    assert rights.waiting(cast.auditor) == {"asks": 2, "erasures": 1, "unusual": 1}
    asking.keep_published(TOWNSHIP)
    assert len(checkups.findings(cast.auditor, chosen=checkups.chosen_from({})).items) == len(found)


def _login(cast: Cast, role: str) -> tuple[str, str, int]:
    user = cast.of_role(role).user
    assert user
    return people.person(user).username, role, TOWNSHIP
