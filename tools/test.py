"""`make test`: every test. Without a browser it says loudly what it left out; in CI that is a failure."""

import os
import shutil
import subprocess
import sys

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def main() -> None:
    browser = os.environ.get("GEWU_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None and os.environ.get("CI") == "true":
        sys.exit("No Chromium on this machine: the browser tests cannot run, and CI may not leave them out.")
    command = [sys.executable, "-m", "pytest", "-n", "2", "--dist", "loadgroup"]
    if browser is None:
        command += ["-m", "not browser"]
    else:
        os.environ["GEWU_CHROMIUM"] = browser
    code = subprocess.run([*command, *sys.argv[1:]], check=False).returncode
    if browser is None:
        print("\n*** LEFT OUT: every browser test. There is no Chromium (Debian: apt install chromium). ***")
    sys.exit(code)


if __name__ == "__main__":
    main()
