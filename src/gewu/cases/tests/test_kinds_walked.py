"""Every kind of case walked through the pages of the desk, as its first story tells it, in both languages."""

import re
from collections.abc import Mapping
from html.parser import HTMLParser
from uuid import UUID, uuid4

import pytest

from gewu.cases.commands import Report, report_case
from gewu.cases.models import Case
from gewu.cases.tests.builders import Cast
from gewu.catalogue import reading
from gewu.catalogue.journeys import Journey, Step, journeys
from gewu.catalogue.queries import case_type, category
from gewu.kernel.access import ANYONE, Actor
from gewu.kernel.canonical import JsonValue
from gewu.people.testing import signed_in

OTHERS = (
    "mediation",
    "hazard",
    "petition",
    "consultation",
    "departmental",
    "staged",
    "dog",
    "risk_assessment",
)
# What a report of the kind must say.
SAID: Mapping[str, dict[str, JsonValue]] = {
    "petition": {"demand": "request"},
    "dog": {"wish": "licence"},
    "risk_assessment": {"matter": "works"},
    "departmental": {"wanted": "在楼院里贴通知", "basis": "清单第三项", "by_day": "2026-03-09"},
}
WORDS = "楼里的一件事"


def first_story(kind: str) -> Journey:
    return next(iter(journeys(reading.folder() / "case_types" / kind).values()))


class Page(HTMLParser):
    """Chinese on an English page, outside of what people wrote themselves."""

    def __init__(self) -> None:
        super().__init__()
        self.inside: list[bool] = []
        self.strange: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in {"meta", "link", "input", "img", "br", "hr", "use", "source", "path"}:
            told = dict(attrs)
            ours = "data" in (told.get("class") or "").split() or (told.get("lang") or "").startswith("zh")
            self.inside.append(ours or tag in {"script", "style"} or any(self.inside))

    def handle_endtag(self, tag: str) -> None:
        if self.inside:
            self.inside.pop()

    def handle_data(self, data: str) -> None:
        if re.search("[\u4e00-\u9fff]", data) and not any(self.inside):
            self.strange.append(data.strip())


def page_of(actor: Actor, path: str, *, language: str) -> str:
    answer = signed_in(actor).get(f"/desk/{path}", headers={"accept-language": language})
    assert answer.status_code == 200, path
    return str(answer.content.decode())


def in_english(actor: Actor, path: str) -> list[str]:
    """What a page in English says in Chinese."""
    page = Page()
    page.feed(page_of(actor, path, language="en").partition("<main")[2])
    return page.strange


class Walk:
    """One case of the tiny town: whoever a step names opens its page and its form, and sends it."""

    def __init__(self, kind: str, cast: Cast) -> None:
        self.cast, self.story = cast, first_story(kind)
        known = category(self.story.category)
        self.reporter = ANYONE if known.public else cast.handler if kind == "departmental" else cast.clerk
        report = Report(
            category=known.code, text=WORDS, area=cast.town.a1, address="1 号楼", answers=SAID.get(kind, {})
        )
        self.case = Case.objects.one(report_case(report=report, actor=self.reporter))

    def steps(self) -> list[Step]:
        """Those that lead on and are made at the desk."""
        by_link = self.reporter is ANYONE
        return [
            one for one in self.story.steps if not one.refused and not (by_link and one.role == "resident")
        ]

    def make(self, step: Step) -> None:
        actor = self.reporter if step.role == "resident" else self.cast.of_role(step.role)
        form = f"cases/{self.case.id}/moves/{step.move}/"
        assert in_english(actor, form) == []
        sent = {"seen_version": self.case.version, "receipt": uuid4().hex, **self.data(step)}
        answer = signed_in(actor).post(f"/desk/{form}", sent)
        assert answer.status_code == 302, (step.move, answer.content.decode()[-3000:])
        self.case = Case.objects.one(self.case.id)
        assert step.stage in {self.case.stage, "rated"}, step.move

    def data(self, step: Step) -> dict[str, JsonValue]:
        return {
            name: str(self.office(str(value))) if name in {"organisation", "helper"} else value
            for name, value in step.data.items()
        }

    def office(self, said: str) -> UUID:
        return next(iter(self.cast.chief.organisations)) if "社区" in said else self.cast.office


@pytest.mark.parametrize("kind", OTHERS)
def test_a_kind_is_walked_from_its_report_to_its_end(kind: str, cast: Cast) -> None:
    walk = Walk(kind, cast)
    for step in walk.steps():
        walk.make(step)
    definition = case_type(kind).definition
    assert not definition.stages[walk.case.stage].open
    for path in (f"cases/{walk.case.id}/", f"cases/{walk.case.id}/print/"):
        assert WORDS in page_of(cast.clerk, path, language="zh-hans")
        assert in_english(cast.clerk, path) == []


@pytest.mark.parametrize("kind", OTHERS)
def test_the_desk_asks_what_the_kind_asks(kind: str, cast: Cast) -> None:
    definition = case_type(kind).definition
    actor = next(cast.of_role(role) for role in ("clerk", "handler") if role in definition.report.by)
    path = f"report/?category={first_story(kind).category}"
    page = page_of(actor, path, language="zh-hans")
    assert all(f'name="{name}"' in page for name in definition.report.needs + definition.report.may)
    assert in_english(actor, path) == []
