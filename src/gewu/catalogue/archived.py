"""How definitions were written that are archived and still read."""

from typing import Any

from gewu.deadlines.rules import Unit


def in_plain_hours(data: Any, *, old: str, new: str) -> Any:
    """Definitions archived before limits had units said plain hours, and that is what they meant."""
    if not isinstance(data, dict) or old not in data:
        return data
    kept = {key: value for key, value in data.items() if key != old}
    return kept | ({new: {"amount": data[old], "unit": Unit.URGENT_HOUR}} if data[old] else {})
