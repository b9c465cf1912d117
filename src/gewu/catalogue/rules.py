"""Decisions about definitions on plain values: resolving, digests, what publishing has to do."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from gewu.catalogue.category import Category
from gewu.catalogue.definition import CaseType, Key


@dataclass(frozen=True, slots=True)
class Edition:
    """A resolved case type, spelled out and known by its digest."""

    key: Key
    version: int
    resolved: str
    digest: str
    base_digest: str


def resolve(case_type: CaseType, categories: Iterable[Category]) -> CaseType:
    """The case type with the terms of every category that uses it."""
    mine = [category for category in categories if category.case_type == case_type.key]
    terms = {category.code: category.terms() for category in sorted(mine, key=lambda one: one.code)}
    return case_type.model_copy(update={"terms": terms})


def edition(case_type: CaseType, *, base: Mapping[str, bytes]) -> Edition:
    """The resolved case type as it is archived. `base`: the files of this version.

    Defaults are left out, so that a field added to the model later changes no digest.
    """
    resolved = case_type.model_dump_json(by_alias=True, exclude_defaults=True)
    return Edition(
        key=case_type.key,
        version=case_type.version,
        resolved=resolved,
        digest=digest_of(resolved),
        base_digest=base_digest(base),
    )


def digest_of(*texts: str) -> str:
    """One digest of several texts."""
    return sha256("\n".join(texts).encode()).hexdigest()


def base_digest(base: Mapping[str, bytes]) -> str:
    """One digest of several files, whatever the order they were read in."""
    return digest_of(*lock_lines(base))


def lock_lines(base: Mapping[str, bytes]) -> tuple[str, ...]:
    """The lines of `published.lock`: digest and path of every file of a published version."""
    return tuple(f"{sha256(content).hexdigest()} {path}" for path, content in sorted(base.items()))
