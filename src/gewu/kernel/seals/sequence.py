"""Whether seals follow each other: numbers without a gap, each tied to the one before, keys handed on.

The same for the seals of the database and for a folder of them that was kept elsewhere. No database here.
"""

from collections.abc import Collection, Iterator, Sequence

from gewu.kernel.findings import Finding, Wrong
from gewu.kernel.seals.chain import Told
from gewu.kernel.seals.signing import Public

Trusted = Collection[str]


def faults(township: int, seals: Sequence[Told]) -> Iterator[Finding]:
    """What is wrong with a township's seals, which come in the order of their numbers."""
    before: Told | None = None
    for told in seals:
        yield from (_broken(township, told, fault) for fault in told.faults())
        yield from _ties(township, before, told)
        before = told


def untrusted(township: int, seals: Sequence[Told], trusted: Trusted) -> Iterator[Finding]:
    """Whether one of the keys that somebody knows from elsewhere has signed anything here.

    From a seal that it signed, the chain leads back to the first and the keys lead on to the last.
    """
    names = {told.statement.key.key for told in seals if not told.faults()}
    if seals and trusted and names.isdisjoint(trusted):
        yield Finding(Wrong.KEY_REPLACED, township, detail="no seal is signed with the key that was given")


def foreign(township: int, seals: Sequence[Told], ours: Collection[Public]) -> Iterator[Finding]:
    """Whether the key that comes next is one of this installation's own."""
    if seals and seals[-1].following not in ours:
        last = seals[-1]
        detail = f"the key {last.following.name} is not one of this installation"
        yield Finding(
            Wrong.KEY_REPLACED, township, number=last.statement.number, detail=detail, day=last.statement.day
        )


def _ties(township: int, before: Told | None, told: Told) -> Iterator[Finding]:
    said = told.statement
    expected = before.statement.number + 1 if before else 1
    if said.number != expected:
        detail = f"up to #{said.number - 1}"
        yield Finding(Wrong.SEAL_REMOVED, township, number=expected, detail=detail)
        return
    if said.previous != (before.hash.hex() if before else ""):
        yield _broken(township, told, "tied to another seal")
    if before and said.key != before.following:
        detail = f"signed with {said.key.name}, but {before.following.name} was to follow"
        yield Finding(Wrong.KEY_REPLACED, township, number=said.number, detail=detail, day=said.day)


def _broken(township: int, told: Told, fault: str) -> Finding:
    said = told.statement
    return Finding(Wrong.SEAL_BROKEN, township, number=said.number, detail=fault, day=said.day)
