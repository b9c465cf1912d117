"""The register as it is told, before it is played: the figures of the place, and what looks like life."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import cache

import pytest

from gewu.catalogue.queries import categories, category
from gewu.kernel import clock
from gewu.simulator import demands, hours, others, shape, todays, town
from gewu.simulator.demands import Span
from gewu.simulator.shape import Demands, Shape
from gewu.simulator.story import Story
from gewu.simulator.telling import Telling
from gewu.simulator.town import Town

SPANS = {
    "the months of the report": Span(date(2014, 1, 1), date(2014, 11, 30)),
    "up to a day in spring": Span(date(2025, 5, 12), date(2026, 4, 11)),
}


class Register:
    """A told register and how to count in it."""

    def __init__(self, form: Shape, place: Town, span: Span) -> None:
        self.form, self.place, self.span = form, place, span
        found = demands.demands(form, place, seed=7, span=span)
        telling = Telling(form, place, span)
        self.stories = [telling.story(demand) for demand in found]

    def moved(self, name: str) -> list[Story]:
        return [s for s in self.stories if any(step.name == name for step in s.steps if step.verb == "move")]

    def share(self, stories: Iterable[Story]) -> float:
        return len(list(stories)) / len(self.stories)

    def moment(self, story: Story, name: str) -> datetime:
        return next(step.at for step in story.steps if step.name == name)

    def is_late(self, story: Story) -> bool:
        standard = next((str(s.data["standard"]) for s in story.steps if s.name == "file"), "")
        category = next(
            (str(s.data["category"]) for s in story.steps if s.name == "recategorise"), story.told.category
        )
        waits = [s for s in story.steps if s.name == "wait"]
        stops = [m for s in waits for m in (s.at, hours.midnight(_day(s.data["review_on"])))]
        whole = self.place.whole_due(category, standard, story.steps[0].at, stops)
        return self.moment(story, "close") > whole


def _day(value: object) -> date:
    return date.fromisoformat(str(value))


@pytest.fixture(params=list(SPANS.values()), ids=list(SPANS))
def register(request: pytest.FixtureRequest, wenhualu: str) -> Register:
    return _register(wenhualu, request.param)


@cache
def _register(locality: str, span: Span) -> Register:
    """Told once for all tests: what is told depends on the seed alone."""
    form = shape.read(locality)
    with clock.hold(hours.midnight(span.first)):
        return Register(form, town.read(locality, form, 7), span)


def test_the_figures_are_those_of_the_report(register: Register) -> None:
    closed = [s for s in register.moved("close") if register.moment(s, "close") < register.span.until]
    waiting = [s for s in register.moved("wait") if s not in closed]
    assert (len(register.stories), len(closed), len(waiting)) == (1046, 995, 51)
    assert all(s.steps[-1].name == "wait" for s in waiting)
    days = [_day(s.steps[-1].data["review_on"]) for s in waiting]
    # The clock of each stands still: once, and for a year at most.
    assert min(days) > register.span.until.date()
    assert all(len([x for x in s.steps if x.name == "wait"]) == 1 for s in waiting)
    since = [s.steps[-1].at.date() for s in waiting]
    assert all(day - begun <= timedelta(days=366) for day, begun in zip(days, since, strict=True))
    assert all(s.steps[-1].data["reason"] and s.steps[-1].data["reply"] for s in waiting)


def test_a_busy_month_holds_sixty_categories(wenhualu: str) -> None:
    form = shape.read(wenhualu)
    busy = form.model_copy(update={"demands": Demands(months=1, count=220, open=form.demands.open)})
    month = Span(date(2014, 11, 1), date(2014, 11, 30))
    with clock.hold(hours.midnight(month.first)):
        told = Register(busy, town.read(wenhualu, busy, 7), month)
    assert len({story.told.category for story in told.stories}) >= 60


def test_it_looks_like_life(register: Register) -> None:
    stories = register.stories
    on_spot = [s for s in stories if s.told.solved or any(step.name == "self_handle" for step in s.steps)]
    solved = [s for s in on_spot if s not in register.moved("not_solved")]
    late = [s for s in register.moved("close") if register.is_late(s)]
    shown = [s for s in stories if s.told.photos or s.told.after or any(x.verb == "attach" for x in s.steps)]
    assert len({s.told.category for s in stories}) >= 100
    assert len({s.told.source for s in stories}) >= 5
    assert len({s.told.text for s in stories}) >= 300
    assert register.share(solved) >= 0.35
    assert 0.05 <= register.share(register.moved("return")) <= 0.10
    assert 0.03 <= register.share(register.moved("send_back")) <= 0.08
    assert 0.05 <= register.share(late) <= 0.10
    assert register.share(shown) >= 0.20


def test_every_kind_of_the_demo_comes_up_and_all_classes_are_met(register: Register) -> None:
    counted = Counter(s.told.category for s in register.stories)
    assert set(counted) == {kind.category for kind in register.form.kinds}
    events = {one.code[:4] for one in categories() if one.case_type == "event"}
    assert {code[:4] for code in counted} == events


def test_what_is_said_fits_the_catalogue(wenhualu: str) -> None:
    wrong = [
        (kind.category, variant.standard, variant.closing)
        for kind in shape.read(wenhualu).kinds
        for terms in [category(kind.category).terms()]
        for variant in kind.variants
        if variant.standard not in terms.keys("filing") or variant.closing not in terms.keys("closing")
    ]
    assert not wrong


def test_days_and_seasons_have_a_shape(register: Register) -> None:
    reports = [(s.steps[0].at.astimezone(hours.zone()), s) for s in register.stories]
    by_hour = Counter(at.hour for at, _story in reports)
    assert sum(by_hour[hour] for hour in range(8, 18)) > 0.7 * len(reports) > by_hour[3] * 100
    cold = [at.month for at, story in reports if story.told.category == "030301"]
    assert cold
    assert set(cold) <= {1, 2, 3, 10, 11, 12} | {cold[0]}
    stormy = Counter(at.month in {6, 7, 8} for at, story in reports if story.told.category == "010402")
    assert stormy[True] > stormy[False] / 2


def test_nobody_can_be_rung_and_no_real_name_is_used(register: Register) -> None:
    phones = [s.told.phone for s in register.stories if s.told.phone]
    assert phones
    assert all(phone.startswith("0632-0") for phone in phones)
    told = "".join(s.told.text + s.told.name for s in register.stories)
    for name in ("褚福真", "杨满", "文化四村", "市社家宿舍", "龙腾家园"):
        assert name not in told


def test_times_of_a_story_never_go_back(register: Register) -> None:
    for story in register.stories:
        moments = [step.at for step in story.steps]
        assert moments == sorted(moments)


@pytest.mark.parametrize("hour", [0.4, 6, 12, 23.9])
def test_todays_cases_happen_today_and_before_now(wenhualu: str, hour: float) -> None:
    span = SPANS["up to a day in spring"]
    form, now = shape.read(wenhualu), span.until + timedelta(hours=hour)
    with clock.hold(hours.midnight(span.first)):
        stories = todays.stories(form, town.read(wenhualu, form, 7), seed=7, span=span, now=now)
    assert 20 <= len(stories) <= 80
    for story in stories:
        moments = [step.at for step in story.steps]
        assert moments == sorted(moments)
        # Only what was late before somebody appealed needs the day before.
        appealed = any(step.name == "appeal" for step in story.steps)
        assert span.until - timedelta(days=appealed) <= moments[0]
        assert moments[-1] <= now


def test_cases_of_other_kinds_are_told_apart_from_the_register(wenhualu: str) -> None:
    span = SPANS["up to a day in spring"]
    with clock.hold(hours.midnight(span.first)):
        place = town.read(wenhualu, shape.read(wenhualu), 7)
    begins, now = hours.midnight(span.first), span.until + timedelta(hours=12)
    told = others.stories(wenhualu, place, seed=7, since=begins, until=now)
    kinds = {category(story.told.category).case_type for story in told}
    assert {one.case_type for one in categories()} - kinds == {"event", "child_risk", "negotiation"}
    assert all(begins <= step.at <= now for story in told for step in story.steps)
    late = others.stories(wenhualu, place, seed=7, since=now - timedelta(days=5), until=now)
    assert 0 < len(late) < len(told)
