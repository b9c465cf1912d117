"""Numbers for people: distinct whatever happens to their writers, and safe to copy by hand."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date

import pytest
from django.db import OperationalError, connection, connections, transaction
from hypothesis import given
from hypothesis import strategies as st

from gewu.kernel import numbers
from gewu.kernel.errors import Invalid, TooMany
from gewu.kernel.models import NumberRange
from gewu.kernel.numbers import ALPHABET, LENGTH, Shelf, check_character, clean

HOME = 370402001
DAY = date(2014, 11, 3)
bodies = st.text(ALPHABET, min_size=LENGTH - 1, max_size=LENGTH - 1)


def whole(body: str) -> str:
    return body + check_character(body)


def is_number(text: str) -> bool:
    return check_character(text[:-1]) == text[-1]


def test_every_place_has_a_weight_of_its_own_and_none_is_nothing() -> None:
    """The check is linear, so these two facts prove every substitution and every swap, of any two places."""
    zero = "0" * (LENGTH - 1)
    effects = [check_character(zero[:i] + "1" + zero[i + 1 :]) for i in range(LENGTH - 1)] + ["1"]
    assert len(set(effects)) == LENGTH
    assert "0" not in effects


@given(bodies, bodies)
def test_the_check_is_linear(one: str, other: str) -> None:
    both = "".join(ALPHABET[ALPHABET.index(a) ^ ALPHABET.index(b)] for a, b in zip(one, other, strict=True))
    checks = ALPHABET.index(check_character(one)) ^ ALPHABET.index(check_character(other))
    assert check_character(both) == ALPHABET[checks]


@given(bodies)
def test_every_single_wrong_character_shows(body: str) -> None:
    number = whole(body)
    for place, right in enumerate(number):
        for wrong in set(ALPHABET) - {right}:
            assert not is_number(number[:place] + wrong + number[place + 1 :])


@given(bodies)
def test_every_swap_of_neighbours_shows(body: str) -> None:
    number = whole(body)
    for place in range(LENGTH - 1):
        one, other = number[place], number[place + 1]
        if one != other:
            assert not is_number(number[:place] + other + one + number[place + 2 :])


@given(bodies)
def test_a_clean_number_stays_itself_however_it_is_grouped(body: str) -> None:
    number = whole(body)
    assert clean(number) == number
    assert clean(numbers.grouped(number)) == number


@pytest.mark.parametrize(
    "typed",
    [
        "wh-1h4-0012-7kq9-{check}",
        " WH 1H4 0012 7KQ9 {check} ",
        "WHIH4OO127KQ9{check}",
        "whlh4oo127kq9{check}",
        "ＷＨ１Ｈ４００１２７ＫＱ９{check}",
        "WH·1H4—0012－7KQ9 {check}",
    ],
)
def test_the_typed_form_is_forgiving(typed: str) -> None:
    number = whole("WH1H400127KQ9")
    assert clean(typed.format(check=number[-1].lower())) == number


@pytest.mark.parametrize("typed", ["", "WH", "WH1H400127KQ9", "U" * 14, "W" * 5000, "网" * 14, "\0" * 14])
def test_what_is_no_number_is_refused_naming_the_field(typed: str) -> None:
    with pytest.raises(Invalid) as refusal:
        clean(typed, field="number")
    assert set(refusal.value.fields) == {"number"}


def test_a_wrong_check_character_is_refused() -> None:
    number = whole("WH1H400127KQ9")
    with pytest.raises(Invalid):
        clean(number[:-1] + ("0" if number[-1] != "0" else "1"))


@pytest.mark.parametrize("letters", ["WL", "W", "WHX", "wh", "W1", "", "文化"])
def test_place_letters_are_two_unmistakable_ones(letters: str) -> None:
    with pytest.raises(ValueError, match="place letters"):
        numbers.place_letters(letters)


@pytest.mark.django_db
def test_a_number_says_its_place_and_day() -> None:
    number = numbers.draw(HOME, letters="WH", day=DAY)
    assert len(number) == LENGTH
    assert clean(number) == number
    assert numbers.letters_of(number) == "WH"
    assert numbers.day_of(number) == DAY


@pytest.mark.django_db
def test_a_rolled_back_command_never_gives_its_number_back() -> None:
    drawn = set()
    for _attempt in range(3):
        shelf = Shelf(numbers.reserve)  # a fresh process each time
        with transaction.atomic():
            drawn.add(shelf.draw(HOME, DAY))
            transaction.set_rollback(True)
    assert len(drawn) == 3


def test_a_used_up_day_is_refused() -> None:
    shelf = Shelf(lambda _township, _day: 32**4 - 1)
    with pytest.raises(TooMany):
        shelf.draw(HOME, DAY)


def test_a_forked_child_does_not_share_its_parents_serials(monkeypatch: pytest.MonkeyPatch) -> None:
    parents = numbers._shelf
    numbers._forget()
    try:
        assert numbers._shelf is not parents
    finally:
        monkeypatch.setattr(numbers, "_shelf", parents)


@contextmanager
def without_pool() -> Iterator[None]:
    """A connection for each of many threads: the pool has only as many as a process has threads."""
    options = connection.settings_dict["OPTIONS"]
    pool = options.pop("pool", None)
    connection.close()
    try:
        yield
    finally:
        connection.close()
        if pool is not None:
            options["pool"] = pool


@pytest.mark.django_db(transaction=True)
def test_thirty_two_writers_draw_a_thousand_each_and_none_waits_for_anothers_commit() -> None:
    """Four shelves stand for four processes. Nobody commits before all have drawn."""
    shelves = [Shelf(numbers.reserve) for _ in range(4)]
    all_have_drawn = threading.Barrier(32, timeout=60)

    def write(writer: int) -> list[int]:
        try:
            with transaction.atomic():
                # The transaction really stands open, and whoever waits for another's row fails.
                connection.cursor().execute("SET LOCAL lock_timeout = '10s'")
                drawn = [shelves[writer % 4].draw(HOME, DAY) for _ in range(1000)]
                all_have_drawn.wait()
                return drawn
        except OperationalError:
            all_have_drawn.abort()
            raise
        finally:
            connections.close_all()

    with without_pool(), ThreadPoolExecutor(32) as pool:
        drawn = [serial for serials in pool.map(write, range(32)) for serial in serials]
    assert len(drawn) == len(set(drawn)) == 32_000
    assert NumberRange.objects.get(township=HOME, day=DAY).reserved >= 32_000


@pytest.mark.django_db(transaction=True)
def test_an_open_transaction_of_another_writer_costs_no_time() -> None:
    opened, done = threading.Event(), threading.Event()

    def dawdle() -> None:
        try:
            with transaction.atomic():
                Shelf(numbers.reserve).draw(HOME, DAY)
                opened.set()
                done.wait(20)
        finally:
            connections.close_all()

    slow = threading.Thread(target=dawdle)
    slow.start()
    assert opened.wait(10)
    start = time.monotonic()
    with transaction.atomic():
        Shelf(numbers.reserve).draw(HOME, DAY)
    waited = time.monotonic() - start
    done.set()
    slow.join()
    assert waited < 5
