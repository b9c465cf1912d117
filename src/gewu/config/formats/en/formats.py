"""English outside America: the day comes first, and no abbreviation wants a full stop."""

DATE_FORMAT = "j M Y"
MONTH_DAY_FORMAT = "j M"
