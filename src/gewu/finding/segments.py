"""How words are laid down in the index and looked up in it. Pure: no Django, no database.

Texts are cut into pairs of characters and single characters, so that any piece of a text is found whatever a
dictionary makes of it, and a better dictionary needs no new index. Only what somebody asks for is segmented
into words (rjieba): each word is a run of neighbouring pairs, and every word must be there.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from uuid import UUID

import rjieba

# PostgreSQL counts positions up to 16383, and a word that stands 256 times is not looked at further.
LAST_POSITION = 16_000
LONGEST_QUERY = 60
MOST_TERMS = 8
LONGEST_TOKEN = 40
# A run of digits as long as this is a phone or an identity number: never a word to find a case by.
CONTACT_DIGITS = 7

_RUN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+|[a-z0-9]+")
_SPACED_DIGITS = re.compile(r"\d[\d\s\-]{5,}\d")
# Words that say nothing about a case.
_EMPTY = frozenset("的了吗呢吧啊和与在是有就也都很把被我请这那个") | {"我们"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asked for: words that must all be there, and the whole as it was typed."""

    terms: tuple[str, ...]
    whole: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.terms)


@dataclass(frozen=True, slots=True)
class Age:
    """A time back: one of its marks stands in every case of it. Without marks it is all there is."""

    marks: tuple[str, ...] = ()
    weeks: int = 0


def folded(text: str) -> str:
    """One spelling of width and capitals, as long as the text, so that marks fall on the right letters."""
    return "".join(_folded(character) for character in text)


def laid_down(parts: Iterable[tuple[str, str]], marks: Iterable[str] = ()) -> str:
    """A tsvector for (weight, text) parts and marks that no text can hold, as PostgreSQL reads it."""
    places: dict[str, list[str]] = {}
    at = 0
    for weight, text in parts:
        at = _lay(places, text, weight=weight, at=at) + 8
    words = [f"'{lexeme}':{','.join(found[:200])}" for lexeme, found in places.items()]
    return " ".join([*words, *(f"'{mark}':1D" for mark in dict.fromkeys(marks))])


def asked(text: str) -> Asked:
    """The terms of a question."""
    runs = tuple(_RUN.findall(folded(text[:LONGEST_QUERY])))
    terms = [term for run in runs for term in _terms_of(run)]
    kept = tuple(dict.fromkeys(term for term in terms if term not in _EMPTY))[:MOST_TERMS]
    return Asked(kept or tuple(dict.fromkeys(terms))[:MOST_TERMS], runs)


def looked_up(
    question: Asked, *, marks: Iterable[str] = (), weights: str = "", anyone: Iterable[str] = ()
) -> str:
    """A tsquery: every term, every mark, and one of `anyone` if there are any."""
    parts = [_phrase(term, weights) for term in question.terms]
    parts += [f"'{mark}'" for mark in marks]
    either = " | ".join(f"'{mark}'" for mark in anyone)
    return " & ".join([*parts, *([f"({either})"] if either else [])])


def in_one_piece(question: Asked) -> str:
    """A tsquery for what was typed, word beside word: what holds it goes before what merely has the words."""
    return " & ".join(_phrase(run, "") for run in question.whole[:MOST_TERMS])


def marks_of(
    *, township: int, day: date, places: Iterable[UUID], reporter: UUID | None, offices: Iterable[UUID]
) -> list[str]:
    """What narrows a question before a row is read: where, when, whose."""
    found = [township_mark(township), *(place_mark(place) for place in places)]
    found += [office_mark(office) for office in offices]
    return [
        *found,
        *([reporter_mark(reporter)] if reporter else []),
        week_mark(day),
        quarter_mark(day),
        year_mark(day),
    ]


def township_mark(township: int) -> str:
    return f"@t{township}"


def place_mark(place: UUID) -> str:
    # Random ends of identifiers; whoever shares one by chance is weeded out when rights are asked.
    return f"@p{place.hex[-12:]}"


def office_mark(office: UUID) -> str:
    return f"@o{office.hex[-12:]}"


def reporter_mark(user: UUID) -> str:
    return f"@r{user.hex[-12:]}"


def week_mark(day: date) -> str:
    return f"@w{day.toordinal() // 7}"


def quarter_mark(day: date) -> str:
    return f"@q{day.year * 4 + (day.month - 1) // 3}"


def year_mark(day: date) -> str:
    return f"@y{day.year}"


def ages(day: date, *, whole: bool) -> tuple[Age, ...]:
    """Ever longer times back from a day, each holding the one before: a question begins with the newest.

    `whole`: for whoever reads all of a township. A post that reads a part of it would find a handful in two
    weeks, and to have the marks of two years read costs more than to look at all its own.
    """
    week, quarter = day.toordinal() // 7, day.year * 4 + (day.month - 1) // 3
    before = quarter - 1
    first = date(before // 4, before % 4 * 3 + 1, 1)
    newest = Age((f"@w{week}", f"@w{week - 1}"), 2)
    years = Age((f"@y{day.year}", f"@y{day.year - 1}"), (day - date(day.year - 1, 1, 1)).days // 7)
    middle = (
        Age(tuple(f"@w{week - back}" for back in range(8)), 8),
        Age((f"@q{quarter}", f"@q{before}"), (day - first).days // 7),
    )
    return (newest, *middle, years, Age()) if whole else (*middle, Age())


def without_contacts(text: str) -> str:
    """A text without long numbers: phones that people write into what they tell."""
    return _SPACED_DIGITS.sub(" ", text)


def _lay(places: dict[str, list[str]], text: str, *, weight: str, at: int) -> int:
    for run in _RUN.findall(folded(without_contacts(text))):
        if at > LAST_POSITION:
            return at
        if _is_han(run):
            for offset, character in enumerate(run):
                if not any(spot.endswith(weight) for spot in places.get(character, ())):
                    places.setdefault(character, []).append(f"{at + offset + 1}{weight}")
                if offset + 1 < len(run):
                    places.setdefault(run[offset : offset + 2], []).append(f"{at + offset + 1}{weight}")
            at += len(run)
        elif not _is_contact(run):
            places.setdefault(run[:LONGEST_TOKEN], []).append(f"{at + 1}{weight}")
            at += 1
    return at + 1


def _phrase(term: str, weights: str) -> str:
    ending = f":{weights}" if weights else ""
    if not _is_han(term) or len(term) == 1:
        return f"'{term[:LONGEST_TOKEN]}'{ending}"
    pairs = [f"'{term[at : at + 2]}'{ending}" for at in range(len(term) - 1)]
    return pairs[0] if len(pairs) == 1 else f"({' <-> '.join(pairs)})"


def _terms_of(run: str) -> Iterator[str]:
    """The words of a run; characters that stand alone beside each other belong together."""
    if not _is_han(run):
        if not _is_contact(run):
            yield run
        return
    alone = ""
    for word in _cut(run):
        if len(word) == 1 and word not in _EMPTY:
            alone += word
            continue
        yield from filter(None, (alone, word))
        alone = ""
    if alone:
        yield alone


@cache
def _dictionary() -> "rjieba.Jieba":
    # Its five megabytes wait until somebody asks.
    return rjieba.Jieba()


def _cut(run: str) -> list[str]:
    return list(_dictionary().cut(run))


def _is_han(run: str) -> bool:
    return not run[0].isascii()


def _is_contact(run: str) -> bool:
    return len(run) >= CONTACT_DIGITS and sum(map(str.isdigit, run)) >= CONTACT_DIGITS


def _folded(character: str) -> str:
    one = unicodedata.normalize("NFKC", character).lower()
    return one if len(one) == 1 else character
