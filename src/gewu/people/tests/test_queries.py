from datetime import UTC, date, datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from pytest_django import DjangoAssertNumQueries

from gewu.kernel import clock
from gewu.kernel.access import Tier
from gewu.kernel.errors import NotFound
from gewu.kernel.filters import parse
from gewu.people.queries import (
    actor_of,
    handlers_of,
    name_of,
    on_duty,
    organisation,
    organisations_of,
    posts_at,
    role,
    role_name,
)
from gewu.people.testing import a_post, a_user, an_actor, an_organisation
from gewu.places.testing import TinyTown

SPRING = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_an_actor_is_built_with_one_statement(
    town: TinyTown, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    user = a_user("gridworker", town.a1)
    a_post(user, "checker", town.street)
    with django_assert_num_queries(1):
        actor = actor_of(user, door="field")
    assert actor.roles == {"gridworker", "checker"}
    assert (actor.user, actor.door, actor.name) == (user.id, "field", user.name)


def test_a_visitor_without_an_account_is_nobody_and_costs_nothing(
    db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        actor = actor_of(AnonymousUser(), door="portal")
    assert (actor.user, actor.posts) == (None, ())
    assert actor.roles == {"resident"}


@pytest.mark.parametrize(
    ("first", "last", "held"),
    [
        (date(2026, 3, 1), date(2026, 3, 1), True),
        (date(2026, 3, 2), None, False),
        (date(2026, 1, 1), date(2026, 2, 28), False),
        (date(2026, 1, 1), None, True),
    ],
    ids=["its only day", "begins tomorrow", "ended yesterday", "open"],
)
def test_a_post_counts_on_its_days(town: TinyTown, first: date, last: date | None, held: bool) -> None:
    user = a_user()
    a_post(user, "clerk", town.street, first_day=first, last_day=last)
    with clock.hold(SPRING):
        assert bool(actor_of(user, door="desk").posts) is held


def test_the_day_is_that_of_the_place(town: TinyTown) -> None:
    """Midnight in Shandong is four in the afternoon in London."""
    user = a_user()
    a_post(user, "clerk", town.street, first_day=date(2026, 3, 2))
    with clock.hold(datetime(2026, 3, 1, 16, tzinfo=UTC)):
        assert actor_of(user, door="desk").posts


def test_a_stand_in_acts_with_all_the_post_allows(town: TinyTown) -> None:
    chief = a_user("gridlead", town.grid_a)
    other = a_user()
    a_post(
        other,
        "gridlead",
        town.grid_a,
        stands_in_for_id=chief.posts.get().id,
        first_day=date(2026, 3, 1),
        last_day=date(2026, 3, 5),
    )
    with clock.hold(SPRING):
        actor = actor_of(other, door="field")
    assert actor.scopes("cases") == actor_of(chief, door="field").scopes("cases")
    assert [post.primary for post in actor.posts] == [False]


def test_scopes_carry_the_range_of_townships(town: TinyTown) -> None:
    (scope,) = an_actor("overseer", town.county).scopes("cases")
    assert (scope.low, scope.high, scope.tier) == (370402000, 370402999, Tier.COUNTY)
    (scope,) = an_actor("gridworker", town.a1).scopes("cases")
    assert (scope.low, scope.high, scope.tier, scope.area) == (370402999, 370402999, Tier.CELL, town.a1)


def test_only_who_works_from_the_inbox_belongs_to_the_organisation(town: TinyTown) -> None:
    office = an_organisation(town.street)
    assert an_actor("handler", town.street, organisation=office.id).organisations == {office.id}
    assert an_actor("clerk", town.street, organisation=office.id).organisations == frozenset()


def test_organisations_and_their_handlers_are_found(town: TinyTown) -> None:
    office = an_organisation(town.street)
    squad = an_organisation(town.street, key="squad", kind="department")
    worker = a_user("handler", town.street, organisation=office.id)
    a_user("clerk", town.street, organisation=office.id)
    assert organisations_of(town.township) == [squad, office]
    assert organisations_of(town.township, kinds=["office"]) == [office]
    assert organisation(office.id) == office
    assert handlers_of(office.id) == [worker]
    assert organisations_of(370402998) == []


@pytest.mark.parametrize("ask", [lambda: organisation(TinyTown.a1), lambda: role("king")])
def test_what_is_not_there_is_not_found(town: TinyTown, ask: "type[object]") -> None:
    with pytest.raises(NotFound):
        ask()


def test_posts_at_a_place_come_with_their_people(
    town: TinyTown, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    worker = a_user("gridworker", town.a1)
    a_user("gridworker", town.a2)
    with django_assert_num_queries(1):
        assert [post.user for post in posts_at(town.a1)] == [worker]


def test_names_come_in_one_statement(
    town: TinyTown, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    people = [a_user(name="梅一"), a_user(name="兰二")]
    with django_assert_num_queries(1):
        names = name_of([people[0].id, None, people[1].id, town.a1])
    assert names == {people[0].id: "梅一", people[1].id: "兰二"}
    assert name_of([None]) == {}


def test_a_role_has_a_name_in_both_languages(town: TinyTown) -> None:
    assert role_name("chief", "zh-hans") == "总网格长"
    assert role_name("chief", "en-gb", town.township) == "Community chief"


def test_a_chief_sees_the_people_of_the_own_community_only(town: TinyTown) -> None:
    station = an_organisation(town.north, key="station-north", kind="station")
    chief = an_actor("chief", town.north, organisation=station.id)
    inside, outside = a_user("gridworker", town.a1), a_user("gridworker", town.b1)
    seen = {post.user_id for post in on_duty(chief, chosen=parse((), {}), after=None).items}
    assert inside.id in seen
    assert outside.id not in seen
    assert an_actor("gridworker", town.a1).scopes("people") == ()


def test_the_list_of_people_costs_one_statement_a_page(
    town: TinyTown, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    admin = an_actor("admin", town.street)
    for area in (town.a1, town.a2, town.b1):
        a_user("gridworker", area)
    with django_assert_num_queries(1):
        first = on_duty(admin, chosen=parse((), {}), after=None, size=2)
    second = on_duty(admin, chosen=parse((), {}), after=first.next, size=2)
    assert len({post.id for post in (*first.items, *second.items)}) == 4
    assert second.next is None
