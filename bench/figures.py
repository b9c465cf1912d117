"""One measurement in numbers, and beside it the floor's."""

from dataclasses import dataclass
from typing import Any

from bench.floor import Result
from bench.kinds import Kind
from bench.meters import Reading


@dataclass
class Figure:
    """Per request where it is not said otherwise; milliseconds and bytes."""

    key: str
    title: str
    connections: int
    per_second: float
    p50: float
    p95: float
    p99: float
    refused: int
    statements: float
    wal: float
    web_cpu: float
    database_cpu: float
    client_share: float
    floor_per_second: float = 0.0
    floor_wal: float = 0.0
    floor_cpu: float = 0.0

    @classmethod
    def of(cls, kind: Kind, connections: int, answer: dict[str, Any], used: Reading) -> "Figure":
        latencies = sorted(answer["latencies"])
        number = len(latencies)
        return cls(
            key=kind.key,
            title=kind.title,
            connections=connections,
            per_second=number / answer["seconds"],
            p50=_at(latencies, 0.50),
            p95=_at(latencies, 0.95),
            p99=_at(latencies, 0.99),
            refused=sum(times for status, times in answer["statuses"].items() if int(status) >= 300),
            statements=used.statements / number,
            wal=used.wal / number,
            web_cpu=1000 * used.web / number,
            database_cpu=1000 * used.database / number,
            client_share=answer["cpu"] / answer["seconds"],
        )

    def beside(self, floor: Result, used: Reading) -> None:
        """What the database alone did in the same minute."""
        self.floor_per_second = floor.per_second
        self.floor_wal = used.wal / floor.transactions
        self.floor_cpu = 1000 * used.database / floor.transactions

    @property
    def ratio(self) -> float | None:
        """Requests for each transaction of the floor."""
        return self.per_second / self.floor_per_second if self.floor_per_second else None

    @property
    def work_ratio(self) -> float | None:
        """The same in processor time on the server's side, which other programs disturb less than speed."""
        return self.floor_cpu / (self.web_cpu + self.database_cpu) if self.floor_cpu else None


def _at(latencies: list[float], share: float) -> float:
    return 1000 * latencies[min(len(latencies) - 1, int(share * len(latencies)))]
