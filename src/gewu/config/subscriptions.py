"""What follows from what: kind of journal entry → reactions. Read this file to see everything that happens by itself."""

SUBSCRIPTIONS: dict[str, tuple[str, ...]] = {}
