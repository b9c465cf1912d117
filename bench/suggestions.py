"""How often the suggested category and office are right (`python -m bench.suggestions`).

Asked are the texts of `texts.tsv`, written by another hand than the demo's; taught by the closed cases
of the demo in a database that `gewu run` made and that is running: that of `GEWU_DATA` (the folder `var`), or
of `--data FOLDER`. Nothing is written. Beside the shares stands what would be right if everybody chose the
commonest of what teaches, the majority class. Half of the texts, told by the checksum of each, were held back
while the model was made: their row is the one to quote.
"""

import argparse
import os
import statistics
import time
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID
from zlib import crc32

TEXTS = Path(__file__).with_name("texts.tsv")
LOCALITY = "wenhualu"
MOST = 3
HALVES = {"looked at": (0,), "held back": (1,), "all": (0, 1)}


@dataclass(frozen=True, slots=True)
class Line:
    """A report as somebody said it, and what was right. `office`: its key, or the duty of several."""

    who: str
    category: str
    office: str
    community: str
    said: str

    @property
    def half(self) -> int:
        return crc32(self.said.encode()) % 2


@dataclass(frozen=True, slots=True)
class Answer:
    """What was suggested for one line, best first: codes of categories, keys of offices."""

    line: Line
    categories: tuple[str, ...]
    offices: tuple[str, ...]


def lines() -> tuple[Line, ...]:
    rows = TEXTS.read_text(encoding="utf-8").splitlines()
    return tuple(Line(*row.split("\t")) for row in rows if row and not row.startswith("#"))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.suggestions", description=__doc__)
    parser.add_argument("--data", type=Path, help="the folder of a running installation with the demo")
    _begin(parser.parse_args().data)
    taught, known, keys = _lessons()
    began = time.perf_counter()
    answers = [_answer(line, known, keys) for line in lines()]
    each = (time.perf_counter() - began) / len(answers) * 1000
    print(f"{len(taught)} closed cases teach; {len(answers)} texts, {each:.1f} ms each (both answers).\n")
    print("| texts | what | top 1 | top 3 | majority top 1 | majority top 3 |\n|---|---|--:|--:|--:|--:|")
    for name, halves in HALVES.items():
        asked = [answer for answer in answers if answer.line.half in halves]
        for row in _rows(asked, taught, keys):
            print(f"| {name} ({len(asked)}) | {row} |")


def _begin(data: Path | None) -> None:
    from gewu.runtime.installation import Installation

    chosen = {"GEWU_DATA": str(data)} if data else {}
    os.environ.update(Installation.from_environment({**os.environ, **chosen}).environment())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gewu.config.settings")
    import django

    django.setup()


def _lessons() -> tuple[Sequence[Any], Any, dict[str, str]]:
    """The closed cases, what they teach, and the keys of the offices by their ids."""
    from gewu.cases import queries as cases
    from gewu.people import queries as people
    from gewu.places import queries as places
    from gewu.routing import lessons
    from gewu.routing.commands import TAUGHT_BY

    township = next(one.township for one in places.localities() if one.key == LOCALITY)
    taught = cases.closed_matters(township, most=TAUGHT_BY)
    keys = {str(office.id): office.key for office in people.organisations_of(township)}
    return taught, lessons.teach(taught), keys


def _answer(line: Line, known: Any, keys: dict[str, str]) -> Answer:
    from gewu.routing import suggesting

    matter = _matter(line)
    return Answer(
        line,
        tuple(one.key for one in suggesting.categories_by(known, matter, most=MOST)),
        tuple(keys[one.key] for one in suggesting.offices_by(known, matter)),
    )


def _matter(line: Line) -> Any:
    """The line as a case somewhere in its community, at the same spot each time."""
    from gewu.cases.queries import CaseMatter
    from gewu.kernel import clock
    from gewu.places import queries as places

    place = places.area_by_code(line.community)
    spot = places.points_in(place.id, Random(crc32(line.said.encode())), 1)[0]
    now = clock.now()
    return CaseMatter(
        id=UUID(int=0),
        township=place.home,
        number="",
        category="",
        source="resident",
        text=line.said,
        address="",
        lon=spot.lon,
        lat=spot.lat,
        place=place.id,
        places=frozenset({place.id}),
        reported_at=now,
        recorded_at=now,
        access_class=0,
        office=None,
        awaits="dispatch",
        returns=0,
        version=1,
        demands=1,
        merged_into=None,
        merged_at=None,
    )


def _rows(answers: Sequence[Answer], taught: Sequence[Any], keys: dict[str, str]) -> list[str]:
    usual = [code for code, _n in Counter(case.category for case in taught).most_common(MOST)]
    busy = [keys[str(one)] for one, _n in Counter(case.office for case in taught).most_common(MOST)]
    categories = [(answer.categories, usual, {answer.line.category}) for answer in answers]
    offices = [(answer.offices, busy, _right(answer.line, keys)) for answer in answers]
    asked = {"category": categories, "office": offices}
    return [f"{name} | {_shares(found)}" for name, found in asked.items()]


def _right(line: Line, keys: dict[str, str]) -> Collection[str]:
    """The keys that count as right: the station of the community, either company, or the office itself."""
    if line.office == "station":
        return {f"station-{line.community}"}
    return {key for key in keys.values() if key == line.office or key.startswith(f"{line.office}-")}


def _shares(found: Sequence[tuple[Sequence[str], Sequence[str], Collection[str]]]) -> str:
    shares = []
    for guesses in (0, 1):
        for most in (1, MOST):
            hits = [any(one in row[2] for one in row[guesses][:most]) for row in found]
            shares.append(f"{statistics.mean(hits):.0%}")
    return " | ".join(shares)


if __name__ == "__main__":
    main()
