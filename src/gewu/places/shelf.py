"""The locality files: those shipped with the package, and folders an installation adds by setting."""

from pathlib import Path

from django.conf import settings

from gewu.places.locality import Locality, LocalityError, Plan
from gewu.places.locality import read as read_folder

SHIPPED = Path(__file__).parent.parent / "localities"


def folders() -> dict[str, Path]:
    """Key → folder. A folder of the installation may add places, never replace a shipped one."""
    roots = [*map(Path, getattr(settings, "LOCALITY_FOLDERS", ())), SHIPPED]
    return {file.parent.name: file.parent for root in roots for file in sorted(root.glob("*/place.toml"))}


def read(key: str) -> tuple[Locality, Plan | None]:
    """The locality and its plan, or every mistake in the files."""
    folder = folders().get(key)
    if folder is None:
        raise LocalityError(key, [f"no such locality; there are {', '.join(folders())}"])
    locality, plan = read_folder(folder)
    if locality.key != key:
        raise LocalityError(key, [f"the folder {key!r} holds the key {locality.key!r}"])
    return locality, plan


def check() -> list[str]:
    """Every mistake in every locality file, for `gewu check-definitions`."""
    problems: list[str] = []
    for key in folders():
        try:
            read(key)
        except LocalityError as error:
            problems += [f"localities/{key}: {problem}" for problem in error.problems]
    return problems
