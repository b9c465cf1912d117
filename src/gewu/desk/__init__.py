"""The desk: the door of clerks, dispatchers, handlers and checkers. Shell and navigation, no rules."""
