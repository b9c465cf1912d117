"""What closed cases and the words of the catalogue teach: made, kept as arrays, read again.

A category is known by its profile: everything said in its closed cases, its name, its everyday phrases and
its filing standards, as one text. An office is known by the cases that went there.
"""

from collections.abc import Sequence

import numpy as np

from gewu.cases.queries import CaseMatter
from gewu.catalogue import queries as catalogue
from gewu.catalogue.category import Category
from gewu.routing import nearest
from gewu.routing.voting import Known

NOWHERE = float("nan")


def teach(taught: Sequence[CaseMatter]) -> Known:
    """What these cases teach, beside the catalogue."""
    offices = sorted({str(case.office) for case in taught})
    categories = sorted({case.category for case in taught})
    profiles, codes = _profiles(taught)
    return Known(
        texts=nearest.learn([case.text for case in taught]),
        offices=np.array([offices.index(str(case.office)) for case in taught], dtype=np.int32),
        categories=np.array([categories.index(case.category) for case in taught], dtype=np.int32),
        lons=np.array([NOWHERE if case.lon is None else case.lon for case in taught], dtype=np.float32),
        lats=np.array([NOWHERE if case.lat is None else case.lat for case in taught], dtype=np.float32),
        office_names=tuple(offices),
        category_codes=tuple(categories),
        profiles=profiles,
        profile_codes=codes,
    )


def content(known: Known) -> bytes:
    """To keep it; the names of offices and the codes of categories are kept beside it."""
    return nearest.packed(
        {"cases": known.texts, "profiles": known.profiles},
        offices=known.offices,
        categories=known.categories,
        lons=known.lons,
        lats=known.lats,
        codes=np.array(known.profile_codes),
    )


def read(kept: bytes, offices: Sequence[str], categories: Sequence[str]) -> Known | None:
    """What was kept; None for what was kept before there were profiles, which is learned anew soon."""
    texts, beside = nearest.unpacked(kept)
    if "profiles" not in texts:
        return None
    return Known(
        texts=texts["cases"],
        offices=beside["offices"],
        categories=beside["categories"],
        lons=beside["lons"],
        lats=beside["lats"],
        office_names=tuple(offices),
        category_codes=tuple(categories),
        profiles=texts["profiles"],
        profile_codes=tuple(map(str, beside["codes"])),
    )


def _profiles(taught: Sequence[CaseMatter]) -> tuple[nearest.Texts, tuple[str, ...]]:
    """One for each category of today; cases of one that is gone teach nothing of it."""
    known = catalogue.categories()
    codes = tuple(one.code for one in known)
    place_of = {code: place for place, code in enumerate(codes)}
    said = [(case.text, place_of[case.category]) for case in taught if case.category in place_of]
    said += [(words, place_of[one.code]) for one in known for words in _words(one)]
    labels = np.array([place for _text, place in said], dtype=np.int32)
    return nearest.profiles([text for text, _place in said], labels, size=len(codes)), codes


def _words(category: Category) -> tuple[str, ...]:
    return (category.zh, *category.search.zh, *(standard.zh for standard in category.filing))
