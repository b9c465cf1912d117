"""Supervisions and findings as pages show them: words, tones, forms."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast
from urllib.parse import urlencode
from uuid import uuid4

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gewu.cases.powers import RAISING
from gewu.cases.queries import CaseFile
from gewu.cases.queries.levels import level_name, reason_name
from gewu.kernel.access import ActorRequest
from gewu.supervision import queries
from gewu.supervision.definition import Kind
from gewu.supervision.models import Anomaly, Supervision
from gewu.supervision.queries import Line, Sheet
from gewu.supervision.rules import SPOKEN, Judgement, State, Step
from gewu.ui.forms import Field

TONES: Mapping[str, str] = {
    State.PROPOSED: "received",
    State.OPEN: "working",
    State.ANSWERED: "soon",
    State.ENDED: "done",
    State.DISMISSED: "quiet",
    Judgement.JUSTIFIED: "done",
    Judgement.NOT_JUSTIFIED: "refused",
}
BUTTONS: Mapping[Step, str | Promise] = {
    Step.CONFIRM: gettext_lazy("Open it"),
    Step.DISMISS: gettext_lazy("Do not take it up"),
    Step.ANSWER: gettext_lazy("Give the answer"),
    Step.ACCEPT: gettext_lazy("Accept the answer"),
    Step.SEND_BACK: gettext_lazy("Send the answer back"),
    Step.END: gettext_lazy("End it without an answer"),
}
QUESTIONS: Mapping[Step, str | Promise] = {
    Step.CONFIRM: gettext_lazy("What should be looked at (may stay empty)"),
    Step.DISMISS: gettext_lazy("Why not"),
    Step.ANSWER: gettext_lazy("What was done, what stands in the way, until when"),
    Step.ACCEPT: gettext_lazy("A word to close with (may stay empty)"),
    Step.SEND_BACK: gettext_lazy("What is missing"),
    Step.END: gettext_lazy("Why it is over"),
}
DONE: Mapping[Step, str | Promise] = {
    Step.CONFIRM: gettext_lazy("It is opened. Whoever is responsible has to answer in time."),
    Step.DISMISS: gettext_lazy("The proposal is not taken up."),
    Step.ANSWER: gettext_lazy("The answer is given."),
    Step.ACCEPT: gettext_lazy("The supervision is ended."),
    Step.SEND_BACK: gettext_lazy("Another answer is due."),
    Step.END: gettext_lazy("The supervision is ended."),
}
LINES: Mapping[str, str | Promise] = {
    "reason": gettext_lazy("Why it was opened"),
    Step.CONFIRM: gettext_lazy("Why it was opened"),
    Step.DISMISS: gettext_lazy("Why it was not taken up"),
    Step.ANSWER: gettext_lazy("Answer"),
    Step.ACCEPT: gettext_lazy("Accepted"),
    Step.SEND_BACK: gettext_lazy("Sent back"),
    Step.END: gettext_lazy("Ended"),
    "word": gettext_lazy("Judged"),
}
WHY_RAISED: Mapping[str, str | Promise] = {
    "tried": gettext_lazy("We tried, and it is not solved"),
    "no_power": gettext_lazy("It is not in our powers"),
    "no_means": gettext_lazy("We have not the means for it"),
    "danger": gettext_lazy("It is dangerous"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A supervision in a list."""

    of: Supervision
    kind: str
    state: str
    tone: str
    who: str

    @property
    def runs(self) -> bool:
        return self.of.state == State.OPEN


@dataclass(frozen=True, slots=True)
class Form:
    """A step that can be taken, with its one question."""

    step: str
    button: str
    fields: tuple[Field, ...]
    main: bool
    receipt: str


@dataclass(frozen=True, slots=True)
class Said:
    """Words under a heading."""

    title: str
    line: Line


@dataclass(frozen=True, slots=True)
class Found:
    """Something odd, in a list."""

    of: Anomaly
    kind: str
    rule: str
    state: str
    tone: str
    figures: str


def rows_of(rows: Sequence[Supervision]) -> list[Row]:
    who = queries.answerers(rows)
    return [
        Row(
            row,
            str(queries.KINDS.get(row.kind, row.kind)),
            str(queries.STATES[row.state]),
            TONES[row.state],
            who[row.id],
        )
        for row in rows
    ]


def line_of(line: Line) -> Said:
    return Said(str(LINES.get(line.kind, line.kind)), line)


def step_form(request: ActorRequest, sheet: Sheet, step: Step, wrong: Mapping[str, str]) -> Form:
    question = Field(
        name="words",
        label=str(QUESTIONS[step]),
        kind="long",
        rows=3,
        required=step in SPOKEN,
        max_length=1000,
        value=request.POST.get("words", "") if wrong else "",
        error=wrong.get("words", ""),
    )
    main = step in {Step.ANSWER, Step.ACCEPT, Step.CONFIRM}
    return Form(step, str(BUTTONS[step]), (question,), main, uuid4().hex)


def opening_form(request: ActorRequest, wrong: Mapping[str, str]) -> Form:
    kinds = queries.kinds_to_open(request.actor)
    fields = (
        Field(
            name="kind",
            label=_("Kind"),
            kind="radio",
            required=True,
            value=request.POST.get("kind") or (kinds[0] if kinds else ""),
            choices=[(kind, str(queries.KINDS[kind])) for kind in kinds],
            error=wrong.get("kind", ""),
        ),
        _long("reason", _("What should be looked at"), request, wrong),
    )
    return Form("open", _("Open the supervision"), fields, True, request.POST.get("receipt") or uuid4().hex)


def raising_form(request: ActorRequest, wrong: Mapping[str, str]) -> Form:
    fields = (
        Field(
            name="reason",
            label=_("Why it goes up"),
            kind="radio",
            required=True,
            value=request.POST.get("reason") or RAISING[0],
            choices=[(reason, str(WHY_RAISED[reason])) for reason in RAISING],
            error=wrong.get("reason", ""),
        ),
        _long("tried", _("What was tried"), request, wrong),
    )
    return Form("raise", _("Raise it"), fields, True, request.POST.get("receipt") or uuid4().hex)


def judging_form(request: ActorRequest, wrong: Mapping[str, str]) -> Form:
    answers = [
        (str(key), str(queries.JUDGEMENTS[key])) for key in (Judgement.JUSTIFIED, Judgement.NOT_JUSTIFIED)
    ]
    fields = (
        Field(
            name="judgement",
            label=_("Was it justified?"),
            kind="radio",
            required=True,
            value=request.POST.get("judgement", ""),
            choices=answers,
            error=wrong.get("judgement", ""),
        ),
        _long("word", _("A word on it"), request, wrong),
    )
    return Form("judge", _("Judge it"), fields, True, uuid4().hex)


def levels_of(file: CaseFile) -> dict[str, str]:
    return {"level": level_name(file.level)}


def found_of(row: Anomaly) -> Found:
    return Found(
        of=row,
        kind=str(queries.SORTS[row.kind]),
        rule=str(queries.RULES.get(row.rule, row.rule)),
        state=str(queries.JUDGEMENTS[row.state]),
        tone=TONES.get(row.state, "received"),
        figures=_figures(row.figures),
    )


def kind_filters(
    request: ActorRequest, words: Mapping[str, str | Promise], name: str
) -> list[dict[str, object]]:
    """One chip per value; the one that is on leads back to all."""
    rest = [(key, value) for key, value in request.GET.items() if key not in {name, "after"}]
    on = request.GET.get(name, "")
    return [
        {
            "label": str(label),
            "url": "?" + urlencode(rest + ([] if key == on else [(name, key)])),
            "on": key == on,
            "count": None,
        }
        for key, label in words.items()
    ]


def kind_in(request: ActorRequest) -> Kind:
    return cast("Kind", request.POST.get("kind", ""))


def why(reason: str) -> str:
    return reason_name(reason)


def _figures(figures: Mapping[str, object]) -> str:
    said: Sequence[str] = [
        {
            "seconds": lambda value: _("%(n)s seconds apart") % {"n": value},
            "times": lambda value: _("%(n)s times") % {"n": value},
            "hours": lambda value: _("%(n)s hours later") % {"n": value},
            "at": lambda value: _("at %(n)s") % {"n": value},
            "cases": lambda value: _("%(n)s cases") % {"n": value},
            "same": lambda value: _("%(n)s of the same kind chose it") % {"n": value},
            "of": lambda value: _("out of %(n)s") % {"n": value},
        }[key](value)
        for key, value in figures.items()
        if key not in {"move", "numbers"}
    ]
    return " · ".join(said)


def _long(name: str, label: str, request: ActorRequest, wrong: Mapping[str, str]) -> Field:
    return Field(
        name=name,
        label=label,
        kind="long",
        rows=3,
        required=True,
        max_length=500,
        value=request.POST.get(name, ""),
        error=wrong.get(name, ""),
    )
