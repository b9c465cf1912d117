"""Counting what visitors use. The count stays even when what follows is refused."""

import hashlib
import hmac
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from gewu.kernel import clock
from gewu.kernel.errors import TooMany
from gewu.portal.models import Allowance
from gewu.portal.rules import Limit

KEPT = timedelta(days=1)


def use(limit: Limit, key: str) -> None:
    """Use one of the allowance, or refuse with TooMany. One statement: racing visitors are all counted."""
    moment = clock.now()
    if _count(limit, key, window=limit.window_of(moment)) > limit.amount:
        raise TooMany(
            _("That was a lot in a short time. Please wait a little and try again."),
            retry_after=limit.seconds_left(moment),
        )


def forget_old_allowances() -> int:
    """Delete windows that no longer count; returns how many."""
    deleted, _by_model = Allowance.objects.filter(window__lt=clock.now() - KEPT).delete()
    return deleted


def _count(limit: Limit, key: str, *, window: datetime) -> int:
    digest = hmac.new(settings.SECRET_KEY.encode(), f"{limit.name}:{key}".encode(), hashlib.sha256).digest()
    with connection.cursor() as cursor:
        cursor.execute(
            'INSERT INTO portal_allowance (key, "window", used) VALUES (%s, %s, 1)'
            ' ON CONFLICT (key, "window") DO UPDATE SET used = portal_allowance.used + 1 RETURNING used',
            [digest, window],
        )
        return int(cursor.fetchone()[0])
