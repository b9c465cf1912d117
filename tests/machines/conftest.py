"""A town for a machine to play with, and at the end the share of requests that succeeded."""

from collections.abc import Iterator

import pytest

from tests.machines import world as worlds
from tests.machines.shares import SHARE, table
from tests.machines.world import World


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if __package__.replace(".", "/") in str(item.path):
            item.add_marker(pytest.mark.machines)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reports = [report for kind in ("passed", "failed") for report in terminalreporter.stats.get(kind, ())]
    shares = [value for report in reports for name, value in report.user_properties if name == SHARE]
    if shares:
        terminalreporter.section("share of requests that succeeded")
        for line in table(shares):
            terminalreporter.write_line(line)


@pytest.fixture
def world(db: None) -> Iterator[World]:
    """Built as the application, and taken back at the end."""
    with worlds.one_connection():
        yield worlds.build()
