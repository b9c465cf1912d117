"""The locality files: those shipped with the package, and folders an installation adds by setting."""

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.conf import settings
from pydantic import ValidationError

from gewu.places.codes import Scheme
from gewu.places.ground_checks import gaps
from gewu.places.locality import Locality, LocalityError, Plan
from gewu.places.numbering import numbering_problems
from gewu.places.plan_checks import read as read_folder
from gewu.places.plan_checks import sizes_outside

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
    if problems := list(numbering_problems(locality, plan, schemes())):
        raise LocalityError(key, problems)
    return locality, plan


@cache
def schemes() -> dict[str, Scheme]:
    """Every code scheme by its key, or all mistakes in their files."""
    found: dict[str, Scheme] = {}
    for file in _scheme_files():
        try:
            scheme = Scheme.model_validate(tomllib.loads(file.read_text("utf-8")))
        except (ValidationError, tomllib.TOMLDecodeError) as error:
            raise LocalityError(f"schemes/{file.name}", [str(error)]) from None
        if scheme.key != file.stem:
            raise LocalityError(f"schemes/{file.name}", [f"it holds the key {scheme.key!r}"])
        found[scheme.key] = scheme
    return found


def _scheme_files() -> list[Path]:
    roots = [*map(Path, getattr(settings, "LOCALITY_FOLDERS", ())), SHIPPED]
    return [file for root in roots for file in sorted(root.glob("schemes/*.toml"))]


def problems_of(key: str) -> list[str]:
    """Every mistake in `place.toml`, `tree.csv` and `plan.json` of a place."""
    try:
        locality, _plan = read(key)
    except LocalityError as error:
        return [f"{error.file}: {problem}" if error.file else problem for problem in error.problems]
    return [f"place.toml: {problem}" for problem in _taken(locality)]


def _taken(own: Locality) -> Iterator[str]:
    """Two places have neither one township nor the same letters in the numbers of their cases."""
    for key, folder in folders().items():
        if key == own.key:
            continue
        try:
            raw = tomllib.loads((folder / "place.toml").read_text("utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError):
            continue
        if raw.get("township") == own.township:
            yield f"the township {own.township} is that of {key} already"
        if raw.get("letters") == own.letters:
            yield f"the letters {own.letters} are those of {key} already"


def remarks_of(key: str) -> list[str]:
    """What a sound place says of its grids without refusing them: sizes out of its own range, gaps."""
    locality, plan = read(key)
    return [*sizes_outside(locality, plan, "say"), *gaps(locality, plan)] if plan else []


def check() -> list[str]:
    """Every mistake in every scheme and locality file, for `gewu check-locality`."""
    try:
        schemes()
    except LocalityError as error:
        return [f"localities/{error}"]
    return [f"localities/{key}: {problem}" for key in folders() for problem in problems_of(key)]
