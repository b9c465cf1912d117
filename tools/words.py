"""The words of the pages: English in the source, Chinese in each app's catalogue. Needs no gettext tools.

python tools/words.py check            what is missing, unused or broken
python tools/words.py extract [APP]    add what is missing to the catalogues, to be translated
python tools/words.py compile          .po → .mo, where the .po is newer
"""

import io
import os
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

SOURCE = Path(__file__).resolve().parent.parent / "src" / "gewu"
LANGUAGE = "zh_Hans"
# An app may use the words of the design system; of nobody else.
SHARED = "ui"
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")
Key = tuple[str, str]  # context or "", msgid


@dataclass(frozen=True, slots=True)
class Use:
    """One msgid and the first place where it is used."""

    msgid: str | tuple[str, str]
    context: str | None
    place: str

    @property
    def key(self) -> Key:
        return (self.context or "", self.msgid if isinstance(self.msgid, str) else self.msgid[0])


def apps() -> list[str]:
    """Every package of ours."""
    return sorted(path.parent.name for path in SOURCE.glob("*/__init__.py"))


def catalogue_path(app: str) -> Path:
    return SOURCE / app / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"


def used(app: str) -> dict[Key, Use]:
    """What an app's code and templates say."""
    found: dict[Key, Use] = {}
    for path in sorted([*(SOURCE / app).rglob("*.py"), *(SOURCE / app).rglob("*.html")]):
        if "tests" not in path.parts:
            for use in _uses(path):
                found.setdefault(use.key, use)
    return found


def _uses(path: Path) -> Iterator[Use]:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        # The markup comes back as filler words; their indentation means nothing.
        text = "\n".join(line.lstrip() for line in templatize(text, origin=str(path)).splitlines())
    for line, msgid, _, context in extract("python", io.BytesIO(text.encode()), KEYWORDS):
        yield Use(msgid, context, f"{path.relative_to(SOURCE.parent)}:{line}")


def catalogue(app: str) -> Catalog:
    """An app's translations; empty when it has none."""
    path = catalogue_path(app)
    if not path.exists():
        return Catalog(locale=LANGUAGE)
    with path.open("rb") as file:
        return read_po(file, locale=LANGUAGE)


def problems(app: str) -> list[str]:
    """Everything wrong with an app's words, a line each."""
    needed, own = used(app), {_key(message): message for message in catalogue(app) if message.id}
    shared = own if app == SHARED else {_key(m): m for m in catalogue(SHARED) if m.id}
    missing = [
        f"{use.place}: no Chinese for {use.key[1]!r}"
        for key, use in needed.items()
        if not _said(own.get(key)) and not _said(shared.get(key))
    ]
    unused = [f"{app}: nobody says {key[1]!r} any more" for key in own if key not in needed]
    broken = [f"{app}: {wrong}" for message in own.values() for wrong in _broken(message)]
    return [*missing, *unused, *broken]


def clashes() -> list[str]:
    """Words that two catalogues translate differently: only one of them would be seen."""
    seen: dict[Key, tuple[str, object]] = {}
    found = []
    for app in apps():
        for message in catalogue(app):
            app_before, words = seen.setdefault(_key(message), (app, message.string))
            if message.id and words != message.string:
                found.append(f"{app_before} and {app} say {message.id!r} differently")
    return found


def _key(message: Message) -> Key:
    return (message.context or "", message.id if isinstance(message.id, str) else message.id[0])


def _said(message: Message | None) -> bool:
    if message is None or message.fuzzy:
        return False
    return bool(message.string) if isinstance(message.string, str) else all(message.string)


def _broken(message: Message) -> Iterator[str]:
    """Placeholders have to survive: those of the singular or of the plural."""
    ids = [message.id] if isinstance(message.id, str) else list(message.id)
    strings = [message.string] if isinstance(message.string, str) else list(message.string)
    allowed = [Counter(PLACEHOLDER.findall(text)) for text in ids]
    for text in strings:
        if text and Counter(PLACEHOLDER.findall(text)) not in allowed:
            yield f"{ids[0]!r}: its placeholders differ in {text!r}"


def add_missing(app: str) -> int:
    """Write what is missing into the app's catalogue, without a translation."""
    words, shared = catalogue(app), catalogue(SHARED)
    missing = [
        use
        for use in used(app).values()
        if words.get(use.msgid, use.context) is None and shared.get(use.msgid, use.context) is None
    ]
    for use in missing:
        words.add(use.msgid, context=use.context)
    if missing:
        path = catalogue_path(app)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(file, words, width=110, no_location=True)
    return len(missing)


def compile_all() -> int:
    """Write every .mo that is older than its .po; safe beside another process that does the same."""
    stale = [path for path in SOURCE.glob("*/locale/*/LC_MESSAGES/django.po") if _stale(path)]
    for path in stale:
        with path.open("rb") as file:
            words = read_po(file, locale=LANGUAGE)
        fresh = path.with_suffix(f".mo.{os.getpid()}")
        with fresh.open("wb") as file:
            write_mo(file, words)
        fresh.replace(path.with_suffix(".mo"))
    return len(stale)


def _stale(path: Path) -> bool:
    compiled = path.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime <= path.stat().st_mtime


def main(arguments: list[str]) -> int:
    verb, *names = arguments or ["check"]
    if verb == "compile":
        print(f"{compile_all()} catalogues compiled")
        return 0
    if verb == "extract":
        for app in names or apps():
            print(f"{app}: {add_missing(app)} added")
        return 0
    if verb != "check":
        print(__doc__)
        return 2
    return _report([*(line for app in names or apps() for line in problems(app)), *clashes()])


def _report(lines: Iterable[str]) -> int:
    lines = list(lines)
    print("\n".join(lines) or "Every word has its Chinese.")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
