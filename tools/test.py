"""`make test`: every test but those that kill servers; `make test-kills`: those, which take minutes.

Without a browser it says loudly what it left out; in CI that is a failure.
"""

import os
import shutil
import subprocess
import sys

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def main() -> None:
    kills, arguments = sys.argv[1:2] == ["kills"], sys.argv[1:]
    if kills:
        sys.exit(_pytest("processes", arguments[1:]))
    browser = os.environ.get("GEWU_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None and os.environ.get("CI") == "true":
        sys.exit("No Chromium on this machine: the browser tests cannot run, and CI may not leave them out.")
    os.environ["GEWU_CHROMIUM"] = browser or ""
    code = _pytest("not processes" if browser else "not processes and not browser", arguments)
    print("\nNot run here: the tests that kill servers. They take minutes: make test-kills")
    if browser is None:
        print("\n*** LEFT OUT: every browser test. There is no Chromium (Debian: apt install chromium). ***")
    sys.exit(code)


def _pytest(marked: str, arguments: list[str]) -> int:
    command = [sys.executable, "-m", "pytest", "-n", "2", "--dist", "loadgroup", "-m", marked, *arguments]
    return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    main()
