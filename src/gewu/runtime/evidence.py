"""What the console does about evidence: the journal, the keys of seals and those of sealed values."""

import argparse
from pathlib import Path

from gewu.kernel import journal, resealing, seals, secrets
from gewu.kernel.findings import Finding
from gewu.kernel.seals import NoCopy, signing
from gewu.runtime.supervisor import ask_for_restart
from gewu.runtime.words import Stop, remark, say

UNABLE = 2


def verify(chosen: argparse.Namespace) -> None:
    """Name everything in the journal that is not as it was written."""
    trusted = _keys(chosen.trusted)
    findings = [*_compared(chosen.against, trusted), *journal.verify(trusted=trusted)]
    for finding in findings:
        say(str(finding))
    if findings:
        raise Stop(f"{len(findings)} findings: the journal is not whole.")
    agrees = f" It agrees with the seals in {chosen.against}." if chosen.against else ""
    say(f"The journal is whole.{agrees}")


def seal_keys(chosen: argparse.Namespace) -> None:
    """The public keys of the seals, the one that signs last; with `--new`, one more."""
    try:
        if chosen.new:
            made = signing.add()
            remark(f"Made the key {made.name}. Each township's next seal introduces it.")
        current = signing.current().public
        older = [key for key in signing.owned() if key != current]
    except signing.CannotSign as reason:
        raise Stop(str(reason)) from reason
    for key in [*older, current]:
        say(f"{key.name} {key.algorithm} {key.key}")


def reseal(chosen: argparse.Namespace) -> None:
    """Let the worker seal again what an older key sealed, and say how much that is."""
    if chosen.new_key:
        number = secrets.rotate()
        ask_for_restart(chosen.installation)
        remark(f"Made key {number}. What is written from now on is sealed with it.")
    if left := resealing.remaining():
        resealing.start()
        say(f"{left} values are sealed with an older key. The worker seals them again; ask again later.")
    else:
        say(f"Every value is sealed with key {secrets.newest_key()}.")


def _keys(given: list[str]) -> list[str]:
    """The public keys in what was given; a text without any must not pass for trust."""
    found = [key for text in given for key in signing.keys_in(text)]
    if given and not found:
        raise Stop("--public-key: there is no public key in what was given.", code=UNABLE)
    return found


def _compared(folder: Path | None, trusted: list[str]) -> list[Finding]:
    try:
        return seals.compare(folder, trusted) if folder else []
    except (NoCopy, OSError) as reason:
        raise Stop(f"--against: {reason}", code=UNABLE) from reason
