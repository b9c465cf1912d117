"""`make check`: everything a machine can say about the code without running the application's tests."""

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent


def main() -> None:
    os.chdir(ROOT)
    failed = [name for name, command in CHECKS.items() if not _passes(name, command)]
    if failed:
        sys.exit(f"\nFailed: {', '.join(failed)}")
    print("\nEverything is in order.")


CHECKS: dict[str, list[object]] = {
    "style": [BIN / "ruff", "check", "--quiet", "."],
    "format": [BIN / "ruff", "format", "--check", "--quiet", "."],
    "types": [BIN / "mypy"],
    "layers": [BIN / "lint-imports", "--no-logo"],
    "templates": [BIN / "djlint", "src/gewu", "--lint", "--quiet"],
    "words": [sys.executable, "tools/words.py", "check"],
    "definitions": [sys.executable, "-m", "gewu.runtime.console", "check-definitions"],
    "migrations": [sys.executable, "-m", "django", "makemigrations", "--check", "--dry-run"],
    "architecture": [sys.executable, "-m", "pytest", "tests/architecture"],
}


def _passes(name: str, command: list[object]) -> bool:
    began = time.monotonic()
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "gewu.config.settings"}
    words = [str(word) for word in command]
    done = subprocess.run(
        words, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    passed = done.returncode == 0
    print(f"{'ok  ' if passed else 'FAIL'} {name:14} {time.monotonic() - began:5.1f} s", flush=True)
    if not passed:
        print(done.stdout, flush=True)
    return passed


if __name__ == "__main__":
    main()
