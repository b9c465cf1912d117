"""What follows from a parcel in the tests: a reaction that counts, one whose worker dies, one that fails."""

import os
import time
from pathlib import Path

from gewu.kernel.jobs import reaction
from gewu.kernel.models import Entry
from gewu.kernel.tests.parcels import Parcel

acted: list[str] = []


@reaction("parcels.count")
def count(entry: Entry) -> None:
    acted.append(entry.kind)


@reaction("parcels.deliver")
def deliver(entry: Entry) -> None:
    """Hangs the first time, so that its worker can be killed, and delivers the second time."""
    first = Path(os.environ["GEWU_TEST_FLAG"])
    if not first.exists():
        first.touch()
        time.sleep(600)
    Parcel.objects.by_id(entry.subject_id).update(stage="delivered")


@reaction("parcels.fail")
def fail(entry: Entry) -> None:
    Parcel.objects.by_id(entry.subject_id).update(stage="broken")
    raise RuntimeError("the van broke down")


SUBSCRIPTIONS = {"parcel.sent": (count,), "parcel.posted": (deliver,), "parcel.dropped": (fail,)}
