"""Another system's file beside the registers: what differs, what only they have, what only we have.

Comparing writes nothing into the registers. Differences are kept, to be decided one or many at once.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gewu.exchange import targets
from gewu.exchange.commands.carrying import enter, own
from gewu.exchange.commands.scoping import Scope, scope_of
from gewu.exchange.models import Chunk, Difference, Finding, Import, State
from gewu.exchange.reading.book import DAY
from gewu.exchange.rules import MOST_DIFFERENCES
from gewu.exchange.writing import Page, Watermark, written
from gewu.kernel import clock
from gewu.kernel.access import Actor
from gewu.kernel.errors import NotAllowed, NotFound, RuleBroken
from gewu.kernel.ids import new_id
from gewu.kernel.secrets import blind_index, mask_name
from gewu.registers import queries as registers
from gewu.registers.values import Known

RESULTS: Mapping[str, str | Promise] = {
    "hit": gettext_lazy("The same"),
    "differs": gettext_lazy("Differs"),
    "to_check": gettext_lazy("To check: same name and day of birth, no number"),
    "only_there": gettext_lazy("Only in their file"),
    "twice": gettext_lazy("Stand above already, the same"),
    "bad": gettext_lazy("Cannot be read"),
}


@dataclass(frozen=True, slots=True)
class Compared:
    """What became of one row: a key of RESULTS, whom it is about, and the values that differ."""

    result: str
    subject: UUID | None = None
    offered: Mapping[str, Any] = field(default_factory=dict)
    # Of a row that is to be checked: who it may be about.
    maybe: frozenset[UUID] = frozenset()


@dataclass(slots=True)
class Tally:
    """What is counted while the rows go by; the persons that were found, and those that may be meant."""

    rows: Counter[str] = field(default_factory=Counter)
    found: set[UUID] = field(default_factory=set)
    maybe: set[UUID] = field(default_factory=set)
    differing: list[tuple[int, Compared]] = field(default_factory=list)
    doubtful: list[tuple[int, Compared]] = field(default_factory=list)


@transaction.atomic
def compare(*, import_id: UUID, actor: Actor, programme: str = "", area: str = "") -> bytes:
    """The file with a column of results and a sheet of whom it does not have; the counts add up.

    `programme` and `area` say who should stand in the file: everybody of our register without them.
    """
    row = own(import_id, actor, State.CHECKED, State.DONE)
    if row.aim != "compare" or row.kind != "residents":
        raise RuleBroken(_("Only files of residents that were sent to be compared can be compared."))
    if row.owner != actor.user:
        raise NotAllowed(_("Only whoever sent this workbook gets its rows back."))
    if not Chunk.objects.filter(township=row.township, import_id=row.id).exists():
        raise NotFound(_("The rows of this file are gone after their days. Send it again."))
    scope = scope_of(row.township, programme=programme, area=area, actor=actor)
    tally = Tally()
    lines = list(_lines(row, actor, tally))
    ours, counts = _only_here(scope, tally)
    _keep(row, tally, [identifier for identifier, _number, _name in ours], actor)
    told = {key: tally.rows[key] for key in RESULTS}
    row.facts = told | {"here": counts, "programme": scope.programme, "area": scope.area}
    row.state, row.finished_at = State.DONE, clock.now()
    enter("exchange.compared", row, actor, write=("facts", "state", "finished_at"), **told, **counts)
    header = [_("Row"), *row.headings, _("Result"), _("What differs")]
    mark = Watermark(actor.name, clock.now(), _("Compared with the registers"), row.office)
    missing = [[number, mask_name(name)] for _id, number, name in ours]
    return written(
        "xlsx",
        mark,
        Page(_("Result"), header, lines),
        Page(_("Only here"), [_("Number"), _("Name")], missing),
    )


def _lines(row: Import, actor: Actor, tally: Tally) -> Iterator[list[object]]:
    width = len(row.headings)
    wrong = set(Finding.objects.filter(township=row.township, import_id=row.id).values_list("row", flat=True))
    chunks = Chunk.objects.filter(township=row.township, import_id=row.id).order_by("number")
    for chunk in chunks.iterator(chunk_size=4):
        understood = json.loads(chunk.understood.open()) if chunk.understood is not None else []
        found = _compared(row.township, dict(understood), actor, tally)
        for number, cells in json.loads(chunk.rows.open()):
            one = found.get(number) or Compared("bad" if number in wrong else "twice")
            tally.rows[one.result] += 1
            if one.maybe:
                tally.doubtful.append((number, one))
            elif one.offered:
                tally.differing.append((number, one))
            said = ["" if cell is None else str(cell).removeprefix(DAY) for cell in cells[:width]]
            said += [""] * (width - len(said))
            yield [
                number,
                *said,
                str(RESULTS[one.result]),
                "、".join(_labels({} if one.maybe else one.offered)),
            ]


def _labels(keys: Mapping[str, Any]) -> list[str]:
    return [one.label for key in keys if (one := targets.target("residents", f"person.{key}"))]


def _compared(
    township: int, rows: Mapping[int, Mapping[str, Any]], actor: Actor, tally: Tally
) -> dict[int, Compared]:
    """The results of one chunk, in two statements."""
    of = registers.register("person")
    seen: Any = registers.rows("person", actor).filter(township=township, went_to="")
    numbers = {number: values.get("person.identity_number") for number, values in rows.items()}
    signs = {blind_index("identity_number", one): number for number, one in numbers.items() if one}
    by_number: dict[int, Known] = {
        signs[bytes(one.identity_index)]: registers.known(one, of)
        for one in seen.filter(identity_index__in=list(signs))
    }
    names = {values.get("person.name") for number, values in rows.items() if number not in by_number}
    alike: dict[tuple[str, str], set[UUID]] = {}
    for identifier, name, born in seen.filter(name__in=names - {None}).values_list("id", "name", "born"):
        alike.setdefault((name, born.isoformat() if born else ""), set()).add(identifier)
    tally.found |= {one.id for one in by_number.values()}
    return {number: _one(values, by_number.get(number), alike, tally) for number, values in rows.items()}


def _one(
    values: Mapping[str, Any], held: Known | None, alike: Mapping[tuple[str, str], set[UUID]], tally: Tally
) -> Compared:
    theirs = {
        key.removeprefix("person."): value for key, value in values.items() if key.startswith("person.")
    }
    if held is None:
        same = alike.get((values.get("person.name", ""), values.get("person.born", "")))
        tally.maybe |= same or set()
        return Compared("to_check", None, theirs, frozenset(same)) if same else Compared("only_there")
    differing = {key: value for key, value in theirs.items() if held.get(key) != value}
    return Compared("differs" if differing else "hit", held.id, differing)


def _only_here(scope: Scope, tally: Tally) -> tuple[list[tuple[UUID, str, str]], dict[str, int]]:
    """Whom their file should have and has not; of whom we know: found + maybe + only here = all."""
    ours: list[tuple[UUID, str, str]] = []
    counts: Counter[str] = Counter()
    for identifier, number, name in scope.persons.values_list("id", "number", "name").iterator():
        if identifier in tally.found:
            counts["found"] += 1
        elif identifier in tally.maybe:
            counts["maybe"] += 1
        else:
            counts["only_here"] += 1
            if len(ours) < MOST_DIFFERENCES:
                ours.append((identifier, number, name))
    kept = {key: counts[key] for key in ("found", "maybe", "only_here")}
    return ours, {"all": sum(kept.values()), **kept}


def _keep(row: Import, tally: Tally, ours: list[UUID], actor: Actor) -> None:
    """The differences to be decided; what was left as it is stays decided when the file is compared again."""
    mine = Difference.objects.filter(township=row.township, import_id=row.id)
    mine.filter(state="open").delete()
    left = set(mine.filter(state="left").values_list("result", "subject", "field"))
    doubts = [(number, one, subject) for number, one in tally.doubtful for subject in sorted(one.maybe)]
    known = set(mine.filter(result="to_check").exclude(state="open").values_list("row", "subject"))
    fresh = [
        _differing(row, number, one.subject, key, value)
        for number, one in tally.differing
        if one.subject
        for key, value in one.offered.items()
        if ("differs", one.subject, key) not in left
    ]
    fresh += _of_those_found(row, doubts, left, actor)
    missing = [_difference(row, "only_here", 0, one) for one in ours if ("only_here", one, "") not in left]
    asked = [
        _difference(row, "to_check", number, subject, one.offered)
        for number, one, subject in doubts
        if (number, subject) not in known
    ]
    kept = [*fresh[:MOST_DIFFERENCES], *missing, *asked[:MOST_DIFFERENCES]]
    Difference.objects.bulk_create(kept, batch_size=1000)


def _of_those_found(
    row: Import, doubts: list[tuple[int, Compared, UUID]], left: set[tuple[str, UUID, str]], actor: Actor
) -> list[Difference]:
    """What differs of the persons a row was said to be about when it was compared before."""
    mine = Difference.objects.filter(township=row.township, import_id=row.id)
    same = set(mine.filter(result="to_check", state="taken").values_list("row", "subject"))
    found = {(number, subject): one.offered for number, one, subject in doubts if (number, subject) in same}
    return [one for one in unlike(row, found, actor) if ("differs", one.subject, one.field) not in left]


def unlike(row: Import, said: Mapping[tuple[int, UUID], Mapping[str, Any]], actor: Actor) -> list[Difference]:
    """By row of the file and person: each field that the row says otherwise than we hold it."""
    of = registers.register("person")
    wanted = {subject for _row, subject in said}
    persons = registers.rows("person", actor).filter(township=row.township, id__in=wanted)
    held = {one.id: registers.known(one, of) for one in persons}
    return [
        _differing(row, number, subject, key, value)
        for (number, subject), values in said.items()
        if subject in held
        for key, value in values.items()
        if held[subject].get(key) != value
    ]


def _differing(row: Import, number: int, subject: UUID, key: str, value: Any) -> Difference:
    """One field that their file says otherwise."""
    one = _difference(row, "differs", number, subject, value)
    one.field = key
    return one


def _difference(row: Import, result: str, number: int, subject: UUID, offered: Any = None) -> Difference:
    """To be decided about a person; `number` is the row of the file, nought where it has none."""
    said = None if offered is None else json.dumps(offered, ensure_ascii=False)
    return Difference(
        id=new_id(row.township), township=row.township, import_id=row.id, result=result, row=number,
        subject=subject, offered=said,
    )  # fmt: skip
