"""kill -9 of anybody, in any order, while rows are written: one server again, and every acknowledged row."""

import os
import signal
import time

import pytest

from gewu.runtime.tests.town import Town, Writer, a_town, kill, wait_for

pytestmark = [pytest.mark.processes, pytest.mark.xdist_group("processes")]

ORDERS = [
    ["backend"],
    ["worker"],
    ["web"],
    ["postmaster"],
    ["supervisor"],
    ["supervisor", "postmaster"],
    ["postmaster", "supervisor"],
    ["web", "worker", "supervisor"],
    ["supervisor", "backend", "postmaster", "web", "worker"],
]


@pytest.mark.parametrize("order", ORDERS, ids="-".join)
def test_whoever_is_killed_everything_comes_back_and_nothing_is_lost(town: Town, order: list[str]) -> None:
    with Writer(town) as writer:
        _kill_under_load(town, writer, order)
        if "supervisor" in order:
            town.start()
        else:
            town.wait_until_well()
        _wait_for_more(writer)
    assert writer.missing() == set()
    _one_of_each(town)


def test_a_lost_web_worker_is_replaced_by_its_master(town: Town) -> None:
    master, worker = sorted(town.find("web"))
    kill(worker)
    wait_for(lambda: worker not in town.find("web"), "the worker to be gone")
    _one_of_each(town)
    time.sleep(2)  # one that was tied to a passing thread instead of its master would now be gone again
    _one_of_each(town)
    assert master in town.find("web")


def test_a_server_that_is_slow_to_leave_is_waited_for_at_the_next_start(town: Town) -> None:
    (postmaster,) = town.find("postmaster")
    with Writer(town) as writer:
        _wait_for_more(writer)
        os.kill(postmaster, signal.SIGSTOP)
        kill(town.supervisor)
        town.launch()
        time.sleep(2)
        os.kill(postmaster, signal.SIGCONT)
        town.wait_until_well()
        _wait_for_more(writer)
    assert writer.missing() == set()
    _one_of_each(town)


def test_a_stale_process_number_that_is_somebody_elses_does_not_stop_the_start(town: Town) -> None:
    town.stop()
    note = town.installation.data / "postgres" / "postmaster.pid"
    note.write_text(f"1\n{note.parent}\n1700000000\n5432\n{town.installation.data}/run\n\n  1 1\nready\n")
    town.start()
    _one_of_each(town)


def test_a_birth_that_is_cut_short_begins_anew() -> None:
    with a_town() as town:
        for moment in ("postmaster", "prepare"):
            town.launch()
            wait_for(lambda: bool(town.find(moment)), moment, town.explain)  # noqa: B023  (used at once)
            for process in town.everybody():
                kill(process)
            town.runs[-1].wait()
        town.start()
        _one_of_each(town)


def _kill_under_load(town: Town, writer: Writer, order: list[str]) -> None:
    victims = [process for name in order for process in sorted(town.find(name))]
    assert victims
    _wait_for_more(writer)
    for process in victims:
        kill(process)
    if "supervisor" in order:
        town.runs[-1].wait()
    wait_for(lambda: not set(victims) & town.everybody().keys(), "the killed to be gone")


def _wait_for_more(writer: Writer) -> None:
    before = len(writer.acknowledged)
    wait_for(lambda: len(writer.acknowledged) > before + 50, "rows to be written")


def _one_of_each(town: Town) -> None:
    """One supervisor, one database server, one web server with its worker process, one worker."""
    expected = {"supervisor": 1, "postmaster": 1, "web": 2, "worker": 1}
    wait_for(lambda: {name: len(town.find(name)) for name in expected} == expected, "all four", town.explain)
    town.wait_until_well()
