"""`make test`: every test but those of two targets of their own, which take minutes.

`make test-kills` starts and kills servers; `make test-machines` makes up requests by the hundred.
Without a browser `make test` says loudly what it left out; in CI that is a failure.
"""

import os
import shutil
import subprocess
import sys

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
# By the word after the command: what is run, and where it is looked for.
APART = {"kills": ("processes", ()), "machines": ("machines", ("tests/machines",))}
USUAL = "not processes and not machines"


def main() -> None:
    kind, arguments = "".join(sys.argv[1:2]), sys.argv[1:]
    if kind in APART:
        marked, where = APART[kind]
        sys.exit(_pytest(marked, [*where, *arguments[1:]]))
    browser = os.environ.get("GEWU_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None and os.environ.get("CI") == "true":
        sys.exit("No Chromium on this machine: the browser tests cannot run, and CI may not leave them out.")
    os.environ["GEWU_CHROMIUM"] = browser or ""
    code = _pytest(USUAL if browser else f"{USUAL} and not browser", arguments)
    print("\nNot run here, for they take minutes: make test-kills and make test-machines")
    if browser is None:
        print("\n*** LEFT OUT: every browser test. There is no Chromium (Debian: apt install chromium). ***")
    sys.exit(code)


def _pytest(marked: str, arguments: list[str]) -> int:
    command = [sys.executable, "-m", "pytest", "-n", "2", "--dist", "loadgroup", "-m", marked, *arguments]
    return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    main()
