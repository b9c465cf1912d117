"""Filters: read from a query string, applied, shown as chips that can be taken away one by one."""

from datetime import UTC, datetime

import pytest
from django.db.models import Q
from django.http import QueryDict

from gewu.kernel.errors import Invalid
from gewu.kernel.filters import Filter, parse
from gewu.kernel.tests.drawers import TOWNSHIP, Drawer, a_drawer

FILTERS = (
    Filter("place", "Place", choices={"1": "First", "2": "Second"}),
    Filter("among", "Among", kind="choices", choices={"1": "First", "2": "Second"}, lookup="place"),
    Filter("from", "Due from", kind="day_from", lookup="due_at"),
    Filter("to", "Due until", kind="day_to", lookup="due_at"),
    Filter("on", "Due on", kind="day", lookup="due_at"),
    Filter("late", "Late", kind="flag", narrow=lambda _on: Q(due_at__lt=datetime(2026, 1, 2, tzinfo=UTC))),
    Filter("area", "Area", kind="id", lookup="id"),
    Filter("words", "Words", kind="text", lookup="note__isnull"),
)


def places(query: str) -> list[int]:
    rows = parse(FILTERS, QueryDict(query)).apply(Drawer.objects.filter(township=TOWNSHIP))
    return sorted(rows.values_list("place", flat=True))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", [1, 2, 3]),
        ("place=1", [1]),
        ("place=+1+&unknown=x", [1]),
        ("among=1&among=2", [1, 2]),
        ("from=2026-01-02", [2, 3]),
        ("to=2026-01-01", [1]),
        ("on=2026-01-02", [2]),
        ("from=2026-01-01&to=2026-01-02&among=2", [2]),
        ("late=1", [1, 2]),
        ("place=", [1, 2, 3]),
    ],
)
def test_a_list_is_narrowed_by_local_days_and_choices(query: str, found: list[int]) -> None:
    for place in (1, 2, 3):
        # 00:30 in Shanghai is still the day before in UTC.
        a_drawer(
            place=place,
            due_at=datetime(2025, 12, 30 + (place > 1), 16, 30, tzinfo=UTC).replace(
                year=2025 + (place > 1), month=12 if place == 1 else 1, day=31 if place == 1 else place - 1
            ),
        )
    assert places(query) == found


@pytest.mark.parametrize(
    ("query", "wrong"),
    [
        ("place=9", {"place"}),
        ("place=1&place=2", {"place"}),
        ("among=1&among=9", {"among"}),
        ("from=yesterday", {"from"}),
        ("on=2026-02-30&late=maybe", {"on", "late"}),
        ("area=1", {"area"}),
        ("words=%00", {"words"}),
    ],
)
def test_a_value_that_cannot_be_is_refused_naming_its_parameter(query: str, wrong: set[str]) -> None:
    with pytest.raises(Invalid) as refusal:
        parse(FILTERS, QueryDict(query))
    assert set(refusal.value.fields) == wrong


def test_chips_say_what_is_set_and_how_to_take_it_away() -> None:
    chosen = parse(FILTERS, QueryDict("among=1&among=2&late=1"))
    assert [(chip.label, chip.words, chip.without) for chip in chosen.chips] == [
        ("Among", "First", "among=2&late=1"),
        ("Among", "Second", "among=1&late=1"),
        ("Late", "", "among=1&among=2"),
    ]
    assert chosen.query == "among=1&among=2&late=1"


def test_a_plain_mapping_is_read_too() -> None:
    assert parse(FILTERS, {"place": "1"}).values == {"place": "1"}
