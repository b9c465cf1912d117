"""Writes the lock files in requirements/ anew from pyproject.toml (`make lock`): hashes, no address.

run.txt   what `make run` installs, the build backend included
dev.txt   the same versions, plus what tests and checks need
clients.txt   programs of others that tests try against us, and that come as source only
mutants.txt   what changes the rules for `make mutants`
node.txt  a Node for machines that have none
"""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCKS = ROOT / "requirements"
UV = ("--universal", "--generate-hashes", "--no-emit-index-url", "--no-emit-find-links", "--no-header")


def main() -> None:
    uv = _uv()
    upgrade = ["--upgrade"] if "--upgrade" in sys.argv[1:] else []
    _write(uv, "run.txt", ["pyproject.toml", "requirements/build.in"], upgrade)
    _write(
        uv,
        "dev.txt",
        ["pyproject.toml", "requirements/build.in", "--group", "dev", "-c", "requirements/run.txt"],
        upgrade,
    )
    _write(uv, "clients.txt", ["requirements/clients.in", "-c", "requirements/dev.txt"], upgrade)
    _write(uv, "mutants.txt", ["requirements/mutants.in", "-c", "requirements/dev.txt"], upgrade)
    _write(uv, "node.txt", ["requirements/node.in"], upgrade)


def _write(uv: Path, name: str, sources: list[str], upgrade: list[str]) -> None:
    command = [uv, "pip", "compile", *UV, "--python-version", "3.11", *sources, *upgrade, "--quiet"]
    subprocess.run([*command, "-o", f"requirements/{name}"], cwd=ROOT, check=True)
    print(f"requirements/{name}: {(LOCKS / name).read_text().count('==')} packages")


def _uv() -> Path:
    """uv makes the locks and nothing else, so it is installed only here."""
    folder = Path(sys.prefix) / "bin"
    if not (folder / "uv").exists():
        subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", "uv"], check=True)
    os.environ.pop("PIP_FIND_LINKS", None)
    return folder / "uv"


if __name__ == "__main__":
    main()
