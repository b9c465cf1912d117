"""Who works with whole registers, and what follows from counts. Plain values only."""

# Roles of a township that bring workbooks in and take lists out; grid workers do not.
WORKERS = frozenset({"clerk", "admin"})
# From so many rows on, a list asks again who takes it.
CONFIRM_ABOVE = 300
MOST_ROWS = {"xlsx": 50_000, "csv": 200_000, "html": 2_000}
CHUNK = 1000
SHOWN_ROWS = 20
# Coordinate systems that a table of points may be declared in.
SYSTEMS = ("WGS84", "CGCS2000", "GCJ02", "BD09")
# The code of a finding that is no bad cell: its row breaks a check of data health.
DOUBT = "check"
# Differences of a comparison that are kept of each kind, and that are shown and decided at once.
MOST_DIFFERENCES = 20_000
MOST_AT_ONCE = 200
