"""The field: the grid worker's door, phone first. Shell and navigation, no rules."""
