"""Every shared read of the exchange."""

from gewu.exchange.queries.imports import (
    Cell,
    Preview,
    Problem,
    findings,
    found_by_code,
    imports,
    kept_back,
    one_import,
    preview,
)

__all__ = [
    "Cell",
    "Preview",
    "Problem",
    "findings",
    "found_by_code",
    "imports",
    "kept_back",
    "one_import",
    "preview",
]
