"""What happens by the clock: every night each journal is verified, asked for or not."""

from gewu.evidence import commands
from gewu.evidence.commands import verify
from gewu.evidence.models import Verification
from gewu.kernel import clock
from gewu.kernel.jobs import job
from gewu.kernel.models import Seal

__all__ = ["verify", "verify_all"]


@job("evidence.verify_all")
def verify_all() -> None:
    """Have each township verified that is not being verified. A simulated past waits until it is over."""
    if clock.held():
        return
    busy = set(Verification.objects.filter(finished_at=None).values_list("township", flat=True))
    for township in _sealed() - busy:
        commands.begin_nightly(township)


def _sealed() -> set[int]:
    return set(Seal.objects.order_by("township").values_list("township", flat=True).distinct())
