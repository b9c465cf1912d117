"""Texts that are alike: TF-IDF over runs of one to three characters, in plain numpy. Pure.

Chinese has no spaces to cut words at, and a learned cutter would be one more thing to learn: runs of
characters do without. Each run falls into one of `WIDTH` buckets by its checksum, so that what is kept holds
no text and nobody can read a report out of it.
"""

import io
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zlib import crc32

import numpy as np
import numpy.typing as npt

WIDTH = 1 << 15
LONGEST_RUN = 3
LONGEST_TEXT = 600
# What says nothing of the matter: marks, spaces, numbers of houses and telephones.
_NOISE = re.compile(r"[\W\d_]+")

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Texts:
    """Many texts, made comparable: the weight of each bucket, and the weighted buckets of each text."""

    weights: Floats
    starts: Ints
    buckets: Ints
    values: Floats

    @property
    def size(self) -> int:
        return len(self.starts) - 1


def runs(text: str) -> Counter[int]:
    """How often each bucket occurs in a text."""
    found: Counter[int] = Counter()
    for part in _NOISE.split(unicodedata.normalize("NFKC", text[:LONGEST_TEXT]).lower()):
        for length in range(1, LONGEST_RUN + 1):
            for begin in range(len(part) - length + 1):
                found[crc32(part[begin : begin + length].encode()) % WIDTH] += 1
    return found


def learn(texts: Sequence[str]) -> Texts:
    """Make texts comparable: what is in every one of them counts little, what is in few counts much."""
    counted = [runs(text) for text in texts]
    frequency = np.zeros(WIDTH, dtype=np.float32)
    for one in counted:
        frequency[list(one)] += 1
    weights = (np.log((1 + len(texts)) / (1 + frequency)) + 1).astype(np.float32)
    starts = np.zeros(len(texts) + 1, dtype=np.int32)
    buckets, values = [], []
    for place, one in enumerate(counted):
        keys, amounts = _weighed(one, weights)
        starts[place + 1] = starts[place] + len(keys)
        buckets.append(keys)
        values.append(amounts)
    return Texts(weights, starts, _joined(buckets, np.int32), _joined(values, np.float32))


def likeness(known: Texts, text: str) -> Floats:
    """How like each known text is, from 0 to 1."""
    keys, amounts = _weighed(runs(text), known.weights)
    asked = np.zeros(WIDTH, dtype=np.float32)
    asked[keys] = amounts
    products = known.values * asked[known.buckets]
    sums = np.concatenate([np.zeros(1, dtype=np.float64), np.cumsum(products, dtype=np.float64)])
    return np.asarray(sums[known.starts[1:]] - sums[known.starts[:-1]], dtype=np.float32)


def alike(one: str, other: str) -> float:
    """How like two texts are, from 0 to 1, where nothing is known of what is common."""
    weights = np.ones(WIDTH, dtype=np.float32)
    first, second = (dict(zip(*_weighed(runs(text), weights), strict=True)) for text in (one, other))
    return float(sum(value * second.get(key, 0.0) for key, value in first.items()))


def profiles(texts: Sequence[str], labels: Ints, *, size: int) -> Texts:
    """What is said under each label, as one text each: all its texts together, none by its length."""
    known = learn(texts)
    starts = np.zeros(size + 1, dtype=np.int32)
    buckets, values = [], []
    for label in range(size):
        whole = np.zeros(WIDTH, dtype=np.float32)
        for place in np.flatnonzero(labels == label):
            part = slice(known.starts[place], known.starts[place + 1])
            whole[known.buckets[part]] += known.values[part]
        keys = np.flatnonzero(whole)
        starts[label + 1] = starts[label] + len(keys)
        buckets.append(keys)
        values.append(whole[keys] / (float(np.linalg.norm(whole)) or 1.0))
    return Texts(known.weights, starts, _joined(buckets, np.int32), _joined(values, np.float32))


def packed(known: Mapping[str, Texts], **beside: npt.NDArray[Any]) -> bytes:
    """To keep it: arrays and nothing else, never code. `known`: texts by a name of one word."""
    stream = io.BytesIO()
    parts = {
        f"{name}_{part}": getattr(texts, part) for name, texts in known.items() for part in Texts.__slots__
    }
    np.savez_compressed(stream, allow_pickle=False, **parts, **beside)
    return stream.getvalue()


def unpacked(content: bytes) -> tuple[dict[str, Texts], dict[str, npt.NDArray[Any]]]:
    """What was kept, and the arrays beside it."""
    with np.load(io.BytesIO(content), allow_pickle=False) as stored:
        arrays = {name: stored[name] for name in stored.files}
    names = sorted({name.removesuffix("_starts") for name in arrays if name.endswith("_starts")})
    return {
        name: Texts(*(arrays.pop(f"{name}_{part}") for part in Texts.__slots__)) for name in names
    }, arrays


def _weighed(counted: Counter[int], weights: Floats) -> tuple[Ints, Floats]:
    keys = np.fromiter(counted.keys(), dtype=np.int32, count=len(counted))
    amounts = np.fromiter(counted.values(), dtype=np.float32, count=len(counted))
    values = (1 + np.log(np.maximum(amounts, 1))) * weights[keys]
    length = float(np.linalg.norm(values)) or 1.0
    return keys, (values / length).astype(np.float32)


def _joined(parts: Sequence[npt.NDArray[Any]], kind: type[np.generic]) -> npt.NDArray[Any]:
    return np.concatenate(parts).astype(kind) if parts else np.zeros(0, dtype=kind)
