"""Every shared read of what comes after closing. None of them writes."""

from gewu.aftercare.queries.archive import bundle, bundles, disposals
from gewu.aftercare.queries.calls import Called, Calling, calls, calls_of, to_call
from gewu.aftercare.queries.ground import Ground, ground, rule_of
from gewu.aftercare.queries.rating import Asked, Line, asked, lines

__all__ = [
    "Asked",
    "Called",
    "Calling",
    "Ground",
    "Line",
    "asked",
    "bundle",
    "bundles",
    "calls",
    "calls_of",
    "disposals",
    "ground",
    "lines",
    "rule_of",
    "to_call",
]
