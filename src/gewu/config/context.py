"""What every template knows besides the request."""

from datetime import datetime

from django.http import HttpRequest

from gewu.kernel.clock import now


def moment(_: HttpRequest) -> dict[str, datetime]:
    """`now`: the one clock, for `{% clock due now %}` and `{% moment value now %}`."""
    return {"now": now()}
