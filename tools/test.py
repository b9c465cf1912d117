"""`make test`: every test but those of four targets of their own, which take minutes.

`make test-kills` starts and kills servers, `make test-tables` sends everybody to every door,
`make test-machines` makes up requests by the hundred, `make test-looks` looks at every page in a browser.
Without a browser `make test` says loudly what it left out; in CI that is a failure.
"""

import os
import shutil
import subprocess
import sys

LEFT_OUT = "*** LEFT OUT: every browser test. There is no Chromium (Debian: apt install chromium). ***"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
# By the word after the command: what is run, and where it is looked for.
APART = {
    "kills": ("processes", ("src/gewu/runtime", "src/gewu/kernel/tests", "tests/open311")),
    "tables": ("tables", ("tests/access",)),
    "machines": ("machines", ("tests/machines",)),
    "looks": ("looks", ("tests/browser",)),
}
USUAL = " and ".join(f"not {marked}" for marked, _where in APART.values())
# Nothing but tests of those targets: not even read.
UNREAD = ("tests/access", "tests/machines")


def main() -> None:
    kind, arguments = "".join(sys.argv[1:2]), sys.argv[1:]
    browser = os.environ.get("GEWU_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    os.environ["GEWU_CHROMIUM"] = browser or ""
    if browser is None and kind not in {"kills", "tables", "machines"} and os.environ.get("CI") == "true":
        sys.exit("No Chromium on this machine: the browser tests cannot run, and CI may not leave them out.")
    if kind in APART:
        marked, where = APART[kind]
        if kind == "looks" and browser is None:
            sys.exit(LEFT_OUT)
        sys.exit(_pytest(marked, [*where, *arguments[1:]]))
    unread = [f"--ignore={folder}" for folder in UNREAD]
    code = _pytest(USUAL if browser else f"{USUAL} and not browser", [*unread, *arguments])
    print(f"\nNot run here, for they take minutes: {', '.join(f'make test-{name}' for name in APART)}")
    if browser is None:
        print(f"\n{LEFT_OUT}")
    sys.exit(code)


def _pytest(marked: str, arguments: list[str]) -> int:
    # The slowest are named, so that a test that has become slow is seen on the day it does.
    slow = ["--durations", "30", "--durations-min", "2"]
    workers = ["-n", "2", "--dist", "loadgroup"]
    command = [sys.executable, "-m", "pytest", *workers, "-m", marked, *slow, *arguments]
    # Three processes read seven hundred files of tests: what one has compiled is there for the next run.
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}
    return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    main()
