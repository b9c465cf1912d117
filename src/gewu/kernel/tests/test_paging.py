"""Pages by key: walking them all is reading the sorted list, whatever is inserted on the way."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.db.models import F, Q, QuerySet
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gewu.kernel.errors import Invalid
from gewu.kernel.ids import new_id
from gewu.kernel.paging import page
from gewu.kernel.tests.drawers import TOWNSHIP, Drawer, a_drawer

START = datetime(2026, 1, 1, tzinfo=UTC)
pytestmark = pytest.mark.django_db

moments = st.none() | st.integers(0, 3).map(lambda day: START + timedelta(days=day, microseconds=day))
Row = tuple[int, datetime | None]
drawers = st.lists(st.tuples(st.integers(0, 3), moments), max_size=25)
orders = st.sampled_from(
    [
        ("-due_at", "-id"),
        ("due_at", "id"),
        ("due_at", "-place", "id"),
        ("-due_at", "place", "-id"),
        ("place", "-due_at", "id"),
        ("id",),
        ("-id",),
        ("-place", "-pk"),
    ]
)
relaxed = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60
)


def fill(rows: Sequence[Row]) -> None:
    Drawer.objects.filter(township=TOWNSHIP).delete()
    Drawer.objects.bulk_create(
        Drawer(id=new_id(TOWNSHIP), township=TOWNSHIP, place=place, due_at=due_at) for place, due_at in rows
    )


def here() -> QuerySet[Drawer]:
    return Drawer.objects.filter(township=TOWNSHIP)


def plainly_sorted(order: tuple[str, ...]) -> list[Drawer]:
    """Python's own stable sort, one column after the other, with NULL after everything."""
    rows = list(here())
    for column in reversed(order):
        name = column.removeprefix("-")
        rows.sort(
            key=lambda row: (getattr(row, name) is None, getattr(row, name) or 0),
            reverse=column.startswith("-"),
        )
    return rows


def walk(
    parts: Sequence[QuerySet[Drawer]],
    order: tuple[str, ...],
    size: int,
    between: Callable[[], None] | None = None,
) -> list[Drawer]:
    rows: list[Drawer] = []
    after = None
    while True:
        found = page(parts, order=order, after=after, size=size)
        rows += found.items
        if found.next is None:
            return rows
        assert len(found.items) == size
        after = found.next
        if between:
            between()


@given(drawers, orders, st.integers(1, 7))
@relaxed
def test_walking_gives_each_row_once_in_order(rows: list[Row], order: tuple[str, ...], size: int) -> None:
    fill(rows)
    assert walk([here()], order, size) == plainly_sorted(order)


@given(drawers, orders, st.integers(1, 7))
@relaxed
def test_overlapping_querysets_are_one_list(rows: list[Row], order: tuple[str, ...], size: int) -> None:
    fill(rows)
    parts = [
        here().filter(place__lte=2),
        here().filter(place__gte=1),
        here().filter(due_at=None),
        here().none(),
    ]
    assert walk(parts, order, size) == plainly_sorted(order)


@given(drawers, orders, st.integers(1, 4), moments, st.integers(0, 3))
@relaxed
def test_rows_inserted_meanwhile_neither_hide_nor_repeat_others(
    rows: list[Row], order: tuple[str, ...], size: int, due_at: datetime | None, place: int
) -> None:
    fill(rows)
    before = plainly_sorted(order)
    left = iter(range(5))

    def insert() -> None:
        if next(left, None) is not None:
            a_drawer(place=place, due_at=due_at)

    walked = walk([here()], order, size, between=insert)
    assert [row for row in walked if row in set(before)] == before
    assert len(walked) == len(set(walked))


def test_an_annotation_can_be_ordered_by() -> None:
    fill([(place, None) for place in (3, 1, 2)])
    rows = walk([here().annotate(rank=F("place") * 2)], ("-rank", "id"), 1)
    assert [row.place for row in rows] == [3, 2, 1]


def test_the_last_full_page_has_no_next() -> None:
    fill([(0, None)] * 4)
    first = page([here()], order=("id",), after=None, size=2)
    assert page([here()], order=("id",), after=first.next, size=2).next is None


def test_nothing_to_see_is_an_empty_page() -> None:
    assert page([], order=("id",), after=None, size=2).items == ()


def test_a_page_costs_one_statement_per_queryset_that_reads_no_more_than_it_needs() -> None:
    fill([(0, None)] * 9)
    first = page([here()], order=("-due_at", "-id"), after=None, size=2)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        page([here(), here()], order=("-due_at", "-id"), after=first.next, size=2)
    assert len(captured) == 2
    assert all("LIMIT 3" in statement["sql"] and "OFFSET" not in statement["sql"] for statement in captured)


def test_a_cursor_bounds_an_index() -> None:
    fill([(0, None)] * 3 + [(1, None)] * 3)
    first = page([here()], order=("place", "id"), after=None, size=2)
    with CaptureQueriesContext(connection) as captured:
        page([here()], order=("place", "id"), after=first.next, size=2)
    assert '"place" >= 0 AND' in captured[0]["sql"]


@pytest.mark.parametrize("broken", ["x", "", "a:b", "W10:abc", "ü", "\0", "x" * 5000])
def test_a_broken_cursor_is_refused_naming_after(broken: str) -> None:
    fill([(0, None)] * 3)
    if not broken:
        assert page([here()], order=("id",), after=broken, size=2).items
        return
    with pytest.raises(Invalid) as refusal:
        page([here()], order=("id",), after=broken, size=2)
    assert set(refusal.value.fields) == {"after"}


def test_a_cursor_of_another_order_or_a_changed_one_is_refused() -> None:
    fill([(0, None)] * 3)
    cursor = page([here()], order=("id",), after=None, size=2).next
    assert cursor
    for order, after in [(("-id",), cursor), (("id",), cursor[:-1] + ("A" if cursor[-1] != "A" else "B"))]:
        with pytest.raises(Invalid):
            page([here()], order=order, after=after, size=2)


@pytest.mark.parametrize("size", [0, -1, 201])
def test_a_page_size_has_bounds(size: int) -> None:
    with pytest.raises(Invalid) as refusal:
        page([here()], order=("id",), after=None, size=size)
    assert set(refusal.value.fields) == {"size"}


def test_an_order_without_the_id_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="id"):
        page([here().filter(Q())], order=("-due_at",), after=None, size=2)
