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


def best(found: Mapping[Aim, Measures]) -> dict[str, frozenset[Aim]]:
    """Which proposals are best in what; nobody where all are alike.

    Most `in_range`, least `deviation`, `estates_cut`, `moved`.
    """
    costs = {
        "in_range": {aim: float(one.grids - one.in_range) for aim, one in found.items()},
        "deviation": {aim: one.deviation for aim, one in found.items()},
        "estates_cut": {aim: float(one.estates_cut) for aim, one in found.items()},
        "moved": {aim: float(one.moved) for aim, one in found.items()},
    }
    return {key: _least(each) for key, each in costs.items()}


def _least(costs: Mapping[Aim, float]) -> frozenset[Aim]:
    least = frozenset(aim for aim, cost in costs.items() if cost == min(costs.values()))
    return least if len(least) < len(costs) else frozenset()
