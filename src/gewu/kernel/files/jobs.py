"""What is done with files by the clock."""

from gewu.kernel import files
from gewu.kernel.jobs import job


@job("files.sweep")
def sweep_files() -> None:
    files.sweep()
