"""`make mutants`: changes every rule in every small way and sees whether a test notices (mutmut).

Rules and guards are pure, so their tests need no database. Survivors are told at the end; those that stay are
explained in docs/reference/mutants.md. ARGS name mutants to try again, for example `gewu.cases.rules*`.
"""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "requirements" / "mutants.txt"
# Not in .venv: what comes with it renames every server that a test starts, so that none is found again.
PACKAGES = ROOT / "mutants" / "packages"
MUTMUT = [sys.executable, "-m", "mutmut"]


def main() -> None:
    os.chdir(ROOT)
    # Before the first run, or what is mutated is not what is imported.
    (ROOT / "mutants" / "src").mkdir(parents=True, exist_ok=True)
    _bring_mutmut()
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join((str(ROOT / "mutants" / "src"), str(PACKAGES))),
        # Named, so that no database is started; nothing connects to it.
        "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
    }
    ran = subprocess.run([*MUTMUT, "run", "--max-children", "2", *sys.argv[1:]], env=environment, check=False)
    told = subprocess.run([*MUTMUT, "results"], env=environment, check=False, capture_output=True, text=True)
    print("\nStill alive:" if told.stdout.strip() else "\nNone is alive.")
    print(told.stdout)
    sys.exit(ran.returncode)


def _bring_mutmut() -> None:
    kept = PACKAGES / "lock.txt"
    if kept.exists() and kept.read_text(encoding="utf-8") == LOCK.read_text(encoding="utf-8"):
        return
    pip = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--require-hashes",
    ]
    subprocess.run([*pip, "--upgrade", "--target", PACKAGES, "-r", LOCK], check=True)
    kept.write_text(LOCK.read_text(encoding="utf-8"), encoding="utf-8")


if __name__ == "__main__":
    main()
