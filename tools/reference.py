"""Pages of the reference made from code: `python -m tools.reference` writes them, a test compares them."""

import importlib.util
import json
import os
import pkgutil
from pathlib import Path

ROOT = Path(__file__).parents[1]
JOURNAL = ROOT / "docs" / "reference" / "journal.md"
OPENAPI = ROOT / "docs" / "reference" / "openapi.json"

HEAD = """# What can be read in the journal

Made from each app's `journal_kinds.py` by `python -m tools.reference`. An entry has the server's time and
the time claimed, who acted under which post and through which door, on whose behalf and why; its facts are
codes, identifiers and digests.

| kind | meaning | what follows |
|---|---|---|
"""


def kinds() -> dict[str, str]:
    """Every kind of entry with its meaning, in the order of the apps."""
    package = importlib.import_module("gewu")
    found: dict[str, str] = {}
    for app in pkgutil.iter_modules(package.__path__, "gewu."):
        if app.ispkg and importlib.util.find_spec(f"{app.name}.journal_kinds"):
            found |= importlib.import_module(f"{app.name}.journal_kinds").KINDS
    return found


def journal_page() -> str:
    from gewu.config.subscriptions import SUBSCRIPTIONS  # noqa: PLC0415 - the apps must be ready

    follows = {
        kind: ", ".join(f"`{reaction.name}`" for reaction in told) for kind, told in SUBSCRIPTIONS.items()
    }
    return HEAD + "".join(
        f"| `{kind}` | {meaning} | {follows.get(kind, '')} |\n" for kind, meaning in sorted(kinds().items())
    )


def contract() -> str:
    """The API's OpenAPI document, as a program finds it at `/api/v1/openapi.json`."""
    from django.utils.translation import override  # noqa: PLC0415

    from gewu.config.api import api  # noqa: PLC0415 - the apps must be ready

    with override("en"):
        return json.dumps(api.get_openapi_schema(), indent=1, ensure_ascii=False, default=str) + "\n"


def main() -> None:
    import django  # noqa: PLC0415 - the settings must be named first

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gewu.config.settings")
    django.setup()
    JOURNAL.parent.mkdir(parents=True, exist_ok=True)
    JOURNAL.write_text(journal_page(), encoding="utf-8")
    OPENAPI.write_text(contract(), encoding="utf-8")


if __name__ == "__main__":
    main()
