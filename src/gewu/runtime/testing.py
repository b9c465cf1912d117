"""The tests' database: a pytest plugin that starts a throwaway server when `DATABASE_URL` is not set.

Named in pyproject.toml (`-p gewu.runtime.testing`), because it must speak before Django reads its settings.
Tests connect as the role that owns the tables; `SET ROLE gewu_app` makes a session the application's.
"""

import atexit
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from gewu.runtime.installation import OWNER, Installation

_INSTALLATION = (
    "GEWU_SECRET_KEY",
    "GEWU_DEMO",
    "GEWU_SECOND_FACTOR",
    "GEWU_STATIC",
    "DATABASE_MIGRATE_URL",
    "GEWU_PORT",
    "GEWU_HOST",
)


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests() -> None:
    """Give the tests a database and an empty data folder; nothing of a real installation may reach them."""
    for name in _INSTALLATION:
        os.environ.pop(name, None)
    data = tempfile.TemporaryDirectory(prefix="gewu-test-data-")
    atexit.register(data.cleanup)
    os.environ["GEWU_DATA"] = data.name
    if not os.environ.get("DATABASE_URL"):
        os.environ["DATABASE_URL"] = _start(Path(tempfile.mkdtemp(prefix="gewu-test-")))


def _start(folder: Path) -> str:
    """Start the server; it ends when its input closes, that is with this process at the latest."""
    helper = subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", "gewu.runtime.throwaway", str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,  # Ctrl-C is for the tests; the server then ends tidily by itself
    )
    atexit.register(helper.communicate)
    said: list[str] = []
    while not said or said[-1] != "ready\n":
        said.append(helper.stdout.readline() if helper.stdout else "")
        if not said[-1]:
            pytest.exit(f"The tests' database server did not start.\n{''.join(said)}", returncode=3)
    return Installation.from_environment({"GEWU_DATA": str(folder)}).url(OWNER, "postgres")
