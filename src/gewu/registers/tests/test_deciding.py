"""Two values for one field: a person decides once, and nothing that was offered is lost."""

from collections.abc import Mapping
from uuid import UUID

import pytest
from django.test import Client

from gewu.kernel.access import Actor
from gewu.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from gewu.people.testing import user_of
from gewu.registers.commands import record
from gewu.registers.commands.deciding import decide
from gewu.registers.commands.rating import rate
from gewu.registers.models import Claim, Person
from gewu.registers.queries import rates
from gewu.registers.queries.claims import counts, disputes, waiting_ids
from gewu.registers.sources import Origin
from gewu.registers.tests.builders import ABSENT, SENT, TYPED, Town, a_household, a_person

pytestmark = pytest.mark.django_db


def offer(town: Town, person: UUID, origin: Origin, values: Mapping[str, object]) -> None:
    record("person", township=town.township, values=values, origin=origin, actor=town.clerk, subject=person)


@pytest.fixture
def person(town: Town) -> UUID:
    """The police say one name, somebody at the door another."""
    found = a_person(town, household=a_household(town)).id
    offer(town, found, SENT, {"occupation": "退休", "name": "王小样"})
    offer(town, found, TYPED, {"name": "王小洋"})
    return found


def held(town: Town, person: UUID) -> Person:
    return Person.objects.get(township=town.township, id=person)


def states(town: Town) -> list[str]:
    rows = Claim.objects.filter(township=town.township, field="name").exclude(state="replaced")
    return sorted(rows.values_list("state", flat=True))


def the_claim(actor: Actor) -> UUID:
    return disputes(actor).items[0].offers[0].claim


def test_both_values_stand_side_by_side_with_where_they_came_from(town: Town, person: UUID) -> None:
    (one,) = disputes(town.clerk).items
    assert (one.subject, one.field.key, one.held, one.open_to) == (person, "name", "王小样", True)
    assert one.mark is not None
    assert one.mark.source == "exchanged"
    assert [(each.value, each.mark.source) for each in one.offers] == [("王小洋", "door")]
    assert counts(town.clerk) == {("person", "name"): 1}


def test_taking_keeps_the_old_value_and_counts_as_checked(town: Town, person: UUID) -> None:
    assert decide(claims=[the_claim(town.clerk)], verdict="take", actor=town.clerk) == 1
    row = held(town, person)
    assert (row.name, row.sources["name"][3]) == ("王小洋", "checked")
    assert states(town) == ["taken"]
    assert "王小样" in Claim.objects.filter(township=town.township, state="replaced").values_list(
        "offered", flat=True
    )
    assert disputes(town.clerk).items == ()


def test_keeping_settles_every_offer_for_the_field(town: Town, person: UUID) -> None:
    offer(town, person, TYPED, {"name": "王晓样"})
    decide(claims=[the_claim(town.clerk)], verdict="keep", actor=town.clerk)
    assert held(town, person).name == "王小样"
    assert states(town) == ["kept", "kept"]


def test_what_is_to_be_asked_waits_on(town: Town, person: UUID) -> None:
    decide(claims=[the_claim(town.clerk)], verdict="ask", actor=town.clerk)
    assert states(town) == ["ask"]
    assert len(disputes(town.clerk).items) == 1


def test_what_is_decided_is_not_decided_again(town: Town, person: UUID) -> None:
    claim = the_claim(town.clerk)
    decide(claims=[claim], verdict="keep", actor=town.clerk)
    with pytest.raises(Conflict):
        decide(claims=[claim], verdict="take", actor=town.clerk)


def test_of_several_values_only_one_can_be_taken(town: Town, person: UUID) -> None:
    offer(town, person, TYPED, {"name": "王晓样"})
    both = [each.claim for each in disputes(town.clerk).items[0].offers]
    with pytest.raises(Invalid):
        decide(claims=both, verdict="take", actor=town.clerk)


def test_somebody_else_s_grid_is_not_in_sight(town: Town, person: UUID) -> None:
    with pytest.raises(NotFound):
        decide(claims=[the_claim(town.clerk)], verdict="keep", actor=town.other_worker)
    with pytest.raises(NotFound):
        decide(claims=[UUID(ABSENT)], verdict="keep", actor=town.clerk)


def test_who_only_reads_decides_nothing(town: Town, person: UUID) -> None:
    with pytest.raises(NotAllowed):
        decide(claims=[the_claim(town.clerk)], verdict="keep", actor=town.supervisor)


def test_many_of_one_kind_are_decided_at_once(town: Town, person: UUID) -> None:
    second = a_person(town, "李二样", household=a_household(town)).id
    offer(town, second, SENT, {"name": "李二样"})
    offer(town, second, TYPED, {"name": "李儿样"})
    several = waiting_ids(town.clerk, kind="person", field="name", most=10)
    assert decide(claims=several, verdict="keep", actor=town.clerk) == 2
    assert counts(town.clerk) == {}


def test_rates_count_what_the_lists_behind_them_show(town: Town, person: UUID) -> None:
    rate(town.township)
    rate(town.township)
    found = rates.rates(town.clerk)
    people = found.whole["person"]
    assert (people.rows, people.agreed, people.loose) == (1, 0, 0)
    assert people.asked > people.held > 0
    gaps = sum(n for (kind, _key), n in found.missing.items() if kind == "person")
    assert gaps == people.asked - people.held
    behind = rates.rows_behind(town.clerk, kind="person", what="disputed").items
    assert [row.id for row in behind] == [person]
    assert rates.rows_behind(town.clerk, kind="person", what="loose").items == ()
    assert rates.rows_behind(town.other_worker, kind="person", what="disputed").items == ()
    with pytest.raises(NotFound):
        rates.rows_behind(town.clerk, kind="person", what="rank")


def test_the_pages_show_and_decide(town: Town, person: UUID, client: Client) -> None:
    client.force_login(user_of(town.clerk))
    page = client.get("/desk/registers/claims/?kind=person&field=name").content.decode()
    assert "王小样" in page
    assert "王小洋" in page
    rate(town.township)
    assert client.get("/desk/registers/rates/?kind=dwelling").status_code == 200
    assert "王小样" in client.get("/desk/registers/rates/person/disputed/").content.decode()
    assert client.get("/desk/registers/rates/?as=csv").content.decode().count("\n") == 2
    sent = client.post(
        "/desk/registers/claims/decide/", {"claim": str(the_claim(town.clerk)), "verdict": "keep"}
    )
    assert sent.status_code == 302
    assert states(town) == ["kept"]
