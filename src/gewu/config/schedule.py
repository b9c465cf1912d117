"""What happens by the clock. Read this file to see everything that happens without anybody asking."""

SCHEDULE: tuple[object, ...] = ()
