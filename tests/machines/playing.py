"""Requests that a machine makes up, with real ids and values put in: most are true throughout."""

from collections.abc import Iterable, Mapping, Set
from datetime import timedelta
from functools import partial
from typing import Any

from hypothesis import strategies as st
from schemathesis import Case
from schemathesis.core.parameters import ParameterLocation
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.schemas import OpenApiSchema

from gewu.kernel import clock
from tests.machines import seeds
from tests.machines.made import draft_file, files_of, offers_of, shapes_file
from tests.machines.seeds import LEFT_OUT, Choices
from tests.machines.world import Asking

Draw = Any
# Whether to put in what is real: mostly. Chances among integers would lean to the first of them.
MOSTLY, OFTEN = (st.sampled_from([True] * true + [False] * (10 - true)) for true in (9, 7))


def teach(schema: OpenApiSchema, asking: Asking, learned: set[str]) -> None:
    """Have all requests made from this schema carry what the one who asks can know.

    `learned`: ids from answers of the same story, which stay as they are.
    """

    @schema.hook
    def flatmap_case(context: object, case: Case) -> st.SearchStrategy[Case]:
        return with_real_values(case, asking, learned)


@st.composite
def with_real_values(draw: Draw, case: Case, asking: Asking, learned: set[str]) -> Case:
    """The request with true values, but for one member that stays as the machine made it."""
    wrong = _made_wrong(case)
    if ParameterLocation.PATH not in wrong and case.path_parameters:
        _fill_path(draw, case, asking, learned)
    if wrong:
        return case
    put_in = partial(_filled, draw=draw, asking=asking, strange=draw(_strange(case)))
    needed = {one.name for one in case.operation.query if one.is_required}
    case.query = put_in(case.query or {}, seeds.QUERIES, names=_names(case, "query"), needed=needed)
    if case.headers is not None:
        headers = put_in(dict(case.headers), seeds.HEADERS, names=_names(case, "headers"))
        case.headers = type(case.headers)(headers)
    if isinstance(case.body, dict):
        case.body = _body(case, put_in)
    return case


def _made_wrong(case: Case) -> set[ParameterLocation]:
    """The parts of a request that were made wrong on purpose, and must stay so."""
    if case.meta is None:
        return set()
    return {where for where, part in case.meta.components.items() if part.mode is GenerationMode.NEGATIVE}


def _fill_path(draw: Draw, case: Case, asking: Asking, learned: set[str]) -> None:
    for name in list(case.path_parameters):
        known = seeds.PATHS_OF.get((case.path, name)) or seeds.PATHS.get(name)
        if known and str(case.path_parameters[name]) not in learned and draw(MOSTLY):
            case.path_parameters[name] = draw(st.sampled_from(list(known(asking))))
    if "file_id" in case.path_parameters:
        mine = files_of(asking, str(case.path_parameters["case_id"]))
        if mine and draw(MOSTLY):
            case.path_parameters["file_id"] = draw(st.sampled_from(mine))


def _strange(case: Case) -> st.SearchStrategy[str]:
    """The name that is left as it was made up, or none."""
    names = [*(case.query or ()), *(case.body if isinstance(case.body, dict) else ())]
    if not names:
        return st.just("")
    return OFTEN.flatmap(lambda true: st.just("") if true else st.sampled_from(sorted(names)))


def _names(case: Case, where: str) -> list[str]:
    return [parameter.name for parameter in getattr(case.operation, where)]


def _filled(
    made: Mapping[str, Any],
    known: Mapping[str, Choices],
    *,
    names: Iterable[str] = (),
    needed: Set[str] = frozenset(),
    draw: Draw,
    asking: Asking,
    strange: str,
) -> dict[str, Any]:
    """What was made, with true values for what is known; `names`: may be put in though left out."""
    filled = dict(made)
    # In order, or the same choices would make another request the next time.
    for name in sorted({*names, *made} & known.keys() - {strange}):
        choices = [one for one in known[name](asking) if name not in needed or one is not LEFT_OUT]
        value = draw(st.sampled_from(choices or [LEFT_OUT]))
        if value is LEFT_OUT:
            filled.pop(name, None)
        else:
            filled[name] = value
    return filled


def _body(case: Case, put_in: "partial[dict[str, Any]]") -> dict[str, Any]:
    made = dict(case.body)
    if {"move", "seen_version"} <= made.keys():
        return _move(made, str(case.path_parameters["case_id"]), **put_in.keywords)
    if "seen_version" in made and case.path.endswith("merge"):
        return _joining(put_in(made, {"into": seeds.BODIES["into"]}), strange=put_in.keywords["strange"])
    # What is added to a case lies where the case lies.
    of_case = "case_id" in (case.path_parameters or {})
    beside = [seeds.BESIDE[name] for name in made if name in seeds.BESIDE and not of_case]
    own = {name: choices for (path, name), choices in seeds.BODIES_OF.items() if path == case.path}
    filled = put_in(made, seeds.BODIES | own, names=[*beside, *own])
    if "file" in filled and "draft_id" in (case.path_parameters or {}):
        filled["file"] = draft_file(put_in.keywords["asking"])
    if "file" in filled and "redraw_id" in (case.path_parameters or {}):
        filled["file"] = shapes_file()
    return filled


def _move(made: dict[str, Any], case_id: str, *, draw: Draw, asking: Asking, strange: str) -> dict[str, Any]:
    """A move that the case offers to this one, with answers its schema allows."""
    offered = offers_of(asking, case_id)
    if not offered:
        return made
    name, schema, version = draw(st.sampled_from(offered))
    true = {"move": name, "data": draw(answers(schema)), "seen_version": version}
    made.pop("happened_at", None)
    return made | {name: value for name, value in true.items() if name != strange}


def _joining(made: dict[str, Any], *, strange: str) -> dict[str, Any]:
    """Joined or parted as it stands now, for the reason that fits."""
    true = {"seen_version": 2 if "into" not in made else 1}
    if "into" in made or "reason" in made:
        true |= {"reason": "duplicate"}
    return made | {name: value for name, value in true.items() if name != strange}


@st.composite
def answers(draw: Draw, schema: Mapping[str, Any]) -> dict[str, Any]:
    """Answers to a form as the API describes it: all that is needed, some that may be."""
    needed = set(schema.get("required", ()))
    asked = [name for name in schema["properties"] if name in needed or draw(st.booleans())]
    return {name: draw(_answer(schema["properties"][name])) for name in asked}


def _answer(schema: Mapping[str, Any]) -> st.SearchStrategy[Any]:
    if "oneOf" in schema:
        return st.sampled_from([one["const"] for one in schema["oneOf"]])
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    if schema.get("format") == "date":
        return st.integers(1, 60).map(lambda days: (clock.now() + timedelta(days=days)).date().isoformat())
    if schema.get("type") == "integer":
        return st.integers(schema.get("minimum", 0), schema.get("maximum", 9))
    if schema.get("type") == "boolean":
        return st.booleans()
    return st.sampled_from(["已经处理好了，谢谢您", "It was put right 👍", "看过了\n明天再来"])
