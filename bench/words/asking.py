"""Two hundred questions as three posts ask them: how long an answer takes, and how many statements."""

import statistics
import time
from collections import Counter
from typing import Any

from bench.words.texts import WORDS, questions

ASKING = ("dispatcher", "gridworker", "handler")
TURNS = 4


def measure() -> None:
    from django.db import connection

    from gewu.finding import queries
    from gewu.people import queries as people

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM finding_casewords")
        print(f"{cursor.fetchone()[0]:,} cases")
    print("| asked by | p50 ms | p95 ms | slowest ms | ten most frequent | p95 of all asks | statements |")
    for name in ASKING:
        actor = people.actor_of(people.user_named(name), door="desk")
        times: dict[str, list[float]] = {question: [] for question in questions()}
        statements = Counter[str]()
        for _turn in range(TURNS):
            for question, asked in times.items():
                with connection.execute_wrapper(_counting(statements, question)):
                    began = time.perf_counter()
                    queries.find(actor, question)
                    asked.append((time.perf_counter() - began) * 1000)
        _tell(name, times, statements)


def _tell(name: str, times: dict[str, list[float]], statements: "Counter[str]") -> None:
    """The best of some turns for each question, since other programs disturb; and all, to be honest."""
    best = {question: min(asked) for question, asked in times.items()}
    ordered = sorted(best.values())
    everything = sorted(ms for asked in times.values() for ms in asked[1:])
    ten, most = max(best[question] for question in WORDS[:10]), max(best, key=lambda question: best[question])
    print(
        f"| {name} | {statistics.median(ordered):.0f} | {_p95(ordered):.0f} | {ordered[-1]:.0f} ({most})"
        f" | {ten:.0f} | {_p95(everything):.0f} | {sum(statements.values()) / len(times) / TURNS:.1f} |",
        flush=True,
    )


def _p95(ordered: list[float]) -> float:
    return ordered[int(len(ordered) * 0.95)]


def _counting(statements: "Counter[str]", question: str) -> Any:
    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        statements[question] += 1
        return execute(sql, params, many, context)

    return count
