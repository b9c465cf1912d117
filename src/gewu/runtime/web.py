"""The web server: granian, as a child of the supervisor (`python -m gewu.runtime.web HOST PORT`)."""

import os
import sys

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from gewu.config.database import THREADS

BACKLOG = 1024


def main() -> None:
    host, port = sys.argv[1], int(sys.argv[2])
    threads = int(os.environ.get("GEWU_THREADS", THREADS))
    Server(
        "gewu.runtime.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=int(os.environ.get("GEWU_PROCESSES", "2")),
        blocking_threads=threads,
        backpressure=threads * 8,
        backlog=BACKLOG,
        websockets=False,
        respawn_failed_workers=True,
        respawn_interval=1.0,
        workers_kill_timeout=10,
        log_level=LogLevels.warning,
    ).serve()


if __name__ == "__main__":
    main()
