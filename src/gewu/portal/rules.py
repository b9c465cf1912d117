"""What a visitor may do how often, and what a report must say. Pure."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `amount` uses of one key in a window."""

    name: str
    amount: int
    window: timedelta

    def window_of(self, moment: datetime) -> datetime:
        """The start of the window a moment falls in."""
        seconds = int(self.window.total_seconds())
        return datetime.fromtimestamp(int(moment.timestamp()) // seconds * seconds, UTC)

    def seconds_left(self, moment: datetime) -> int:
        """How long until the next window opens."""
        return int((self.window_of(moment) + self.window - moment).total_seconds()) + 1


# Generous for a family behind one address, tight for a script: a person follows a handful of numbers an hour.
REPORTS_PER_ADDRESS = Limit("report", 20, timedelta(hours=1))
LOOKUPS_PER_ADDRESS = Limit("lookup", 60, timedelta(minutes=10))
LOOKUPS_PER_NUMBER = Limit("number", 120, timedelta(hours=1))
RATINGS_PER_NUMBER = Limit("rating", 10, timedelta(hours=1))
# The part under the place asks by itself, whenever a place is said.
NEAR_PER_ADDRESS = Limit("near", 60, timedelta(minutes=10))
# Many live behind one address; nobody says "me too" to more than a few things in an hour.
SECONDS_PER_ADDRESS = Limit("second", 20, timedelta(hours=1))
SECONDS_PER_NUMBER = Limit("second_number", 200, timedelta(hours=1))
PHOTOS_PER_ADDRESS = Limit("photo", 300, timedelta(minutes=10))
