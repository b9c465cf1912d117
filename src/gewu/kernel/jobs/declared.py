"""Declaring jobs and reactions: a decorator over a plain function."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias, TypeVar
from uuid import UUID

from django.db import IntegrityError, transaction
from procrastinate.contrib.django import app
from procrastinate.jobs import Job as Order
from procrastinate.retry import RetryStrategy

from gewu.kernel import clock
from gewu.kernel.ids import new_id
from gewu.kernel.jobs.queue import QUEUE, SIMULATED, current_queue, put
from gewu.kernel.models import Entry, Reacted

Id: TypeAlias = UUID | int
# 3, 9, 27, 81, 243 seconds: what a restart or a lost connection needs; after that a person must look.
RETRY = RetryStrategy(max_attempts=5, exponential_wait=3)

REGISTRY: "dict[str, Job | Reaction]" = {}
Declared = TypeVar("Declared", "Job", "Reaction")


def _everything(_entry: Entry) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Job:
    """Work under a name. Its arguments are identifiers, never what they stand for."""

    name: str
    do: Callable[..., None]

    def defer(self, *, lock: UUID | None = None, at: datetime | None = None, **ids: Id) -> None:
        """Queue it in the running transaction; jobs with the same lock run one after another."""
        plain = {key: value if isinstance(value, int) else str(value) for key, value in ids.items()}
        put([order(self.name, lock=lock, at=at, arguments=plain)])

    def __call__(self, **ids: Id) -> None:
        self.do(**ids)

    def run(self, arguments: Mapping[str, object]) -> None:
        """Do it with arguments as they come back from the queue."""
        self.do(**{key: UUID(value) if isinstance(value, str) else value for key, value in arguments.items()})


@dataclass(frozen=True, slots=True)
class Reaction:
    """Work that follows from a journal entry, and is done once for each however often its job runs."""

    name: str
    do: Callable[[Entry], None]
    # It only tells somebody: left out for what is long past when it is played (`queue.fleeting_from`).
    fleeting: bool = False
    # Asked when the entry is written, so that one that nothing follows from leaves no job.
    wants: Callable[[Entry], bool] = _everything

    def order(self, entry: Entry) -> Order:
        return order(self.name, lock=entry.subject_id, arguments={"entry": str(entry.id)})

    def __call__(self, entry: Entry) -> None:
        with transaction.atomic():
            if self._first(entry):
                self.do(entry)

    def run(self, arguments: Mapping[str, object]) -> None:
        self(Entry.objects.one(UUID(str(arguments["entry"]))))

    def _first(self, entry: Entry) -> bool:
        """Take the mark of this reaction; a twin running at the same moment waits, then finds it taken."""
        mark = Reacted(
            id=new_id(entry.township),
            township=entry.township,
            entry_id=entry.id,
            reaction=self.name,
            at=clock.now(),
        )
        try:
            with transaction.atomic():
                mark.save(force_insert=True)
        except IntegrityError:
            return False
        return True


def job(name: str) -> Callable[[Callable[..., None]], Job]:
    """Declare a job: `@job("files.sweep")`."""
    return lambda do: _declare(Job(name, do))


def reaction(
    name: str, *, fleeting: bool = False, wants: Callable[[Entry], bool] = _everything
) -> Callable[[Callable[[Entry], None]], Reaction]:
    """Declare a reaction: `@reaction("patrols.plan_follow_up")` over a function that takes the entry."""
    return lambda do: _declare(Reaction(name, do, fleeting, wants))


def order(
    name: str, *, lock: UUID | None, arguments: Mapping[str, int | str], at: datetime | None = None
) -> Order:
    """A job on its way into the queue. Simulated jobs always say when, because they are run in that order."""
    queue = current_queue()
    return Order(
        queue=queue,
        lock=str(lock) if lock else None,
        queueing_lock=None,
        task_name=name,
        task_kwargs=dict(arguments),
        scheduled_at=at or (clock.now() if queue == SIMULATED else None),
    )


def _declare(declared: Declared) -> Declared:
    if declared.name in REGISTRY:
        raise ValueError(f"two jobs are called {declared.name}")
    REGISTRY[declared.name] = declared

    def task(timestamp: int | None = None, **arguments: object) -> None:
        declared.run(arguments)

    app.task(name=declared.name, queue=QUEUE, retry=RETRY)(task)
    return declared
