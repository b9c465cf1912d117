"""What visitors leave behind and nobody needs any more."""

from gewu.kernel.jobs import job
from gewu.portal.commands import forget_old_allowances


@job("portal.sweep")
def sweep() -> None:
    """Counts of yesterday's visits go every night."""
    forget_old_allowances()
