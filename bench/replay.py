"""Do cases stand as their journals say (`python -m bench.replay --keep FOLDER`)?

Takes cases of the town at random, played and copied alike, replays their entries through the rules and
compares every column that moves decide with the stored row.
"""

import argparse
import json
import random
import sys
import time
from pathlib import Path

from bench import page
from bench.town import a_town
from bench.within import INSIDE, ask, begin

SHOWN = 5


def main() -> None:
    if sys.argv[1:2] == [INSIDE]:
        _inside(int(sys.argv[2]))
        return
    parser = argparse.ArgumentParser(prog="python -m bench.replay", description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000, help="how many there are before it begins")
    parser.add_argument("--sample", type=int, default=1_000, help="how many of them are replayed")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="make the town here, or use it again")
    parser.add_argument("--write", action="store_true", help="put the figures into docs/performance.md")
    chosen = parser.parse_args()
    with a_town(chosen.cases, chosen.keep) as town:
        told = ask(town, "bench.replay", str(chosen.sample))
    said = (
        f"{told['replayed']:,} cases with {told['entries']:,} entries replayed in {told['seconds']:.1f} s:"
        f" {len(told['differences'])} stand otherwise than their journals say."
    )
    page.sentence("replay", said, write=chosen.write)
    for case, columns in list(told["differences"].items())[:SHOWN]:
        print(f"  {case}: {', '.join(columns)}")


def _inside(sample: int) -> None:
    begin()
    from gewu.cases.models import Case
    from gewu.cases.queries.replaying import differences
    from gewu.places import queries as places

    township = places.localities()[0].township
    rows = Case.objects.filter(township=township).values_list("id", "journal_length")
    every = list(rows.iterator(chunk_size=50_000))
    chosen = random.Random(sample).sample(every, min(sample, len(every)))
    began = time.monotonic()
    found = differences(township, [case for case, _length in chosen])
    told = {
        "replayed": len(chosen),
        "entries": sum(length for _case, length in chosen),
        "seconds": time.monotonic() - began,
        "differences": {str(case): columns for case, columns in found.items()},
    }
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main()
