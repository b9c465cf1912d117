"""From like cases to a suggestion: they vote, the nearer in words and place the more. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from gewu.routing.nearest import Floats, Texts, likeness

# So many like cases vote; those less alike than this are not alike.
VOTERS = 15
LEAST = 0.08
# A case further off than this speaks half as loud; one of the same category twice.
NEARBY = 1500.0
FAR_WEIGHT, SAME_CATEGORY_WEIGHT = 0.5, 2.0
METRES_PER_DEGREE = 111_320.0
# How much one profile stands out from the next is worth this much confidence: set so that, over texts by
# another hand, the confidence was as high as the share that was right (ADR 0143).
SHARPNESS = 60.0


@dataclass(frozen=True, slots=True)
class Known:
    """Closed cases as they are remembered: texts, and by place in the list where they were and what came."""

    texts: Texts
    offices: npt.NDArray[np.int32]
    categories: npt.NDArray[np.int32]
    lons: Floats
    lats: Floats
    office_names: tuple[str, ...]
    category_codes: tuple[str, ...]
    # What is said of each category, one text each: its closed cases and the catalogue's own words.
    profiles: Texts
    profile_codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is known of the case that needs a suggestion."""

    text: str
    category: str = ""
    lon: float | None = None
    lat: float | None = None


@dataclass(frozen=True, slots=True)
class Vote:
    """One candidate: `count` of `voters` like cases, with a `share` of the weight; are most of them near?"""

    key: str
    share: float
    count: int
    voters: int
    nearby: bool


def offices(known: Known, asked: Asked, *, most: int = 3) -> tuple[Vote, ...]:
    """Where like cases went: those of the same category before others."""
    return _votes(known, asked, known.offices, known.office_names, most)


def mixed(votes: Sequence[Vote], usual: Mapping[str, float], *, weight: float) -> tuple[Vote, ...]:
    """Votes with this weight and usual shares with the rest; alone, each counts in full."""
    weight = weight if votes and usual else float(bool(votes))
    by_key = {vote.key: vote for vote in votes}
    found = []
    for key in sorted(by_key.keys() | usual.keys()):
        vote = by_key.get(key) or Vote(key, 0.0, 0, 0, nearby=False)
        found.append(replace(vote, share=weight * vote.share + (1 - weight) * usual.get(key, 0.0)))
    return tuple(sorted(found, key=lambda vote: (-vote.share, vote.key)))


def categories(known: Known, asked: Asked, *, most: int = 3) -> tuple[Vote, ...]:
    """What a text is about: categories whose profile is most like it. Like cases are the reason."""
    alike = likeness(known.profiles, asked.text)
    raised = np.exp((alike - alike.max(initial=0.0)) * SHARPNESS)
    blind = Asked(asked.text, "", asked.lon, asked.lat)
    whole = len(known.category_codes)
    counted = {vote.key: vote for vote in _votes(known, blind, known.categories, known.category_codes, whole)}
    votes = []
    for place in np.argsort(-alike, kind="stable")[:most]:
        key = known.profile_codes[place]
        like = counted.get(key) or Vote(key, 0.0, 0, 0, nearby=False)
        if alike[place] > 0:
            votes.append(replace(like, share=float(raised[place] / raised.sum())))
    return tuple(votes)


def _votes(
    known: Known, asked: Asked, labels: npt.NDArray[np.int32], names: Sequence[str], most: int
) -> tuple[Vote, ...]:
    if not known.texts.size:
        return ()
    alike = likeness(known.texts, asked.text)
    near = _nearby(known, asked)
    weights = np.where((alike >= LEAST) & (labels >= 0), alike * np.where(near, 1.0, FAR_WEIGHT), 0.0)
    if asked.category in known.category_codes:
        same = known.categories == known.category_codes.index(asked.category)
        weights = weights * np.where(same, SAME_CATEGORY_WEIGHT, 1.0)
    voters = [place for place in np.argsort(-weights, kind="stable")[:VOTERS] if weights[place] > 0]
    total = float(sum(weights[place] for place in voters))
    by_label: dict[int, list[int]] = {}
    for place in voters:
        by_label.setdefault(int(labels[place]), []).append(int(place))
    votes = [
        Vote(
            key=names[label],
            share=float(sum(weights[place] for place in places)) / total,
            count=len(places),
            voters=len(voters),
            nearby=2 * int(sum(near[place] for place in places)) > len(places),
        )
        for label, places in by_label.items()
    ]
    return tuple(sorted(votes, key=lambda vote: (-vote.share, vote.key))[:most])


def _nearby(known: Known, asked: Asked) -> npt.NDArray[np.bool_]:
    """Which cases lie nearby; all of them for a case without a point."""
    if asked.lon is None or asked.lat is None:
        return np.ones(known.texts.size, dtype=np.bool_)
    east = (known.lons - asked.lon) * np.cos(np.radians(asked.lat))
    metres = np.hypot(east, known.lats - asked.lat) * METRES_PER_DEGREE
    return np.asarray(metres <= NEARBY)
