"""Jobs: what is done later, on the same database and in the same transaction as what caused it.

A *job* is a function with a name that takes identifiers. A *reaction* is a job that follows from a journal
entry and acts once for each. config/subscriptions.py says what follows from what, config/schedule.py what the
clock brings.
"""

from gewu.kernel.jobs.declared import Job, Reaction, job, reaction
from gewu.kernel.jobs.due import hand_over, next_due, run_due, ticks
from gewu.kernel.jobs.queue import announces_inserts, defer_reactions, fleeting_from
from gewu.kernel.jobs.schedule import Scheduled, daily, every, hourly
from gewu.kernel.jobs.worker import Pace, run_worker, worker_alive

__all__ = [
    "Job",
    "Pace",
    "Reaction",
    "Scheduled",
    "announces_inserts",
    "daily",
    "defer_reactions",
    "every",
    "fleeting_from",
    "hand_over",
    "hourly",
    "job",
    "next_due",
    "reaction",
    "run_due",
    "run_worker",
    "ticks",
    "worker_alive",
]
