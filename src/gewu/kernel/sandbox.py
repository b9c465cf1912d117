"""Sandboxes: townships that do not exist, for programs to try things out. No post reaches them.

Official codes begin with 1 to 8, and a post's scope never leaves the codes of its own province, so rows at
home here are outside everybody's lists, maps, counts and pages.
"""

# Place letters of their numbers. Numbers of a sandbox are looked up in it alone.
LETTERS = "ZZ"
_FIRST, _SPAN = 900_000_000, 100_000_000


def sandbox_of(township: int) -> int:
    """The sandbox that belongs to a township: its code with the first digit 9."""
    return _FIRST + township % _SPAN


def is_sandbox(township: int) -> bool:
    return _FIRST <= township < _FIRST + _SPAN
