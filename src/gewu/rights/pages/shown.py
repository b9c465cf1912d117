"""Asks, erasures and look-ups as pages show them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from gewu.kernel.access import Actor, ActorRequest
from gewu.people import queries as people
from gewu.registers import queries as registers
from gewu.registers.definition import Named
from gewu.registers.queries import looks as traces
from gewu.registers.queries.going import Coming, Going
from gewu.registers.queries.looks import Look
from gewu.rights import queries, words
from gewu.rights.models import Ask, Erasure, Oddity
from gewu.rights.rules import Ground, Kind, Proof
from gewu.ui.forms import Field


@dataclass(frozen=True, slots=True)
class AskRow:
    """An ask in a list."""

    of: Ask
    person: str
    kind: str
    state: str
    tone: str
    via: str
    proof: str
    outcome: str
    ground: str


@dataclass(frozen=True, slots=True)
class ErasureRow:
    """Something to be erased, in a list."""

    of: Erasure
    person: str
    what: str
    because: str
    state: str
    tone: str
    second: bool
    # What goes, in words; nothing of it is shown here.
    fields: str
    programmes: str
    going: Going


@dataclass(frozen=True, slots=True)
class LookRow:
    """A look, in a list."""

    of: Look
    who: str
    role: str
    whom: str
    kind: str
    deep: str
    opened: str
    purpose: str


@dataclass(frozen=True, slots=True)
class OddityRow:
    """Unusual look-ups, in a list."""

    of: Oddity
    rule: str
    who: str
    state: str
    tone: str


def ask_row(row: Ask, person: str) -> AskRow:
    return AskRow(
        of=row,
        person=person,
        kind=str(words.KINDS[row.kind]),
        state=str(words.STATES[row.state]),
        tone=words.TONES[row.state],
        via=str(words.VIAS[row.via]),
        proof=str(words.PROOFS[row.proof]),
        outcome=str(words.OUTCOMES_OF.get(row.outcome, "")),
        ground=str(words.GROUNDS.get(row.ground, "")),
    )


def erasure_rows(actor: Actor, rows: Sequence[Erasure]) -> list[ErasureRow]:
    names, going, user = queries.names_of_persons(rows), queries.going(rows), actor.user
    return [
        ErasureRow(
            of=row,
            person="" if queries.hidden(actor, row) else names.get(row.person, ""),
            what=_programme(row.programme) if row.programme else _("All that is held of the person"),
            because=str(words.BECAUSE[row.because]),
            state=str(words.ERASING[row.state]),
            tone=words.TONES[row.state],
            second=row.proposed_by is None or row.proposed_by != user,
            fields=_listed(going[row.id].fields),
            programmes=_listed(going[row.id].programmes),
            going=going[row.id],
        )
        for row in rows
    ]


def coming_rows(rows: Sequence[Coming]) -> list[tuple[date, str, int, int]]:
    """Month, programme, the months it is kept, how many people."""
    spoken = words.language()
    return [(one.month, one.programme.said(spoken), one.programme.retention, one.count) for one in rows]


def kept_rows() -> list[tuple[str, int, str]]:
    """Every programme with the months its values are kept after the end, and on which basis it is run."""
    spoken = words.language()
    return [(one.said(spoken), one.retention, one.basis(spoken)) for one in registers.all_programmes()]


def look_rows(rows: Sequence[Look]) -> list[LookRow]:
    names = people.name_of({row.user for row in rows})
    whom = traces.names_of(rows)
    spoken = words.language()
    return [
        LookRow(
            of=row,
            who=names.get(row.user, "") if row.user else "",
            role=people.role_name(row.role, spoken, row.township) if row.role else "",
            whom=whom.get(row.subject, "") if row.subject else "",
            kind=str(words.SUBJECTS.get(row.subject_kind, row.subject_kind)),
            deep=str(words.CLASSES[str(row.access_class)]),
            opened=_(", ").join(_fields(row)),
            purpose=str(words.PURPOSES.get(row.purpose, row.purpose)),
        )
        for row in rows
    ]


def oddity_rows(rows: Iterable[Oddity]) -> list[OddityRow]:
    found = list(rows)
    names = people.name_of({row.user for row in found})
    return [
        OddityRow(
            of=row,
            rule=str(words.RULES.get(row.rule, row.rule)),
            who=names.get(row.user, ""),
            state=str(words.JUDGEMENTS[row.state]),
            tone=words.TONES.get(row.state, "soon"),
        )
        for row in found
    ]


def chips(
    request: ActorRequest, choices: Mapping[str, str | Promise], name: str, on: str
) -> list[dict[str, object]]:
    """One chip per value; the one that is on leads back to all."""
    rest = [(key, value) for key, value in request.GET.items() if key not in {name, "after"}]
    return [
        {
            "label": str(label),
            "url": "?" + urlencode([*rest, (name, "" if key == on else key)]),
            "on": key == on,
            "count": None,
        }
        for key, label in choices.items()
    ]


def window_fields(request: ActorRequest, wrong: Mapping[str, str]) -> list[Field]:
    given = request.POST
    proofs = [(str(one), str(words.PROOFS[one])) for one in (Proof.CARD, Proof.GUARDIAN, Proof.MANDATE)]
    of_consent = [one for one in registers.all_programmes() if one.consent]
    return [
        _choice("kind", _("What is asked for"), "radio", _kinds(), given.get("kind", Kind.FILE), wrong),
        _choice("proof", _("How it was proved"), "radio", proofs, given.get("proof", Proof.CARD), wrong),
        Field(
            name="identity",
            label=_("Identity number on the card"),
            required=True,
            max_length=18,
            value=given.get("identity", ""),
            error=wrong.get("identity", ""),
        ),
        *aim_fields(given, wrong, [(one.key, one.said(words.language())) for one in of_consent]),
    ]


def aim_fields(
    given: Mapping[str, str], wrong: Mapping[str, str], consents: Sequence[tuple[str, str]]
) -> list[Field]:
    """What exactly it is about: asked of corrections and of consents; the rest leaves them empty."""
    spoken = words.language()
    of = [(one.key, one.said(spoken)) for one in registers.register("person").fields]
    fields = [
        _choice("field", _("To correct: what"), "choice", [("", "—"), *of], given.get("field", ""), wrong),
        Field(
            name="value",
            label=_("To correct: what it should be"),
            max_length=120,
            value=given.get("value", ""),
            error=wrong.get("value", ""),
        ),
    ]
    if consents:
        some = [("", "—"), *consents]
        label = _("To take back: which consent")
        fields.append(_choice("programme", label, "choice", some, given.get("programme", ""), wrong))
    fields.append(
        Field(
            name="words",
            label=_("In the person's own words"),
            kind="long",
            rows=3,
            max_length=1000,
            value=given.get("words", ""),
            error=wrong.get("words", ""),
        )
    )
    return fields


def answer_fields(request: ActorRequest, wrong: Mapping[str, str]) -> list[Field]:
    given = request.POST
    grounds = [("", "—"), *((str(one), str(words.GROUNDS[one])) for one in Ground)]
    return [
        Field(
            name="words",
            label=_("What the person is told"),
            kind="long",
            rows=3,
            required=True,
            max_length=1000,
            value=given.get("words", ""),
            error=wrong.get("words", ""),
        ),
        _choice("ground", _("To refuse: the ground"), "choice", grounds, given.get("ground", ""), wrong),
    ]


def judging_fields(request: ActorRequest, wrong: Mapping[str, str]) -> list[Field]:
    given = request.POST
    answers = [(key, str(words.JUDGEMENTS[key])) for key in ("justified", "not_justified")]
    return [
        _choice("judgement", _("Was it justified?"), "radio", answers, given.get("judgement", ""), wrong),
        Field(
            name="word",
            label=_("A word on it"),
            kind="long",
            rows=3,
            required=True,
            max_length=1000,
            value=given.get("word", ""),
            error=wrong.get("word", ""),
        ),
    ]


def _kinds() -> list[tuple[str, str]]:
    return [(str(one), str(words.KINDS[one])) for one in Kind]


def _choice(
    name: str, label: str, kind: str, choices: Sequence[tuple[str, str]], value: str, wrong: Mapping[str, str]
) -> Field:
    return Field(
        name=name,
        label=label,
        kind=kind,
        # Something of a list without an empty line must be chosen.
        required=all(key for key, _word in choices),
        # The select says by itself that nothing is chosen yet.
        choices=[(key, word) for key, word in choices if key],
        value=str(value),
        error=wrong.get(name, ""),
    )


def _listed(named: Sequence[Named]) -> str:
    return _(", ").join(one.said(words.language()) for one in named)


def _programme(key: str) -> str:
    return registers.programme(key).said(words.language())


def _fields(row: Look) -> list[str]:
    spoken = words.language()
    of = registers.register(row.subject_kind)
    programmes = {one.key: one for one in registers.all_programmes()}
    named = [of.field(key) or programmes.get(key) for key in row.opened]
    return [one.said(spoken) for one in named if one]
