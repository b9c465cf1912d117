"""Everything that is wrong with a draft, at once, each with the part where it is put right. No Django here.

The shape is pydantic's business, the sense of a case type is the catalogue's (`sense`, `words`); what only
makes sense of a draft beside the town it is for is looked at here.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from gewu.catalogue.category import Category, Duty
from gewu.catalogue.definition import REPORTER, CaseType, Key, Move
from gewu.catalogue.effects import Effect
from gewu.catalogue.local import LocalCaseType
from gewu.catalogue.sense import Known, Problem, problems_of
from gewu.catalogue.words import LANGUAGES, problems_of_words, questions_of
from gewu.sharing.definition import Item
from gewu.sharing.rules import asked_again
from gewu.studio.document import ANSWERS, CATEGORY, FRAME, MOVES, STAGES, WORDS, Fault, Sections, put_together

Weight = Literal["error", "warning"]
# Guards of which one lets pass exactly what the other stops.
OPPOSED = ({"solved_on_spot", "not_solved_on_spot"},)


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing to look at. `part` is the page of the draft that shows it, `at` the field there, if any."""

    weight: Weight
    part: str
    what: str
    at: str = ""
    facts: Mapping[str, object] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class Town:
    """What is known of the place a draft is for."""

    key: Key
    shipped: tuple[Category, ...]
    duties: Mapping[Key, Duty]
    known: Known
    held: frozenset[Key]  # roles that somebody holds there
    resting: Mapping[Key, int]  # open cases by the stage they rest in
    base: CaseType
    day: date
    shared: tuple[Item, ...] = ()  # what offices supply there


def findings_of(sections: Sections, town: Town) -> tuple[Finding, ...]:
    """All of it: errors first, then what should be looked at once more."""
    definition, faults = put_together(sections, key=town.key, version=1, shipped=town.shipped)
    found = [*map(_of_fault, faults), *_lost_stages(sections, town)]
    if definition is not None:
        found += _of_whole(definition, town)
    return tuple(sorted(dict.fromkeys(found)))


def is_sound(findings: Iterable[Finding]) -> bool:
    """Nothing that stands in the way of publishing."""
    return all(one.weight != "error" for one in findings)


def _of_whole(definition: LocalCaseType, town: Town) -> Iterator[Finding]:
    yield from map(_of_problem, problems_of(definition, town.known))
    yield from map(_of_problem, problems_of_words(definition, definition.words))
    for check in (_limits, _never, _questions, _supplied, _nobody_here, _standards):
        yield from check(definition, town)


def _lost_stages(sections: Sections, town: Town) -> Iterator[Finding]:
    """Cases keep the definition they were born with; yet no list would show this stage any more."""
    for stage in town.base.stages:
        if stage not in sections[STAGES] and (count := town.resting.get(stage, 0)):
            yield Finding("error", "flow", "lost_stage", facts={"stage": stage, "count": count})


def _limits(definition: CaseType, _town: Town) -> Iterator[Finding]:
    for key, stage in definition.stages.items():
        if stage.open and stage.due is None and stage.turn != REPORTER:
            yield Finding("error", f"stage:{key}", "no_limit", at="due", facts={"stage": key})


def _never(definition: CaseType, _town: Town) -> Iterator[Finding]:
    waiting = {stage for move in definition.moves if Effect.WAITS in move.effects for stage in move.from_}
    for move in definition.moves:
        if any(pair <= set(move.guards) for pair in OPPOSED):
            yield Finding("error", f"move:{move.name}", "never_opposed", facts={"move": move.name})
        if move.waiting == "only" and (idle := [one for one in move.from_ if one not in waiting]):
            yield Finding(
                "error", f"move:{move.name}", "never_waits", facts={"move": move.name, "stages": idle}
            )


def _questions(definition: CaseType, _town: Town) -> Iterator[Finding]:
    for name in definition.report.needs:
        yield Finding("error", f"question:{name}", "report_needs", facts={"answer": name})
    for name, schema in definition.answers.items():
        if schema.get("enum") == []:
            yield Finding("error", f"question:{name}", "no_choice", at="choices", facts={"answer": name})
        for low, high in (("minimum", "maximum"), ("minLength", "maxLength")):
            least, most = schema.get(low), schema.get(high)
            if isinstance(least, int | float) and isinstance(most, int | float) and least > most:
                yield Finding("error", f"question:{name}", "crossed", at=low, facts={"answer": name})


def _supplied(definition: LocalCaseType, town: Town) -> Iterator[Finding]:
    """政务数据共享条例 第十九条: what an office supplies is not asked for again."""
    asked = questions_of(definition, definition.words)
    for one in asked_again(asked, town.shared, town.day):
        item = one.item
        facts = {
            language: {"name": item.name(language), "by": item.supplier.name(language)}
            | {"instead": item.instead.name(language)}
            for language in LANGUAGES
        }
        yield Finding("error", f"question:{one.question}", "supplied", facts={"item": item.key, **facts})


def _nobody_here(definition: CaseType, town: Town) -> Iterator[Finding]:
    for move in definition.moves:
        if _all_known(move, town) and move.by.isdisjoint({*town.held, "resident"}):
            yield Finding("warning", f"move:{move.name}", "nobody_here", facts={"move": move.name})


def _all_known(move: Move, town: Town) -> bool:
    return move.by <= set(town.known.roles)


def _standards(definition: LocalCaseType, town: Town) -> Iterator[Finding]:
    for category in definition.categories:
        part = f"category:{category.code}"
        if category.duty not in town.duties:
            yield Finding("error", part, "unknown_duty", at="duty", facts={"duty": category.duty})
        for kind, keys in (
            ("filing", [one.key for one in category.filing]),
            ("closing", [one.key for one in category.closing]),
        ):
            for key in sorted({key for key in keys if keys.count(key) > 1}):
                yield Finding("error", part, "standard_twice", at=kind, facts={"standard": key})
    shipped = {category.code for category in town.shipped}
    for code in (category.code for category in definition.categories):
        if code not in shipped:
            yield Finding("error", f"category:{code}", "unknown_category", facts={"code": code})


def _of_fault(fault: Fault) -> Finding:
    part, at = place_of(fault.section, fault.path)
    return Finding("error", part, "shape", at=at, facts={"said": fault.what, "path": ".".join(fault.path)})


def _of_problem(problem: Problem) -> Finding:
    part, at = _named(problem.where, problem.what)
    return Finding("error", part, "sense", at=at, facts={"where": problem.where, "said": problem.what})


def place_of(section: str, path: Collection[str]) -> tuple[str, str]:
    """The page of a draft that shows a path of a section, and the field on it."""
    first, *rest = path or ("",)
    if section == STAGES:
        return (f"stage:{first}" if first else "flow"), ".".join(rest)
    if section == ANSWERS:
        return (f"question:{first}" if first else "questions"), ".".join(rest)
    if section == MOVES:
        return "flow", ""
    if section.startswith(WORDS):
        return _place_of_words(section.removeprefix(WORDS), first, rest)
    return (
        f"category:{section.removeprefix(CATEGORY)}" if section.startswith(CATEGORY) else FRAME
    ), ".".join(path)


_PAGES = {"stages": "stage", "moves": "move", "fields": "question"}


def _place_of_words(language: str, first: str, rest: list[str]) -> tuple[str, str]:
    if first in _PAGES and rest:
        return f"{_PAGES[first]}:{rest[0]}", ".".join([language, *rest[1:]])
    return "words", ".".join([language, first, *rest])


def _named(where: str, what: str) -> tuple[str, str]:
    kind, _, name = where.partition(" ")
    if kind in {"stage", "move"}:
        return f"{kind}:{name}", ""
    if kind == "answer":
        return f"question:{name}", ""
    if kind.startswith("words/"):
        return _place_of_words(kind.removeprefix("words/"), *_split(what.partition(" ")[0]))
    return FRAME, ""


def _split(path: str) -> tuple[str, list[str]]:
    first, *rest = path.split(".")
    return first, rest
