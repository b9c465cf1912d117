"""What a web worker loads: the application, in a process that does not outlive the server that made it."""

import os
import signal

from gewu.runtime.children import die_with_parent

die_with_parent(signal.SIGKILL, os.getppid())

from gewu.config.wsgi import application  # noqa: E402  (first the tie to the parent, then two seconds of imports)

__all__ = ["application"]
