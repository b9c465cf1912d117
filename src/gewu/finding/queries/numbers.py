"""A number somebody typed: the case it names, or those that were meant if a slip makes it none."""

import re
import unicodedata
from dataclasses import dataclass

from gewu.cases import queries as cases
from gewu.cases.queries import CaseRow
from gewu.finding.rules import LENGTH, LETTERS, slips
from gewu.kernel import numbers
from gewu.kernel.access import Actor
from gewu.kernel.errors import Invalid

# Two place letters and a digit somewhere: what looks like a number of ours and not like a word.
_ALIKE = re.compile(rf"[{LETTERS}]{{2}}[{LETTERS}]{{{LENGTH - 3},{LENGTH - 1}}}")


@dataclass(frozen=True, slots=True)
class Meant:
    """The case of a number, or cases one slip away from what was typed. `alike`: it looked like a number."""

    exact: CaseRow | None
    near: tuple[CaseRow, ...]
    alike: bool


def meant_by(actor: Actor, typed: str) -> Meant:
    """What a typed number means to whoever typed it; only cases the actor sees."""
    try:
        number = numbers.clean(typed)
    except Invalid:
        return _near(actor, typed)
    found = cases.numbered(actor, [number])
    return Meant(found[0] if found else None, (), alike=True)


def _near(actor: Actor, typed: str) -> Meant:
    plain = "".join(
        c for c in unicodedata.normalize("NFKC", typed).upper() if not c.isspace() and c not in "-_./·"
    )
    plain = plain.translate(str.maketrans("OIL", "011"))
    if not _ALIKE.fullmatch(plain) or not any(c.isdigit() for c in plain):
        return Meant(None, (), alike=False)
    possible = {one for one in slips(plain) if numbers.check_character(one[:-1]) == one[-1]}
    return Meant(None, cases.numbered(actor, sorted(possible)), alike=True)
