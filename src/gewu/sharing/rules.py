"""Does a form or a register ask for what sharing supplies? Decided on names and words alone."""

import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from gewu.sharing.definition import Item


@dataclass(frozen=True, slots=True)
class Question:
    """A question of a form: its name, and everything it says in any language."""

    name: str
    said: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AskedAgain:
    """A question for something that an office supplies."""

    question: str
    item: Item


@dataclass(frozen=True, slots=True)
class HeldField:
    """A field of a register or a programme: `person.marriage`, its words, the office it says it comes from.

    `finds`: rows are found by it, so that it is asked of whoever is not known yet.
    """

    path: str
    said: tuple[str, ...] = ()
    by: str = ""
    finds: bool = False

    @property
    def question(self) -> Question:
        """As a form would ask for it."""
        return Question(self.path.partition(".")[2], self.said)


@dataclass(frozen=True, slots=True)
class Unlawful:
    """A field that may not stand as it does, and why, for whoever wrote it."""

    path: str
    why: str


def unlawful(held: Iterable[HeldField], items: Collection[Item]) -> Iterator[Unlawful]:
    """Every field that asks for something supplied, without being filled by whoever supplies it."""
    filled = {path for one in items for path in one.fields}
    for field in held:
        item = next((one for one in items if means(field.question, one)), None)
        if item is not None and not field.finds and field.path not in filled:
            why = f"asks for {item.en}, which {item.supplier.en} supplies: {item.instead.en}"
            yield Unlawful(field.path, f"{why}; drop it, or let sharing/{item.office}.toml fill it")


def unmet(held: Collection[HeldField], items: Collection[Item]) -> Iterator[Unlawful]:
    """Where a field and the catalogue do not say the same: offices nobody knows, fields that are none."""
    by_path = {path: one for one in items for path in one.fields}
    offices = {one.office for one in items}
    for field in held:
        item = by_path.get(field.path)
        if field.by and field.by not in offices:
            yield Unlawful(field.path, f"comes by {field.by}, which is no file of sharing")
        elif field.by and item is None and not field.finds:
            yield Unlawful(field.path, f"comes by {field.by}, which does not say so")
        elif item is not None and field.by != item.office:
            yield Unlawful(field.path, f"is supplied by {item.office}, and says {field.by or 'nobody'}")
    paths = {field.path for field in held}
    yield from (
        Unlawful(path, f"is supplied by {one.office}, but there is no such field")
        for path, one in by_path.items()
        if path not in paths
    )


def asked_again(questions: Iterable[Question], items: Collection[Item], day: date) -> tuple[AskedAgain, ...]:
    """Every question that asks for what is supplied on that day; each once, by the first item it means."""
    supplied = [item for item in items if item.since <= day]
    return tuple(_found(questions, supplied))


def _found(questions: Iterable[Question], items: Collection[Item]) -> Iterator[AskedAgain]:
    for question in questions:
        item = next((item for item in items if means(question, item)), None)
        if item is not None:
            yield AskedAgain(question.name, item)


def means(question: Question, item: Item) -> bool:
    """Whether the question is for the item: by its name, or by a phrase in what it says."""
    if question.name in item.names():
        return True
    said = [spoken(one) for one in question.said]
    return any(spoken(phrase) in one for phrase in (*item.phrases.zh, *item.phrases.en) for one in said)


def spoken(words: str) -> str:
    """Words without what does not matter: width, capitals, spaces and punctuation."""
    plain = unicodedata.normalize("NFKC", words).casefold()
    return "".join(letter for letter in plain if letter.isalnum())
