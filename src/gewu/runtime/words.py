"""What the runtime says to the person at the terminal, and how it gives up."""

import sys
from typing import NoReturn


class Stop(Exception):
    """The runtime cannot go on. The message is a sentence for the person at the terminal.

    `code` is what the process ends with: 1, or 2 where something could not be looked at in the first place.
    """

    def __init__(self, sentence: str, code: int = 1) -> None:
        super().__init__(sentence)
        self.code = code


def say(sentence: str) -> None:
    """Print a line at once, also into a pipe; a reader that went away is no reason to die."""
    try:
        sys.stdout.write(f"{sentence}\n")
        sys.stdout.flush()
    except BrokenPipeError:
        sys.stdout = sys.stderr


def remark(sentence: str) -> None:
    """Say what goes on, beside the answer: a program that reads a command's output does not see it."""
    sys.stderr.write(f"{sentence}\n")
    sys.stderr.flush()


def give_up(reason: Stop) -> NoReturn:
    """Leave with the reason and nothing else: a traceback would hide it."""
    sys.stderr.write(f"gewu: {reason}\n")
    raise SystemExit(reason.code)
