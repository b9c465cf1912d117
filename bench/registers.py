"""How fast people are found among 200,000 (`python -m bench.registers`): by a grid worker and by a clerk.

岱庙 with its 418 grids is filled with made-up households, dwellings and persons by COPY. Each search is asked
as the page asks it; beside it stand its own statements, sent bare. Then whole pages, without a socket. The
database is the embedded one, the process is one, and nothing else asks.
"""

import argparse
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from bench import page
from bench.town import environment
from bench.within import INSIDE, begin
from gewu.runtime import account, database, server
from gewu.runtime.installation import Installation

LOCALITY = "daimiao"
ASKED, PAGES, AT_ONCE = 200, 60, 4000
HEAD = (
    "| asked by | what | found | p50 ms | p95 ms | statements | bare p50 ms | ratio |\n"
    "|---|---|--:|--:|--:|--:|--:|--:|"
)
PAGE_HEAD = (
    "| asked by | page | p50 ms | p95 ms | of it computing p50 ms | statements | bare p50 ms | ratio |\n"
    "|---|---|--:|--:|--:|--:|--:|--:|"
)
# How many times one asks for more before the page that is measured.
DEEP = 40
Statement = tuple[str, Any]


def main() -> None:
    if sys.argv[1:2] == [INSIDE]:
        _inside(int(sys.argv[2]))
        return
    parser = argparse.ArgumentParser(prog="python -m bench.registers", description=__doc__)
    parser.add_argument("--persons", type=int, default=200_000)
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="make the town here, or use it again")
    parser.add_argument("--write", action="store_true", help="put the figures into docs/performance.md")
    chosen = parser.parse_args()
    folder = chosen.keep or Path(tempfile.mkdtemp(prefix="gewu-bench-"))
    folder.mkdir(exist_ok=True)
    folder.chmod(0o711)
    told = {"GEWU_DATA": str(folder / "town"), "GEWU_PORT": "8459", "GEWU_DEMO": ""}
    installation = Installation.from_environment(told)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "bench.registers", INSIDE, str(chosen.persons)],
            env={**environment(installation), "GEWU_DEMO": ""},
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
    finally:
        if chosen.keep is None:
            shutil.rmtree(folder, ignore_errors=True)
    page.sentence("registers", _said(json.loads(done.stdout)), write=chosen.write)


def _said(found: dict[str, Any]) -> str:
    load = f"Load of the machine as it ended: {os.getloadavg()[0]:.1f}."
    made = f"{found['persons']:,} persons in {found['households']:,} households and {found['grids']} grids"
    took = f", brought in in {found['seconds']:.0f} s" if found["seconds"] else ""
    pairs = (
        f"The search for duplicates among all of them finds and keeps {found['pairs']:,} pairs in "
        f"{found['pairing']:.1f} s; its bare statements take {found['pairing_bare']:.1f} s."
    )
    return "\n".join(
        [f"{made}{took}. {load}", "", pairs, "", HEAD, *found["searches"], "", PAGE_HEAD, *found["pages"]]
    )


def _inside(persons: int) -> None:
    """The database, filled where it is empty; then the questions."""
    installation = Installation.from_environment()
    account.step_down(installation.data)
    running = server.start(installation)
    try:
        database.make_ready(installation)
        # Its logins are those of a demo, who owe no second factor.
        os.environ["GEWU_DEMO"] = LOCALITY
        begin()
        seconds = _fill(persons)
        json.dump({**_counted(), "seconds": seconds, **_asked(), **_paired()}, sys.stdout)
    finally:
        running.stop()


def _paired() -> dict[str, Any]:
    """The search for duplicates as its job makes it, and its statements alone; what it kept is taken back."""
    from django.db import transaction

    from gewu.exchange.commands.pairs import keep_pairs
    from gewu.exchange.matching import matchers
    from gewu.registers.queries.duplicates import alike_persons

    began = time.monotonic()
    for matcher in matchers().values():
        alike_persons(_township(), matcher.same)
    bare = time.monotonic() - began
    with transaction.atomic():
        began = time.monotonic()
        pairs = keep_pairs(_township())
        taken = time.monotonic() - began
        transaction.set_rollback(True)
    return {"pairs": pairs, "pairing": taken, "pairing_bare": bare}


def _fill(persons: int) -> float:
    """Places, staff and residents; how long the residents took."""
    from django.db import connection

    from gewu.people.commands import load_people
    from gewu.places.commands import load_locality
    from gewu.registers.models import Person

    if Person.objects.filter(township__gt=0).exists():
        return 0.0
    load_locality(LOCALITY)
    load_people(LOCALITY)
    began = time.monotonic()
    made = 0
    for homes in _homes():
        made += _recorded(homes)
        if made >= persons:
            break
    seconds = time.monotonic() - began
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return seconds


def _homes() -> Iterator[list[Any]]:
    """Homes as the demo makes them, some thousand at a time, through all houses of the town."""
    from django.utils.timezone import localdate

    from gewu.kernel import clock
    from gewu.places import queries as places
    from gewu.simulator.crowd import Crowd

    top = places.area_by_code(f"{_township():09d}")
    houses = [one for one in places.addresses_in(top.id) if one.kind == "building" and one.households]
    crowd = Crowd(f"{_township():09d}"[:6], localdate(clock.now()), random.Random(5))
    some: list[Any] = []
    for home in crowd.homes(houses, sum(house.households for house in houses)):
        some.append(home)
        if len(some) == AT_ONCE:
            yield some
            some = []
    yield some


def _recorded(homes: Sequence[Any]) -> int:
    from gewu.simulator.residents import record

    return len(record(_township(), homes))


def _township() -> int:
    from gewu.places import queries as places

    return places.locality(LOCALITY).township


def _counted() -> dict[str, int]:
    from gewu.registers.models import Household, Person

    persons = Person.objects.filter(township=_township())
    return {
        "persons": persons.count(),
        "households": Household.objects.filter(township=_township()).count(),
        "grids": persons.values("in_grid").distinct().count(),
    }


def _asked() -> dict[str, list[str]]:
    """A line for each kind of question of each who asks."""
    from gewu.people import queries as people

    users = {role: name for name, role, home in people.demo_logins() if home == _township()}
    searches, pages = [], []
    for role in ("gridworker", "clerk"):
        user = people.user_named(users[role])
        actor = people.actor_of(user, door="desk")
        people_seen = _some(actor)
        searches += [
            _search_line(role, what, actor, [text(one) for one in people_seen])
            for what, text in _texts().items()
        ]
        pages += _page_lines(role, user, people_seen[:PAGES])
    return {"searches": searches, "pages": pages}


def _some(actor: Any) -> list[Any]:
    """Persons that the actor sees, by chance, with a phone."""
    from gewu.registers.models import Person

    seen = Person.objects.visible_to(actor).filter(phone_index__isnull=False)
    ids = sorted(seen.values_list("id", flat=True))
    chosen = random.Random(7).choices(ids, k=ASKED)
    found = {one.id: one for one in seen.filter(id__in=chosen)}
    return [found[one] for one in chosen]


def _texts() -> dict[str, Callable[[Any], str]]:
    return {
        "name": lambda one: str(one.name),
        "name and year": lambda one: f"{one.name} {one.born.year}",
        "beginning of a name": lambda one: str(one.name[:2]),
        "pinyin": lambda one: str(one.name_key),
        "initials": lambda one: str(one.initials),
        "phone": lambda one: str(one.phone.open()),
        "identity number": lambda one: str(one.identity_number.open()),
        "number of the row": lambda one: str(one.number),
    }


def _search_line(role: str, what: str, actor: Any, texts: Sequence[str]) -> str:
    from gewu.registers import queries

    for text in texts[:10]:
        queries.search_people(actor, text)
    took, bare, said, rows = [], [], 0, 0
    for text in texts:
        began = time.perf_counter()
        found = queries.search_people(actor, text)
        took.append(time.perf_counter() - began)
        rows += len(found.rows)
        statements = _statements(lambda text=text: queries.search_people(actor, text))
        said += len(statements)
        bare.append(_bare(statements))
    p50, p95, floor = _at(took, 0.5), _at(took, 0.95), _at(bare, 0.5)
    return (
        f"| {role} | {what} | {rows / len(texts):.1f} | {p50:.1f} | {p95:.1f} | {said / len(texts):.1f}"
        f" | {floor:.1f} | {p50 / floor:.1f} |"
    )


def _statements(ask: Callable[[], object]) -> list[Statement]:
    """What it sends to the database, with its parameters."""
    from django.db import connection

    sent: list[Statement] = []

    def heard(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        sent.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(heard):
        ask()
    return sent


def _bare(statements: Sequence[Statement]) -> float:
    from django.db import connection

    with connection.cursor() as cursor:
        began = time.perf_counter()
        for sql, params in statements:
            cursor.execute(sql, params)
            cursor.fetchall()
        return time.perf_counter() - began


def _page_lines(role: str, user: Any, seen: Sequence[Any]) -> Iterator[str]:
    from django.conf import settings
    from django.test import Client

    client = Client(SERVER_NAME="localhost")
    client.force_login(user, settings.AUTHENTICATION_BACKENDS[0])
    asked: dict[str, list[str]] = {
        "search, a name": [f"/registers/search/?q={one.name}" for one in seen],
        "first page of the registers": ["/registers/"] * 20,
        **_lists(client),
        "a person": [f"/registers/person/{one.id}/" for one in seen],
        "a household": [f"/registers/household/{one.household}/" for one in seen],
        "a house": [f"/registers/building/{one.building}/" for one in seen],
    }
    for what, paths in asked.items():
        yield f"| {role} | {what} | {_page_figures(client, paths)} |"


def _lists(client: Any) -> dict[str, list[str]]:
    """The list of persons as it is, deep down, and narrowed to what is rare: each twenty times."""
    deep = "/registers/person/"
    for _page in range(DEEP):
        found = re.search(r'after=([^"&]+)', client.get(deep).content.decode())
        deep = f"/registers/person/?after={found[1]}" if found else deep
    one = {
        "list of persons": "/registers/person/",
        f"list of persons, page {DEEP}": deep,
        "… who have moved away": "/registers/person/?state=moved",
        "… without a phone": "/registers/person/?missing=phone",
        "… of whom the number is missing": "/registers/person/?missing=identity_number",
        "… of 80 and above": "/registers/person/?age=80-200",
        "… who are volunteers": "/registers/person/?in=volunteer",
        "… whose name begins with 王": "/registers/person/?q=王",
        "… whose initials begin with zh": "/registers/person/?q=zh",
    }
    return {what: [path] * 20 for what, path in one.items()}


def _page_figures(client: Any, paths: Sequence[str]) -> str:
    took, computed, bare = [], [], []
    for path in [*paths[:3], *paths]:
        began, computing = time.perf_counter(), time.process_time()
        answer = client.get(path)
        took.append(time.perf_counter() - began)
        computed.append(time.process_time() - computing)
        if answer.status_code != 200:
            sys.exit(f"{path} answered {answer.status_code}")
    for path in paths[:20]:
        sent = _statements(lambda path=path: client.get(path))
        # Questions alone: a look that is noted can be noted once.
        bare.append(_bare([one for one in sent if one[0].lstrip("(").startswith("SELECT")]))
    p50, floor = _at(took[3:], 0.5), _at(bare, 0.5)
    return (
        f"{p50:.0f} | {_at(took[3:], 0.95):.0f} | {_at(computed[3:], 0.5):.0f} | {len(sent)}"
        f" | {floor:.1f} | {p50 / floor:.1f}"
    )


def _at(seconds: Sequence[float], share: float) -> float:
    return 1000 * sorted(seconds)[min(len(seconds) - 1, int(share * len(seconds)))]


if __name__ == "__main__":
    main()
