"""What follows from what: kind of journal entry → reactions. Read this to see all that happens by itself."""

from gewu.kernel.jobs import Reaction

SUBSCRIPTIONS: dict[str, tuple[Reaction, ...]] = {}
