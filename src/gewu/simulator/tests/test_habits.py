"""The filters of the demo logins fit the lists their posts have."""

import pytest
from django.http import QueryDict

from gewu.cases.queries import chosen_from
from gewu.cases.queries.worklists import LISTS
from gewu.finding.queries.saved import SEARCH
from gewu.people.queries import held_roles
from gewu.simulator.habits import FILTERS

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("role", "name", "list_key", "query", "shared"), FILTERS)
def test_every_habit_is_a_list_of_that_role(
    role: str, name: str, list_key: str, query: str, shared: bool
) -> None:
    assert role in held_roles("zh-hans")
    assert list_key == SEARCH or role in LISTS[list_key].roles
    assert chosen_from(QueryDict(query)).query
    assert len(name) <= 30
