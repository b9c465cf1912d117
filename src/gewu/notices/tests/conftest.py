"""A cast on duty, and a gateway on this machine that behaves as badly as told."""

from collections.abc import Iterator

import pytest
from django.conf import LazySettings

from gewu.cases.tests.builders import Cast, a_cast
from gewu.notices.tests.gateway import TestGateway


@pytest.fixture
def cast(db: None) -> Cast:
    return a_cast()


@pytest.fixture
def away(settings: LazySettings) -> Iterator[TestGateway]:
    """The other end of a gateway; patience is half a second."""
    with TestGateway() as gateway:
        settings.NOTICE_HOSTS = frozenset({gateway.host})
        settings.NOTICE_TIMEOUT = 0.5
        settings.PUBLIC_URL = "https://gewu.example"
        yield gateway
