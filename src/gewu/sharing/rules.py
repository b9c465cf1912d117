"""Does a form ask for what sharing supplies? Decided on names and words alone."""

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
