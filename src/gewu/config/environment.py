"""Reading the environment."""

import os
from pathlib import Path


def secret_of(name: str) -> str:
    """The text of the file that a variable names: passwords stand in files, not in the environment."""
    path = os.environ.get(name, "")
    return Path(path).read_text(encoding="utf-8").strip() if path else ""
