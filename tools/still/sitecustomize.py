"""Holds Gewu's clock for pictures: a Python that starts with this folder in PYTHONPATH lives at one moment.

Pictures taken next year then differ by what was changed, and by nothing else.
"""

import os
from datetime import UTC, datetime, tzinfo

from gewu.kernel import clock

MOMENT = datetime.fromisoformat(os.environ["GEWU_SHOTS_AT"]).astimezone(UTC)


class Still(datetime):
    """A datetime whose present never passes."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:
        return MOMENT.astimezone(tz)


# Not clock.hold(): jobs of a held clock are the simulator's, and here a real worker runs.
clock.datetime = Still  # type: ignore[misc]
