"""Every kind of entry that can be written is explained, and what follows from one is known by name."""

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.utils.module_loading import import_string
from tools.reference import JOURNAL, journal_page, kinds

from gewu.kernel.jobs import Reaction

SRC = Path(__file__).parents[2] / "src"


def _recorded() -> Iterator[tuple[str, str]]:
    """Every kind that is spelled out in a call of journal.record."""
    for path in SRC.rglob("*.py"):
        if "tests" in path.parts:
            continue
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and ast.unparse(call.func).endswith("journal.record"):
                kind = call.args[0] if call.args else None
                if isinstance(kind, ast.Constant):
                    yield str(kind.value), str(path.relative_to(SRC))


def test_every_recorded_kind_is_explained_in_its_apps_journal_kinds() -> None:
    strays = [f"{kind} in {path}" for kind, path in _recorded() if kind not in kinds()]
    assert strays == []


def test_an_explanation_is_one_sentence_and_no_kind_is_explained_twice() -> None:
    told = [
        (kind, meaning)
        for config in apps.get_app_configs()
        if (module := _journal_kinds(config.name))
        for kind, meaning in module.items()
    ]
    assert len({kind for kind, _ in told}) == len(told)
    assert [kind for kind, meaning in told if not meaning.endswith(".")] == []


def _journal_kinds(app: str) -> dict[str, str]:
    if app.startswith("gewu.") and (SRC / app.replace(".", "/") / "journal_kinds.py").exists():
        found: dict[str, str] = import_module(f"{app}.journal_kinds").KINDS
        return found
    return {}


def test_the_reference_names_every_kind() -> None:
    assert JOURNAL.read_text(encoding="utf-8") == journal_page(), "run: python -m tools.reference"


def test_what_follows_follows_from_a_kind_that_exists() -> None:
    subscriptions: dict[str, tuple[Reaction, ...]] = import_string(settings.SUBSCRIPTIONS)
    assert [kind for kind in subscriptions if kind not in kinds()] == []
    assert all(isinstance(reaction, Reaction) for follows in subscriptions.values() for reaction in follows)
