"""What happens by the clock. Read this file to see everything that happens without anybody asking."""

from datetime import time

from gewu.aftercare.jobs import list_past_keeping, remind_of_calls
from gewu.cases.commands.clocks import go_on_all
from gewu.cases.commands.recounting import recount_provisional
from gewu.cases.commands.waiting import forget_held_photos
from gewu.checkups.jobs import look_through_all
from gewu.clearance.jobs import take_in_all
from gewu.evidence.jobs import verify_all
from gewu.exchange.jobs import nightly as exchange_nightly
from gewu.finding.jobs import complete_index
from gewu.finding.jobs import sweep as sweep_finding
from gewu.kernel.files.jobs import sweep_files
from gewu.kernel.housekeeping import sweep
from gewu.kernel.jobs import Scheduled, daily, every, hourly
from gewu.kernel.seals import seal_days
from gewu.notices import jobs as notices
from gewu.people.jobs import sweep as sweep_people
from gewu.portal.jobs import sweep as sweep_portal
from gewu.redraw.commands import apply_due
from gewu.registers.jobs import follow_assignments, forget_all, join_all, rate_all
from gewu.rights.jobs import every_night as guard_rights
from gewu.routing.jobs import dispatch_all, learn_all
from gewu.supervision.jobs import climb_all, remind_all, watch_all

SCHEDULE: tuple[Scheduled, ...] = (
    every(climb_all, minutes=5),
    every(remind_all, minutes=5),
    every(take_in_all, minutes=5),
    every(dispatch_all, minutes=1),
    every(remind_of_calls, minutes=5),
    daily(learn_all, at=time(4, 20)),
    # Ten minutes after midnight, and every hour to make up for a night without a worker.
    hourly(seal_days, minute=10),
    # What should run again since midnight, and what a year that is known now no longer leaves open.
    daily(go_on_all, at=time(0, 20)),
    # Borders whose day came while no worker ran.
    hourly(apply_due, minute=5),
    # Houses that belong to another grid from this day on.
    hourly(follow_assignments, minute=2),
    daily(recount_provisional, at=time(0, 30)),
    daily(join_all, at=time(1, 10)),
    daily(rate_all, at=time(1, 10)),
    hourly(forget_all, minute=45),
    daily(verify_all, at=time(2, 30)),
    daily(guard_rights, at=time(1, 30)),
    daily(look_through_all, at=time(1, 20)),
    daily(watch_all, at=time(1, 40)),
    daily(list_past_keeping, at=time(3, 20)),
    daily(sweep, at=time(3, 40)),
    daily(sweep_files, at=time(3, 50)),
    hourly(forget_held_photos, minute=35),
    daily(sweep_people, at=time(4, 0)),
    daily(sweep_portal, at=time(4, 10)),
    daily(notices.sweep, at=time(4, 20)),
    daily(notices.digests, at=time(8, 0)),
    hourly(notices.catch_up, minute=25),
    daily(sweep_finding, at=time(4, 20)),
    daily(exchange_nightly, at=time(1, 50)),
    daily(complete_index, at=time(4, 30)),
)
