"""Three canaries: what belongs to a contact, what people say in their own words, what strays elsewhere.

Each is a phone, an identity number and a name that occur nowhere else.
"""

import re
import subprocess
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.sessions.models import Session
from django.db import connection

from gewu.kernel.codes import identity_number
from gewu.runtime.server import binary


@dataclass(frozen=True)
class Canary:
    phone: str
    identity: str
    name: str

    @property
    def forms(self) -> tuple[bytes, ...]:
        """Every way it could lie about without being sealed: plain, in hexadecimal, escaped."""
        plain = [value.encode() for value in (self.phone, self.identity, self.name)]
        return (
            *plain,
            *(value.hex().encode() for value in plain),
            self.name.encode("unicode_escape"),
        )

    def sings_in(self, text: bytes) -> bool:
        return any(form in text for form in self.forms)


# 370499 is no county: these belong to nobody. The check characters are right, so that nothing refuses them.
CONTACT = Canary("13987650021", "370499195001010017", "欧阳碧螺")
WORDS = Canary("13987650022", "370499195001010033", "上官雨前")
STRAY = Canary("13987650023", "37049919500101005X", "司徒龙井")
ALL = (CONTACT, WORDS, STRAY)

COPIED = re.compile(rb"^COPY public\.\"?(\w+)\"? \((.*)\) FROM stdin;$")


def dumped() -> bytes:
    """What `pg_dump` writes of the database of this test."""
    where = connection.settings_dict
    command = [
        str(binary("pg_dump")),
        "--data-only",
        "--no-owner",
        "-h",
        str(where["HOST"]),
        "-p",
        str(where["PORT"]),
    ]
    command += ["-U", str(where["USER"]), str(where["NAME"])]
    environment = {"PGPASSWORD": str(where["PASSWORD"] or ""), "PGCLIENTENCODING": "UTF8"}
    return subprocess.run(command, env=environment, capture_output=True, check=True).stdout  # noqa: S603 - ours


def columns_with(canary: Canary, dump: bytes) -> set[str]:
    """`table.column` of every value in the dump in which the canary sings."""
    found: dict[str, int] = defaultdict(int)
    for column, value in _values(dump):
        if canary.sings_in(value):
            found[column] += 1
    return set(found)


def _values(dump: bytes) -> Iterator[tuple[str, bytes]]:
    table, columns = "", []
    for line in dump.split(b"\n"):
        if copied := COPIED.match(line):
            table = copied[1].decode()
            columns = [name.strip(' "') for name in copied[2].decode().split(",")]
        elif line == b"\\.":
            columns = []
        elif columns:
            for name, value in zip(columns, line.split(b"\t"), strict=True):
                yield f"{table}.{name}", value


def sessions() -> list[dict[str, Any]]:
    """What sessions hold; the table has it packed, so that a search of the dump would not see it."""
    return [session.get_decoded() for session in Session.objects.all()]


def are_well_formed() -> bool:
    return all(identity_number(canary.identity) for canary in ALL)
