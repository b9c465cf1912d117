"""Jobs: what is done later, on the same database and in the same transaction as what caused it."""

from gewu.kernel.models import Entry


def defer_reactions(entry: Entry) -> None:
    """Queue what config/subscriptions.py lists for this kind of entry."""
