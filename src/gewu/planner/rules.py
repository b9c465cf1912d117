"""What may be asked of the planner, and what its figures say, on plain values."""

from collections.abc import Mapping

from gewu.planner.values import Aim, Load, Measures

SMALLEST, LARGEST = 10, 5_000
# What a grid's work is measured by, in the words of the form.
LOADS: Mapping[str, Load] = {
    "homes": Load(100, 0, 0),
    "homes_cases": Load(50, 50, 0),
    "all_work": Load(40, 30, 30),
}


def range_faults(low: int, high: int, size: int) -> frozenset[str]:
    """The fields that cannot be: `low`, `high`, `size`. Empty where the range is one."""
    faults = set()
    if not SMALLEST <= low <= LARGEST:
        faults.add("low")
    if not low < high <= LARGEST:
        faults.add("high")
    if not low <= size <= high:
        faults.add("size")
    return frozenset(faults)


def usual_size(low: int, high: int, households: int, grids: int) -> int:
    """Households of a grid as they are today, where that lies in the range; else its middle."""
    mean = round(households / grids) if grids else 0
    return mean if low <= mean <= high else (low + high) // 2


def usual_range(households: int, grids: int) -> tuple[int, int]:
    """A quarter less and a quarter more than today, for a place that sets no range."""
    mean = households / grids if grids else 200
    return max(SMALLEST, round(mean * 0.75)), max(2 * SMALLEST, round(mean * 1.25))


def best(found: Mapping[Aim, Measures]) -> dict[str, Aim]:
    """Which proposal is best in what: most `in_range`, least `deviation`, `estates_cut`, `moved`."""
    return {
        "in_range": max(
            found, key=lambda aim: (found[aim].in_range - found[aim].grids, -found[aim].deviation)
        ),
        "deviation": min(found, key=lambda aim: found[aim].deviation),
        "estates_cut": min(found, key=lambda aim: found[aim].estates_cut),
        "moved": min(found, key=lambda aim: found[aim].moved),
    }
