"""Boxes stand apart and lines end at them, whatever the stages. No database."""

from hypothesis import given
from hypothesis import strategies as st

from gewu.catalogue import reading
from gewu.catalogue.diagram import APART, HIGH, WIDE, draw
from gewu.catalogue.drawn import flow_of

STAGES = [f"s{number}" for number in range(9)]
WAYS = st.lists(st.tuples(st.sampled_from(STAGES), st.sampled_from(STAGES)), max_size=30)


@given(WAYS)
def test_no_two_boxes_meet_and_all_lie_on_the_sheet(ways: list[tuple[str, str]]) -> None:
    sheet = draw(STAGES, ways)
    for number, one in enumerate(sheet.boxes):
        assert 0 <= one.x <= sheet.width - WIDE
        assert 0 <= one.y <= sheet.height - HIGH
        for other in sheet.boxes[number + 1 :]:
            assert one.y != other.y or abs(one.x - other.x) >= WIDE + APART - 2


@given(WAYS)
def test_every_way_is_drawn_once_and_always_alike(ways: list[tuple[str, str]]) -> None:
    sheet = draw(STAGES, ways)
    wanted = {pair for pair in ways if pair[0] != pair[1]}
    assert sorted((line.start, line.end) for line in sheet.lines) == sorted(wanted)
    assert draw(STAGES, ways) == sheet


def test_the_event_is_drawn_from_its_first_stage_down() -> None:
    event = reading.shipped().newest("event")
    assert event is not None
    flow = flow_of(event, reading.shipped().words["event"]["zh"])
    boxes = {one.box.key: one.box.y for one in flow.boxes}
    assert boxes["reported"] < boxes["filed"] < boxes["dispatched"] < boxes["handling"] < boxes["closed"]
    assert len(flow.boxes) == len(event.stages)


def test_nothing_is_an_empty_sheet() -> None:
    assert draw([], []).boxes == ()
