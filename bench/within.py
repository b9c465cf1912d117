"""Python within the town that is measured: a process of its own, as the account that runs it.

Django reads its settings from the environment that `begin` makes, so whoever begins here imports the
application's modules afterwards, inside functions.
"""

import json
import os
import subprocess
import sys
from typing import Any

from bench.town import Town
from gewu.runtime import account
from gewu.runtime.installation import Installation

# The word after the module that says: this is the process within.
INSIDE = "inside"


def begin() -> None:
    """Become the account of the town and begin Django on its database."""
    installation = Installation.from_environment()
    account.step_down(installation.data)
    os.environ |= {**installation.environment(), "GEWU_LOG_LEVEL": "ERROR"}
    import django

    django.setup()


def ask(town: Town, module: str, *words: str) -> Any:
    """What `python -m MODULE inside WORDS` says, as JSON."""
    done = subprocess.run(
        [sys.executable, "-m", module, INSIDE, *words],
        env=town.environment(),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)
