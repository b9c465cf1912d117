"""Decisions about drafts on plain values: who may do what, and what two people did at once."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from gewu.kernel.access import Actor
from gewu.people.rules import Role

Right = Literal["drafts", "publishes"]
# What touches any part at once: files, a table, and a whole section (`section:stages`).
WHOLE = frozenset({"import", "table"})
SECTION = "section"


def may(actor: Actor, right: Right, *, path: Collection[UUID], roles: Mapping[str, Role]) -> bool:
    """Whether a post of the actor, at one of the areas of the path, gives the right."""
    held = (post for post in actor.posts if post.scope.area in path)
    return any(getattr(roles[post.role], right) for post in held)


def had_a_hand(user: UUID | None, hands: Collection[UUID | None]) -> bool:
    """Four eyes: whoever opened a draft, changed it or handed it in does not publish it."""
    return user is None or user in hands


@dataclass(frozen=True, slots=True)
class Trace:
    """What a step touched, as far as a conflict is concerned."""

    number: int
    part: str
    sections: frozenset[str]


def in_the_way(steps: Iterable[Trace], *, seen: int, part: str, sections: Collection[str]) -> tuple[int, ...]:
    """The numbers of steps made since, on the same part; or on the same sections, by an import."""
    return tuple(
        step.number for step in steps if step.number > seen and _meets(step, part=part, sections=sections)
    )


def _meets(step: Trace, *, part: str, sections: Collection[str]) -> bool:
    if step.part == part:
        return True
    return (is_broad(step.part) or is_broad(part)) and not step.sections.isdisjoint(sections)


def is_broad(part: str) -> bool:
    """Whether a step of this part may have touched any page of the draft."""
    return part in WHOLE or part.startswith(f"{SECTION}:")
