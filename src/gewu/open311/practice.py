"""Services that only the test endpoint has, so that a program meets every type and datatype."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gewu.open311.rules import Question

Pair = tuple[str, str]  # Chinese, English


@dataclass(frozen=True, slots=True)
class Asked:
    """A question in both languages. `choices` are keys with their names."""

    code: str
    label: Pair
    schema: Mapping[str, Any]
    required: bool = False
    choices: tuple[tuple[str, Pair], ...] = ()

    def question(self, language: str) -> Question:
        named = tuple((key, _in(name, language)) for key, name in self.choices)
        return Question(
            code=self.code,
            label=_in(self.label, language),
            help="",
            required=self.required,
            schema=self.schema,
            choices=named,
        )


@dataclass(frozen=True, slots=True)
class Practice:
    """One service to practise with. Its answers are checked and not kept."""

    code: str
    title: Pair
    about: Pair
    type: str
    asks: tuple[Asked, ...] = ()

    def name(self, language: str) -> str:
        return _in(self.title, language)

    def help(self, language: str) -> str:
        return _in(self.about, language)

    def questions(self, language: str) -> tuple[Question, ...]:
        return tuple(one.question(language) for one in self.asks)


def _in(pair: Pair, language: str) -> str:
    return pair[1] if language.startswith("en") else pair[0]


_COLOURS: tuple[tuple[str, Pair], ...] = (
    ("red", ("红色", "Red")),
    ("green", ("绿色", "Green")),
    ("blue", ("蓝色", "Blue")),
)
_COLOUR_KEYS = [key for key, _name in _COLOURS]

_HEIGHT = {"type": "number", "minimum": 0}

SERVICES: tuple[Practice, ...] = (
    Practice(
        "practice-questions",
        ("练习：各种问题", "Practice: every kind of question"),
        ("每种数据类型各问一题，两题必答", "One question of each datatype, two of them required"),
        "realtime",
        (
            Asked("nickname", ("大家怎么叫它", "What people call it"), {"type": "string", "maxLength": 60}),
            Asked("height", ("多高（米）", "How high, in metres"), _HEIGHT, required=True),
            Asked("seen_at", ("什么时候看到的", "When it was seen"), {"type": "string", "format": "date"}),
            Asked("story", ("经过", "How it came"), {"type": "string", "maxLength": 500, "x-lines": 4}),
            Asked(
                "colour",
                ("什么颜色", "Which colour"),
                {"type": "string", "enum": _COLOUR_KEYS},
                required=True,
                choices=_COLOURS,
            ),
            Asked(
                "lights",
                ("哪些灯亮着", "Which lights are on"),
                {"type": "array", "items": {"type": "string", "enum": _COLOUR_KEYS}, "uniqueItems": True},
                choices=_COLOURS,
            ),
        ),
    ),
    Practice(
        "practice-token",
        ("练习：先给凭据", "Practice: a token first"),
        ("先答复一个凭据，用它再取编号", "Answers with a token, which then gives the number"),
        "batch",
    ),
    Practice(
        "practice-silent",
        ("练习：只收不答", "Practice: taken in silence"),
        ("收下，不给编号，也不再显示", "Taken in without a number, and never shown"),
        "blackbox",
    ),
)
