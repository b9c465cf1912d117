"""Every way finding writes. The index is fed by the engine; the rest is asked for by people."""

from gewu.finding.commands.batches import begin_batch, leave_to_workers, work_batch
from gewu.finding.commands.exports import ask_export, fetch_export, stop_export
from gewu.finding.commands.index import complete, forget, keep_index
from gewu.finding.commands.persons import look_for
from gewu.finding.commands.saved import remove, rename, restore, save, share

__all__ = [
    "ask_export",
    "begin_batch",
    "complete",
    "fetch_export",
    "forget",
    "keep_index",
    "leave_to_workers",
    "look_for",
    "remove",
    "rename",
    "restore",
    "save",
    "share",
    "stop_export",
    "work_batch",
]
