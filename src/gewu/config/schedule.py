"""What happens by the clock. Read this file to see everything that happens without anybody asking."""

from gewu.kernel.jobs import Scheduled

SCHEDULE: tuple[Scheduled, ...] = ()
