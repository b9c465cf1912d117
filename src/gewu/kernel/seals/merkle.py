"""A tree of hashes over the entries of a seal: one entry is shown to be in it without showing any other.

As in RFC 6962: a leaf is hashed after a zero byte, a pair after a one, and a lone last node goes up as it is.
"""

from collections.abc import Callable, Sequence

Digest = Callable[[bytes], bytes]
LEFT, RIGHT = "left", "right"


def root(leaves: Sequence[bytes], digest: Digest) -> bytes:
    """The hash over all leaves, of which there is at least one."""
    level = _lowest(leaves, digest)
    while len(level) > 1:
        level = _above(level, digest)
    return level[0]


def path(leaves: Sequence[bytes], place: int, digest: Digest) -> list[tuple[str, bytes]]:
    """What leads from the leaf at a place to the root: each step's neighbour, and on which side it is."""
    level, steps = _lowest(leaves, digest), []
    while len(level) > 1:
        neighbour = place ^ 1
        if neighbour < len(level):
            steps.append((LEFT if neighbour < place else RIGHT, level[neighbour]))
        level, place = _above(level, digest), place // 2
    return steps


def climb(leaf: bytes, steps: Sequence[tuple[str, bytes]], digest: Digest) -> bytes:
    """The root to which a path leads from a leaf."""
    node = digest(b"\0" + leaf)
    for side, neighbour in steps:
        node = digest(b"\1" + (neighbour + node if side == LEFT else node + neighbour))
    return node


def _lowest(leaves: Sequence[bytes], digest: Digest) -> list[bytes]:
    return [digest(b"\0" + leaf) for leaf in leaves]


def _above(level: list[bytes], digest: Digest) -> list[bytes]:
    pairs = zip(level[::2], level[1::2], strict=False)
    lone = level[-1:] if len(level) % 2 else []
    return [digest(b"\1" + left + right) for left, right in pairs] + lone
