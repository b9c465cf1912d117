"""What is counted: a form that was sent, and answers that somebody saw."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from gewu.burden import rules
from gewu.burden.counting import FIELDS, FORMS, READS, flush, tally
from gewu.burden.moment import Opened
from gewu.kernel import clock
from gewu.kernel.access import Actor

__all__ = ["Sender", "flush", "note_filling", "note_look"]


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sent a form, as far as it is counted: the door, and a role of theirs."""

    township: int
    door: str
    role: str

    @classmethod
    def of(cls, actor: Actor, township: int | None = None) -> "Sender | None":
        """None where neither the actor nor the form says which township it is."""
        post = next((one for one in actor.posts if one.primary), actor.posts[0] if actor.posts else None)
        home = township or (post.scope.low if post else None)
        return cls(home, actor.door, post.role if post else "resident") if home else None


def note_filling(opened: Opened, sender: Sender, answers: Mapping[str, str]) -> None:
    """Count a form that was sent, with its answers by field."""
    day = _today()
    seconds = rules.timed((clock.now() - opened.at).total_seconds())
    tally.add(
        FORMS,
        sender.township,
        (day, opened.form, opened.version, sender.door, sender.role),
        {"sent": 1, "timed": seconds is not None, "seconds": seconds or 0},
    )
    for field in opened.fields:
        answer = answers.get(field, "")
        counts = {
            "shown": 1,
            "known": field in opened.known,
            "kept": opened.kept(field, answer),
            "filled": bool(answer),
        }
        tally.add(FIELDS, sender.township, (day, opened.form, opened.version, field), counts)


def note_look(township: int, definition: str, fields: Iterable[str], *, exported: bool = False) -> None:
    """Count answers of a definition that somebody saw, or that went into a file."""
    day = _today()
    for field in fields:
        tally.add(READS, township, (day, definition, field), {"exported" if exported else "shown": 1})


def _today() -> date:
    return timezone.localdate(clock.now())
