"""The six refusals the domain can give. The mappings in config/refusals.py decide how each one looks.

A message is a sentence for people, already translated (`gettext`); facts are for programs.
"""

from collections.abc import Mapping


class DomainError(Exception):
    """A request was understood and refused."""

    code = "refused"

    def __init__(self, message: str, **facts: object) -> None:
        super().__init__(message)
        self.facts = facts


class NotFound(DomainError):
    """It does not exist, or this actor may not know that it does."""

    code = "not-found"


class NotAllowed(DomainError):
    """The actor sees it, but this is not theirs to do."""

    code = "not-allowed"


class Conflict(DomainError):
    """The record changed since the actor last saw it, or a key was used for something else."""

    code = "conflict"


class RuleBroken(DomainError):
    """The request is well formed, but a rule of the domain forbids it now."""

    code = "rule-broken"


class Invalid(DomainError):
    """Some fields cannot be accepted. `fields` maps a field's name to what is wrong with it."""

    code = "invalid"

    def __init__(self, message: str, *, fields: Mapping[str, str], **facts: object) -> None:
        super().__init__(message, fields=dict(fields), **facts)
        self.fields = dict(fields)


class TooMany(DomainError):
    """A limit was reached; try again after `retry_after` seconds."""

    code = "too-many"

    def __init__(self, message: str, *, retry_after: int, **facts: object) -> None:
        super().__init__(message, retry_after=retry_after, **facts)
        self.retry_after = retry_after
