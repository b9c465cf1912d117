"""Who is told that a program read something; of pages the panels tell the same (see panels.py).

The registers are not here: each look into a file of theirs is kept, and counted from there.
"""

from collections.abc import Callable, Mapping
from typing import Any

from gewu.burden import panels as burden

# `case`: the CaseFile that GET /api/v1/cases/{id} answers with.
LOOKS: Mapping[str, tuple[Callable[[Any, Any], object], ...]] = {
    "case": (burden.seen,),
}
