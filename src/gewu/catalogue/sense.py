"""Does a case type make sense? Shape is pydantic's business; here all else, and all of it at once."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError

from gewu.catalogue.category import KIND_DIGITS, Category, Duty, Major
from gewu.catalogue.definition import NOBODY, REPORTER, CaseType, Key, Move, PublicState
from gewu.catalogue.effects import Effect

# The answers without which the engine cannot carry an effect out.
EFFECT_NEEDS: Mapping[Effect, tuple[str, ...]] = {
    Effect.OFFERS: ("organisation",),
    Effect.WAITS: ("reason", "reply", "review_on"),
    Effect.PAUSES: ("pause_reason", "basis", "resume_on"),
    Effect.ASKS_EXTENSION: ("reason",),
    Effect.APPEALS: ("reason",),
    Effect.REVIEWS: ("decision",),
    Effect.DECIDES: ("decision",),
    Effect.RATES: ("rating",),
    Effect.ASKS_BACK: ("return_cause", "reason"),
    Effect.ASKS_HELP: ("helper",),
    Effect.REOPENS: ("reason",),
    Effect.RECATEGORISES: ("category",),
}
# Effects whose abuse a guard must stop, whatever the case type.
EFFECT_GUARDS: Mapping[Effect, tuple[str, ...]] = {
    Effect.CHECKS: ("not_the_handler",),
    Effect.REOPENS: ("not_reopened",),
    Effect.ASKS_BACK: ("not_bound",),
    Effect.SIGNS_OFF: ("asked_to_help",),
    Effect.DECLINES_HELP: ("asked_to_help",),
    Effect.ACKNOWLEDGES: ("asked_to_help",),
    Effect.ASKS_EXTENSION: ("theirs", "not_late", "nothing_asked"),
    Effect.APPEALS: ("theirs", "was_late", "nothing_asked"),
    Effect.REVIEWS: ("not_own_request",),
    Effect.DECIDES: ("not_own_request",),
}


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong with a definition, and where."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


@dataclass(frozen=True, slots=True)
class Known:
    """The names a definition may use. An empty set of guards leaves them unchecked."""

    roles: Collection[str]
    guards: Collection[str] = ()


def problems_of(case_type: CaseType, known: Known) -> tuple[Problem, ...]:
    """Everything that makes no sense in a case type."""
    if broken := tuple(_unknown_stages(case_type)):
        return broken  # the way through the stages cannot be walked while some of them do not exist
    of_stages = (_ways, _final_stages, _endings, _keeping)
    of_moves = (_roles, _turns, _guards, _answers_named, _answers, _effects, _names)
    checks = (*of_stages, *of_moves)
    return tuple(problem for check in checks for problem in check(case_type, known))


def problems_of_categories(
    majors: Iterable[Major], *, duties: Mapping[Key, Duty], case_types: Collection[str]
) -> tuple[Problem, ...]:
    """Everything that makes no sense in the categories together."""
    majors = tuple(majors)
    members = [category for major in majors for category in major.members()]
    codes = Counter(category.code for category in members)
    twice = tuple(Problem(code, "is the code of two categories") for code, n in codes.items() if n > 1)
    wrong = (problem for category in members for problem in _category(category, duties, case_types))
    return (*twice, *_duties(duties), *wrong)


def _category(category: Category, duties: Collection[str], case_types: Collection[str]) -> Iterator[Problem]:
    here = f"category {category.code}"
    if not category.code.startswith(KIND_DIGITS[category.kind] + category.major):
        yield Problem(here, f"does not belong in major {KIND_DIGITS[category.kind]}{category.major}")
    if category.duty not in duties:
        yield Problem(here, f"unknown duty {category.duty!r}")
    if category.case_type not in case_types:
        yield Problem(here, f"unknown case type {category.case_type!r}")
    for kind in ("filing", "closing"):
        counted = Counter(category.terms().keys(kind))
        yield from (
            Problem(here, f"{kind} standard {key!r} appears twice") for key, n in counted.items() if n > 1
        )


def _duties(duties: Mapping[Key, Duty]) -> Iterator[Problem]:
    for key in duties:
        chain = [key]
        while (after := duties[chain[-1]].otherwise if chain[-1] in duties else None) and after not in chain:
            chain.append(after)
        if chain[-1] not in duties:
            yield Problem(f"duty {key}", f"unknown duty {chain[-1]!r} in otherwise")
        elif after:
            yield Problem(f"duty {key}", "is left to itself in the end")


def _unknown_stages(case_type: CaseType) -> Iterator[Problem]:
    stages = case_type.stages
    if case_type.first not in stages:
        yield Problem("first", f"unknown stage {case_type.first!r}")
    for move in case_type.moves:
        named = dict.fromkeys((*move.from_, *move.targets))
        yield from (Problem(_at(move), f"unknown stage {name!r}") for name in named if name not in stages)


def _ways(case_type: CaseType, _: Known) -> Iterator[Problem]:
    steps = {
        (stage, target)
        for move in case_type.moves
        for stage in move.from_
        for target in (*move.targets, move.goes_to(stage))
    }
    reached = _reach({case_type.first}, steps)
    for stage in case_type.stages:
        if stage not in reached:
            yield Problem(f"stage {stage}", "no way leads here from the first stage")
    finals = {name for name, stage in case_type.stages.items() if stage.final}
    ending = _reach(finals, {(to, from_) for from_, to in steps})
    for stage in case_type.stages:
        if stage not in ending:
            yield Problem(f"stage {stage}", "no way leads from here to an end")


def _reach(start: set[str], steps: Collection[tuple[str, str]]) -> set[str]:
    reached, fresh = set(start), set(start)
    while fresh:
        fresh = {to for from_, to in steps if from_ in fresh} - reached
        reached |= fresh
    return reached


def _final_stages(case_type: CaseType, _: Known) -> Iterator[Problem]:
    for name, stage in case_type.stages.items():
        if stage.final and case_type.moves_from(name):
            yield Problem(f"stage {name}", "is final, yet a move leaves it")
        if stage.final and stage.open:
            yield Problem(f"stage {name}", "is final, hence cannot be open")
        if not stage.open and stage.due:
            yield Problem(f"stage {name}", "is not open, hence has no deadline")


def _roles(case_type: CaseType, known: Known) -> Iterator[Problem]:
    named = {"report": case_type.report.by, **{_at(move): move.by for move in case_type.moves}}
    for where, roles in named.items():
        yield from (Problem(where, f"unknown role {role!r}") for role in sorted(roles - set(known.roles)))


def _turns(case_type: CaseType, known: Known) -> Iterator[Problem]:
    for name, stage in case_type.stages.items():
        if stage.turn in {NOBODY, REPORTER}:
            continue
        if stage.turn not in known.roles:
            yield Problem(f"stage {name}", f"unknown role {stage.turn!r} in turn")
        elif not any(stage.turn in move.by and move.targets for move in case_type.moves_from(name)):
            yield Problem(f"stage {name}", f"it is the turn of {stage.turn!r}, who has no move here")


def _guards(case_type: CaseType, known: Known) -> Iterator[Problem]:
    for move in case_type.moves if known.guards else ():
        unknown = [guard for guard in move.guards if guard not in known.guards]
        yield from (Problem(_at(move), f"unknown guard {guard!r}") for guard in unknown)


def _answers_named(case_type: CaseType, _: Known) -> Iterator[Problem]:
    used = {"report": case_type.report.needs + case_type.report.may}
    used |= {_at(move): move.answers for move in case_type.moves}
    for where, names in used.items():
        counted = Counter(names)
        yield from (Problem(where, f"asks {name!r} twice") for name, n in counted.items() if n > 1)
        yield from (
            Problem(where, f"unknown answer {name!r}") for name in counted if name not in case_type.answers
        )
    spare = case_type.answers.keys() - {name for names in used.values() for name in names}
    yield from (Problem(f"answer {name}", "no move asks for it") for name in sorted(spare))


def _answers(case_type: CaseType, _: Known) -> Iterator[Problem]:
    for name, schema in case_type.answers.items():
        try:
            Draft202012Validator.check_schema(schema)
        except SchemaError as error:
            yield Problem(f"answer {name}", error.message)
            continue
        closed = {"enum", "const", "format", "pattern"} & schema.keys()
        if schema.get("type") == "string" and not closed and not case_type.is_words(name):
            # Free text may hold names and telephone numbers: it must never reach the journal.
            yield Problem(f"answer {name}", "is free text, hence must be marked x-words")
        if case_type.shown(name) not in {"public", "released", "staff"}:
            yield Problem(f"answer {name}", f"unknown x-shown {case_type.shown(name)!r}")


def _effects(case_type: CaseType, _: Known) -> Iterator[Problem]:
    for move in case_type.moves:
        for effect in sorted(move.effects):
            missing = [name for name in EFFECT_NEEDS.get(effect, ()) if name not in move.needs]
            yield from (Problem(_at(move), f"{effect} needs the answer {name!r}") for name in missing)
            unguarded = [guard for guard in EFFECT_GUARDS.get(effect, ()) if guard not in move.guards]
            yield from (Problem(_at(move), f"{effect} needs the guard {guard!r}") for guard in unguarded)
        if move.photos and Effect.HANDLES in move.effects and "no_photo" not in move.answers:
            yield Problem(_at(move), "may want photos, hence must take the answer 'no_photo' instead")
        if Effect.ASKS_EXTENSION in move.effects:
            wrong = [stage for stage in move.from_ if case_type.stages[stage].limit != "category"]
            yield from (
                Problem(_at(move), f"the limit of stage {stage!r} is not the category's") for stage in wrong
            )
        if move.standard and "standard" not in move.needs:
            yield Problem(_at(move), "names a standard, hence needs the answer 'standard'")


def _endings(case_type: CaseType, _: Known) -> Iterator[Problem]:
    """What ends open work names a closing standard or tells the reporter; putting off says why, too."""
    stages = case_type.stages
    for move in case_type.moves:
        end = stages[move.to] if move.to is not None else None
        if end is None or end.open or not any(stages[one].open for one in move.from_):
            continue
        # Nobody outside waits for a part of a case, or for what offices settle among themselves.
        tells = "reply" in move.needs or case_type.inner or "is_part" in move.guards
        if move.standard != "closing" and not tells:
            yield Problem(_at(move), "ends a case without a closing standard, hence needs the answer 'reply'")
        if end.public is PublicState.NOT_NOW and not {"refusal", "reason"} & set(move.needs):
            yield Problem(_at(move), "puts the reporter off, hence needs a reason")


def _keeping(case_type: CaseType, _: Known) -> Iterator[Problem]:
    finals = {name for name, stage in case_type.stages.items() if stage.final}
    for rule in case_type.keeping:
        if rule.outcome not in finals:
            yield Problem("keeping", f"{rule.outcome!r} is no final stage")
    named = {rule.outcome for rule in case_type.keeping if not rule.categories}
    for name in sorted(finals - named) if case_type.keeping else ():
        yield Problem("keeping", f"does not say how long what ended as {name!r} is kept")


def _names(case_type: CaseType, _: Known) -> Iterator[Problem]:
    counted = Counter((stage, move.name) for move in case_type.moves for stage in move.from_)
    for (stage, name), n in counted.items():
        if n > 1:
            yield Problem(f"move {name}", f"leaves stage {stage!r} twice")


def _at(move: Move) -> str:
    return f"move {move.name}"
