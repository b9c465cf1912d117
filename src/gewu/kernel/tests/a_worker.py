"""A worker process for the tests, with the reactions of the tests and hurried signs of life."""

import django
from django.conf import settings

django.setup()

from gewu.kernel import jobs  # noqa: E402 - the apps must be ready
from gewu.kernel.tests import reactions  # noqa: E402

SCHEDULE: tuple[jobs.Scheduled, ...] = ()

if __name__ == "__main__":
    settings.SUBSCRIPTIONS = f"{reactions.__name__}.SUBSCRIPTIONS"
    settings.SCHEDULE = "gewu.kernel.tests.a_worker.SCHEDULE"
    jobs.run_worker(pace=jobs.Pace(poll=0.2, heartbeat=0.5, silence=2))
