"""Every page and every form, with answers, queries and headers nobody typed: no 5xx, nothing stored half."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.access import doors, table
from tests.access.doors import API, Route
from tests.access.town import Town, build
from tests.machines import hostile
from tests.machines.asking import EXAMPLES, PLAY
from tests.machines.world import taken_back
from tests.security.rows import rows

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore")]
A_FEW = settings(PLAY, max_examples=max(EXAMPLES // 3, 10))
PAGES = [
    route
    for route in table.routes()
    # Whether all is well is a 503 here: no worker runs.
    if not route.pattern.startswith(API) and route.pattern != "healthz"
]
# Everybody once: for most pages, most of them are refused, and that is an answer too.
PEOPLE = ("dispatcher", "clerk", "admin", "handler", "gridworker", "supervisor", "auditor", "nobody")
NAMES = (
    "q",
    "page",
    "after",
    "size",
    "list",
    "category",
    "area",
    "stage",
    "text",
    "next",
    "day_from",
    "step",
    "id",
)
HEADERS = st.dictionaries(
    st.sampled_from(
        ["HX-Request", "HX-Target", "HX-Current-URL", "HX-Trigger", "HX-History-Restore-Request"]
    ),
    hostile.like("true", "case", "http://testserver/desk/", "#list").map(
        lambda said: said.encode("ascii", "replace").decode().translate(dict.fromkeys(range(32), " "))
    ),
    max_size=3,
)
WORDS = hostile.sendable(
    hostile.like("1", "true", "0c1bd3ee-ef54-55af-8ccf-72f2aee2d958", "010305", "2026-02-28")
)


@pytest.fixture
def town() -> Town:
    return build()


@pytest.mark.parametrize("route", [route for route in PAGES if route.method == "GET"], ids=str)
def test_a_page_with_a_strange_address_is_no_fault_of_ours(town: Town, route: Route) -> None:
    @A_FEW
    @given(
        who=st.sampled_from(PEOPLE),
        query=st.dictionaries(st.sampled_from(NAMES), WORDS, max_size=4),
        headers=HEADERS,
    )
    def look(who: str, query: dict[str, str], headers: dict[str, str]) -> None:
        address = route.url(town, town.cases["open"]).partition("?")[0]
        person = town.people[who]
        person.come_back()
        answer = person.browser.get(f"{address}?{urlencode(query)}", headers=headers)
        if answer.streaming:
            b"".join(answer.streaming_content)
        else:
            assert answer.status_code < 500, answer.content[:2000]

    with taken_back():
        look()


@pytest.mark.parametrize("route", [route for route in PAGES if route.method == "POST"], ids=str)
def test_a_form_with_strange_answers_is_taken_whole_or_refused(town: Town, route: Route) -> None:
    given_well = doors.FORMS.get(route.pattern, lambda town, subject, who: {})

    @A_FEW
    @given(who=st.sampled_from(PEOPLE), data=st.data(), headers=HEADERS)
    def send(who: str, data: Any, headers: dict[str, str]) -> None:
        person, case = town.people[who], town.cases["open"]
        person.come_back()
        with taken_back():
            # What the address and the form speak of is made for them.
            address, form = route.url(town, case), data.draw(_bent_form(given_well(town, case, person)))
            before = rows()
            answer = person.browser.post(address, form, headers=headers)
            assert answer.status_code < 500, answer.content[:2000]
            assert answer.status_code < 400 or rows() == before

    send()


@st.composite
def _bent_form(draw: Any, form: Mapping[str, Any]) -> dict[str, Any]:
    """A right form with one or two answers wrong, missing, or of a name nobody asked for."""
    bent = dict(form)
    for name in draw(st.lists(st.sampled_from([*form, "extra"]), min_size=1, max_size=2)):
        if name in bent and draw(st.booleans()) and draw(st.booleans()):
            del bent[name]
        else:
            bent[name] = draw(WORDS)
    return bent
