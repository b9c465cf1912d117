"""What is made public of the seals: every key that ever signed one, and each township's newest seal.

Whoever writes a line of it down somewhere else can tell later whether the past was sealed anew.
"""

from pathlib import Path

from django.db.models import Q

from gewu.kernel.canonical import JsonValue, dump
from gewu.kernel.models import Seal
from gewu.kernel.seals import files
from gewu.kernel.seals.chain import Statement
from gewu.kernel.seals.signing import Public

FORM = "gewu.seals.1"
INTRODUCES = Q(number=1) | Q(statement__contains='"next":{')


def path() -> Path:
    return files.root() / "gewu-seals.json"


def write() -> None:
    """Put the register beside the seals."""
    files.put(path(), dump({"form": FORM, "keys": _keys(), "townships": _newest()}) + "\n")


def published() -> str:
    """The register as it was written last; before the first seal, one with nothing in it."""
    try:
        return path().read_text(encoding="utf-8")
    except FileNotFoundError:
        return dump({"form": FORM, "keys": [], "townships": []}) + "\n"


def _keys() -> list[JsonValue]:
    """The keys in the order in which they came, each with its first day and the seal that names it."""
    found: dict[Public, tuple[str, int, int]] = {}
    for text in (
        Seal.objects.filter(INTRODUCES).order_by("taken_at", "id").values_list("statement", flat=True)
    ):
        said = Statement.read(text)
        for key in (said.key, said.next):
            if key:
                found.setdefault(key, (said.day.isoformat(), said.township, said.number))
    return [
        {**key._asdict(), "name": key.name, "since": day, "introduced_in": [township, number]}
        for key, (day, township, number) in found.items()
    ]


def _newest() -> list[JsonValue]:
    rows = Seal.objects.order_by("township", "-number").distinct("township")
    return [
        {
            "township": seal.township,
            "number": seal.number,
            "day": seal.day.isoformat(),
            "hash": bytes(seal.hash).hex(),
            "signature": bytes(seal.signature).hex(),
        }
        for seal in rows.defer("leaves")
    ]
