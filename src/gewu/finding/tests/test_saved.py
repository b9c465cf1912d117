"""Saved filters: named, counted, shared with colleagues of the same post, deleted with a way back."""

import pytest

from gewu.cases.tests.builders import CATEGORY, Cast, a_case
from gewu.finding import commands, queries
from gewu.finding.commands.saved import MOST
from gewu.kernel.errors import Invalid, NotAllowed, NotFound
from gewu.people.testing import an_actor

pytestmark = pytest.mark.django_db


def test_a_filter_is_counted_in_the_menu(cast: Cast) -> None:
    a_case(cast)
    a_case(cast, "filed")
    query = f"category={CATEGORY}&after=x"
    kept = commands.save(name="垃圾", list_key="to_file", query=query, shared=False, actor=cast.clerk)
    (saved,) = queries.saved_filters(cast.clerk)
    assert (saved.id, saved.name, saved.count, saved.shown) == (kept, "垃圾", 1, "1")
    assert saved.url == f"/desk/lists/to_file/?category={CATEGORY}&saved={kept}"


def test_all_cases_and_words_are_not_counted(cast: Cast) -> None:
    commands.save(name="甲", list_key="all", query="late=1", shared=False, actor=cast.clerk)
    commands.save(name="乙", list_key="open", query="text=路灯", shared=False, actor=cast.clerk)
    commands.save(name="丙", list_key="search", query="q=路灯", shared=False, actor=cast.clerk)
    assert [one.count for one in queries.saved_filters(cast.clerk)] == [None, None, None]


def test_colleagues_of_the_same_post_see_a_shared_one_and_cannot_change_it(cast: Cast) -> None:
    colleague, elsewhere = an_actor("clerk", cast.town.street), cast.dispatcher
    kept = commands.save(name="超时", list_key="open", query="late=1", shared=True, actor=cast.clerk)
    assert [one.own for one in queries.saved_filters(colleague)] == [False]
    assert queries.saved_filters(elsewhere) == ()
    with pytest.raises(NotAllowed):
        commands.rename(filter_id=kept, name="别的", actor=colleague)
    with pytest.raises(NotFound):
        commands.remove(filter_id=kept, actor=elsewhere)
    commands.share(filter_id=kept, shared=False, actor=cast.clerk)
    assert queries.saved_filters(colleague) == ()


def test_a_deleted_filter_comes_back(cast: Cast) -> None:
    kept = commands.save(name="超时", list_key="open", query="late=1", shared=False, actor=cast.clerk)
    commands.remove(filter_id=kept, actor=cast.clerk)
    assert queries.saved_filters(cast.clerk) == ()
    with pytest.raises(NotFound):
        commands.restore(filter_id=kept, actor=cast.dispatcher)
    commands.restore(filter_id=kept, actor=cast.clerk)
    assert [one.id for one in queries.saved_filters(cast.clerk)] == [kept]


def test_two_filters_of_one_person_never_share_a_name(cast: Cast) -> None:
    commands.save(name="超时", list_key="open", query="late=1", shared=False, actor=cast.clerk)
    commands.save(name="超时", list_key="open", query="late=1", shared=False, actor=cast.dispatcher)
    with pytest.raises(Invalid):
        commands.save(name="超时", list_key="all", query="late=1", shared=False, actor=cast.clerk)
    other = commands.save(name="别的", list_key="all", query="late=1", shared=False, actor=cast.clerk)
    with pytest.raises(Invalid):
        commands.rename(filter_id=other, name="超时", actor=cast.clerk)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"name": " "}, Invalid),
        ({"name": "长" * 31}, Invalid),
        ({"query": ""}, Invalid),
        ({"query": "stage=nowhere"}, Invalid),
        ({"list_key": "to_dispatch"}, NotFound),
        ({"list_key": "nonsense"}, NotFound),
    ],
    ids=str,
)
def test_what_cannot_be_saved_is_refused(
    cast: Cast, changes: dict[str, str], refusal: type[Exception]
) -> None:
    given = {"name": "超时", "list_key": "open", "query": "late=1"} | changes
    with pytest.raises(refusal):
        commands.save(**given, shared=False, actor=cast.clerk)
    with pytest.raises(NotAllowed):
        commands.save(name="超时", list_key="open", query="late=1", shared=False, actor=cast.neighbour)


def test_there_are_never_more_than_a_menu_holds(cast: Cast) -> None:
    for number in range(MOST):
        commands.save(name=f"{number}", list_key="open", query="late=1", shared=False, actor=cast.clerk)
    with pytest.raises(Invalid):
        commands.save(name="more", list_key="open", query="late=1", shared=False, actor=cast.clerk)
