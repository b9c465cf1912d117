"""`make mutants`: changes every rule in every small way and sees whether a test notices (mutmut).

Rules and guards are pure, so their tests need no database. Survivors are told at the end; those that stay are
explained in docs/reference/mutants.md. ARGS name mutants to try again, for example `gewu.cases.rules*`.
"""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MUTMUT = Path(sys.executable).parent / "mutmut"


def main() -> None:
    os.chdir(ROOT)
    # Before the first run, or what is mutated is not what is imported.
    (ROOT / "mutants" / "src").mkdir(parents=True, exist_ok=True)
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT / "mutants" / "src"),
        # Named, so that no database is started; nothing connects to it.
        "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
    }
    ran = subprocess.run([MUTMUT, "run", "--max-children", "2", *sys.argv[1:]], env=environment, check=False)
    told = subprocess.run([MUTMUT, "results"], env=environment, check=False, capture_output=True, text=True)
    print("\nStill alive:" if told.stdout.strip() else "\nNone is alive.")
    print(told.stdout)
    sys.exit(ran.returncode)


if __name__ == "__main__":
    main()
