"""The reporter's own link: whoever holds it may answer how it went, without an account."""

from uuid import UUID

from django.core import signing
from django.utils.crypto import constant_time_compare

_SIGNER = "gewu.cases.reporter"


def reporter_key(case_id: UUID) -> str:
    """The secret part of the link. It is computed, so there is nothing to store or to leak from a row."""
    return signing.Signer(salt=_SIGNER).signature(str(case_id))


def is_reporter_key(case_id: UUID, key: str) -> bool:
    return constant_time_compare(reporter_key(case_id), key)
