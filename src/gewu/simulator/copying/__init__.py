"""A town with a long past: cases that were played once are copied into other weeks, with their journals.

Commands play a few hundred moves a second; a million cases would take hours. A copy (`copy_cases`) is what
the commands would have left there: own ids and numbers, every moment moved by whole weeks, deadlines counted
anew on the calendar, sealed values sealed for their new rows, the journal chained anew. What no command reads
again is not copied: receipts, and the queue of jobs.
"""

from gewu.simulator.copying.commands import Copied, copy_cases

__all__ = ["Copied", "copy_cases"]
