"""Another system's file beside the registers: every row is a hit, differs, is to check, or is only there.

Nothing is written into the registers; whoever wants to take the values over brings the same file in.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gewu.exchange import targets
from gewu.exchange.commands.carrying import enter, own
from gewu.exchange.models import Chunk, Import, State
from gewu.exchange.reading.book import DAY
from gewu.exchange.writing import Page, Watermark, written
from gewu.kernel import clock
from gewu.kernel.access import Actor
from gewu.kernel.errors import NotAllowed, RuleBroken
from gewu.kernel.secrets import blind_index
from gewu.registers import queries as registers
from gewu.registers.values import Known

RESULTS: Mapping[str, str | Promise] = {
    "hit": gettext_lazy("The same"),
    "differs": gettext_lazy("Differs"),
    "to_check": gettext_lazy("To check: same name and day of birth, no number"),
    "only_there": gettext_lazy("Only in their file"),
    "bad": gettext_lazy("Cannot be read"),
}


@dataclass(frozen=True, slots=True)
class Compared:
    """What became of one row: a key of RESULTS, and the fields that differ."""

    result: str
    fields: tuple[str, ...] = ()


@transaction.atomic
def compare(*, import_id: UUID, actor: Actor) -> bytes:
    """The file with a column of results, for whoever sent it; the counts stay on its page and add up."""
    row = own(import_id, actor, State.CHECKED, State.DONE)
    if row.aim != "compare" or row.kind != "residents":
        raise RuleBroken(_("Only files of residents that were sent to be compared can be compared."))
    if row.owner != actor.user:
        raise NotAllowed(_("Only whoever sent this workbook gets its rows back."))
    counts: Counter[str] = Counter()
    lines = list(_lines(row, actor, counts))
    row.facts = {key: counts[key] for key in RESULTS}
    row.state, row.finished_at = State.DONE, clock.now()
    told = {key: counts[key] for key in RESULTS}
    enter("exchange.compared", row, actor, write=("facts", "state", "finished_at"), **told)
    header = [_("Row"), *row.headings, _("Result"), _("What differs")]
    mark = Watermark(actor.name, clock.now(), _("Compared with the registers"), row.office)
    return written("xlsx", mark, Page(_("Result"), header, lines))


def _lines(row: Import, actor: Actor, counts: Counter[str]) -> Iterator[list[object]]:
    width = len(row.headings)
    chunks = Chunk.objects.filter(township=row.township, import_id=row.id).order_by("number")
    for chunk in chunks.iterator(chunk_size=4):
        understood = json.loads(chunk.understood.open()) if chunk.understood is not None else []
        found = _compared(row.township, dict(understood), actor)
        for number, cells in json.loads(chunk.rows.open()):
            one = found.get(number, Compared("bad"))
            counts[one.result] += 1
            said = ["" if cell is None else str(cell).removeprefix(DAY) for cell in cells[:width]]
            said += [""] * (width - len(said))
            yield [number, *said, str(RESULTS[one.result]), "、".join(_labels(one.fields))]


def _labels(keys: tuple[str, ...]) -> list[str]:
    return [one.label for key in keys if (one := targets.target("residents", key))]


def _compared(township: int, rows: Mapping[int, Mapping[str, Any]], actor: Actor) -> dict[int, Compared]:
    """The results of one chunk, in two statements."""
    of = registers.register("person")
    seen: Any = registers.rows("person", actor).filter(township=township, went_to="")
    numbers = {number: values.get("person.identity_number") for number, values in rows.items()}
    signs = {blind_index("identity_number", one): number for number, one in numbers.items() if one}
    by_number = {
        signs[bytes(one.identity_index)]: registers.known(one, of)
        for one in seen.filter(identity_index__in=list(signs))
    }
    names = {values.get("person.name") for number, values in rows.items() if number not in by_number}
    alike = set(seen.filter(name__in=names - {None}).values_list("name", "born"))
    known = {(name, born.isoformat() if born else "") for name, born in alike}
    return {number: _one(values, by_number.get(number), known) for number, values in rows.items()}


def _one(values: Mapping[str, Any], held: Known | None, alike: set[tuple[str, str]]) -> Compared:
    if held is None:
        here = (values.get("person.name"), values.get("person.born", ""))
        return Compared("to_check" if here in alike else "only_there")
    theirs = {key: value for key, value in values.items() if key.startswith("person.")}
    differing = tuple(key for key, value in theirs.items() if held.get(key.removeprefix("person.")) != value)
    return Compared("differs", differing) if differing else Compared("hit")
