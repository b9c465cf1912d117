"""A child that is started again when it ends by itself: soon the first time, then with growing patience."""

import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from gewu.runtime import children
from gewu.runtime.words import say

SHORTEST, LONGEST, HEALTHY = 0.5, 30.0, 60.0


@dataclass(slots=True)
class Watched:
    """One of the supervisor's processes. `look` is called a few times a second."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    process: subprocess.Popen[bytes] | None = None
    _began: float = 0.0
    _due: float = 0.0
    _pause: float = field(default=SHORTEST)

    def look(self) -> None:
        """Start it when it is time; notice when it has ended."""
        if self.process is not None and self.process.poll() is not None:
            self._ended(self.process)
        if self.process is None and time.monotonic() >= self._due:
            self.process = children.start(self.command, environment=self.environment)
            self._began = time.monotonic()

    def ask_to_stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def stop(self) -> None:
        if self.process is not None:
            children.stop(self.process)
            self.process = None

    def _ended(self, process: subprocess.Popen[bytes]) -> None:
        children.kill_group(process)
        lived = time.monotonic() - self._began
        self._pause = SHORTEST if lived > HEALTHY else min(self._pause * 2, LONGEST)
        self._due = time.monotonic() + self._pause
        self.process = None
        say(
            f"The {self.name} ended ({_cause(process.returncode)}); starting it again in {self._pause:.0f} s."
        )


def _cause(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"exit code {code}"
