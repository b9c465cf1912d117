"""Tokens: what a program gets before it gets the number. They are computed, so there is nothing to store."""

from uuid import UUID

from django.utils.crypto import constant_time_compare, salted_hmac

_SIGNED = 20


def token_of(case_id: UUID) -> str:
    """The token of a case."""
    return case_id.hex + _signature(case_id.hex)


def case_of(token: str) -> UUID | None:
    """The case behind a token, or None for what we never gave out."""
    name, signature = token[:32].lower(), token[32:].lower()
    if not constant_time_compare(_signature(name), signature):
        return None
    return UUID(hex=name)


def _signature(name: str) -> str:
    return salted_hmac("gewu.open311.token", name, algorithm="sha256").hexdigest()[:_SIGNED]
