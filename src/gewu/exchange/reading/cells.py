"""What a cell says, by the kind of its field: the value as it is kept, or a code of what is wrong with it."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import partial
from typing import Any, NamedTuple

from gewu.exchange.reading.book import DAY, Raw
from gewu.exchange.reading.folding import folded, narrowed


class Understood(NamedTuple):
    """A value as the registers keep it (None: the cell is blank), or the code of a finding."""

    value: Any
    wrong: str = ""


BLANK = Understood(None)
# What people type for "nothing known".
_NOTHING = frozenset({"", "无", "-", "--", "—", "/", "\\", "不详", "暂无", "空", "n/a", "na", "null", "none"})
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
_PROVINCES = frozenset(
    [
        "11",
        "12",
        "13",
        "14",
        "15",
        "21",
        "22",
        "23",
        "31",
        "32",
        "33",
        "34",
        "35",
        "36",
        "37",
        "41",
        "42",
        "43",
        "44",
        "45",
        "46",
        "50",
        "51",
        "52",
        "53",
        "54",
        "61",
        "62",
        "63",
        "64",
        "65",
        "71",
        "81",
        "82",
        "83",
        "91",
    ]
)
_EXPONENT = re.compile(r"\d(\.\d+)?E\+?\d+", re.IGNORECASE)
_DATE = re.compile(r"(?P<year>\d{4})(?:年|[-./])(?P<month>\d{1,2})(?:(?:月|[-./])(?P<day>\d{1,2})?日?)?")
_HOUR = re.compile(r"[T ]\d{1,2}:\d\d.*")
_DIGITS = re.compile(r"(?P<year>(?:18|19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)?")
_SHORT = re.compile(r"\d{1,2}\s*[-./年]\s*\d{1,2}.*")
_NUMBER = re.compile(
    r"(-?\d+(?:\.\d+)?)\s*(?:㎡|m2|平方米|平米|平|人|户|间|层|元|个|米|m|岁|年)?", re.IGNORECASE
)
_CREDIT = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_YES = {"是", "有", "y", "yes", "true", "1", "√", "✓", "对"}
_NO = {"否", "无", "没有", "n", "no", "false", "0", "×", "x", "✗", "不是"}
# Serial days of a spreadsheet: 1880 is before its count, so from 1 January 1900.
_FIRST_DAY, _SERIALS = date(1899, 12, 30), range(1, 73_051)


def blank(raw: Raw) -> bool:
    """Whether a cell says nothing."""
    return raw is None or (isinstance(raw, str) and raw.strip().casefold() in _NOTHING)


def text(raw: Raw, most: int = 200) -> Understood:
    """Words as they stand, with single blanks."""
    kept = " ".join(str(raw).removeprefix(DAY).split())
    return Understood(kept) if len(kept) <= most else Understood(None, "long")


def name(raw: Raw) -> Understood:
    """A person's name: no blanks between Chinese characters, no digits."""
    kept = " ".join(str(raw).replace("\u3000", " ").split())
    if re.search(r"[\u3400-\u9fff]", kept):
        kept = kept.replace(" ", "")
    if any(c.isdigit() for c in kept) or kept.startswith(DAY):
        return Understood(None, "name_digits")
    return Understood(kept) if len(kept) <= 60 else Understood(None, "long")


def identity(raw: Raw) -> Understood:
    """An identity number of 18; one of 15 digits is completed. Rounded ones are known and refused."""
    if isinstance(raw, int | float) and abs(raw) >= 1e15:
        return Understood(None, "identity_rounded")
    number = narrowed(str(raw)).upper().replace("Х", "X").strip("'`’‘")
    if _EXPONENT.fullmatch(number):
        return Understood(None, "identity_rounded")
    if len(number) == 15 and number.isdecimal():
        number = _completed(number)
    if len(number) != 18 or not number[:17].isdecimal() or not number.isascii():
        return Understood(None, "identity_form")
    if number[17] != _check_character(number):
        return Understood(None, "identity_rounded" if number.endswith("000") else "identity_check")
    if number[:2] not in _PROVINCES or born(number) is None:
        return Understood(None, "identity_form")
    return Understood(number)


def _completed(old: str) -> str:
    number = f"{old[:6]}19{old[6:]}"
    return number + _check_character(number)


def _check_character(number: str) -> str:
    return _CHECK[sum(int(d) * w for d, w in zip(number, _WEIGHTS, strict=False)) % 11]


def born(number: str) -> date | None:
    """The day of birth in an identity number, None when it is no day."""
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def sex_of(number: str) -> str:
    """`male` or `female`, from the seventeenth digit."""
    return "male" if int(number[16]) % 2 else "female"


def phone(raw: Raw) -> Understood:
    """A mobile number or one with its area code; digits only."""
    said = narrowed(str(raw))
    if _EXPONENT.fullmatch(said.upper()):
        return Understood(None, "phone_form")
    digits = re.sub(r"[-()+.]", "", said)
    for prefix in ("0086", "86"):
        if digits.startswith(prefix) and len(digits) == 11 + len(prefix):
            digits = digits.removeprefix(prefix)
    if re.search(r"[/、,;，；]", said) or len(digits) > 20:
        return Understood(None, "phone_two")
    fits = digits.isdecimal() and digits.isascii()
    if fits and (re.fullmatch(r"1[3-9]\d{9}", digits) or re.fullmatch(r"0\d{9,11}|[2-9]\d{6,7}", digits)):
        return Understood(digits)
    return Understood(None, "phone_form")


def day(raw: Raw, today: date) -> Understood:
    """A day. Months without one come back as `1962-03`, years as `1962`: the row may know the rest."""
    if isinstance(raw, str) and raw.startswith(DAY):
        return _in_range(date.fromisoformat(raw[1:]), today)
    if isinstance(raw, int) and raw in _SERIALS and not 1880 <= raw <= today.year:
        return _in_range(_FIRST_DAY + timedelta(days=raw), today)
    if isinstance(raw, float) and int(raw) in _SERIALS and not _month_as_number(raw):
        return _in_range(_FIRST_DAY + timedelta(days=int(raw)), today)
    return _spelled_day(narrowed_day(raw), today)


def _month_as_number(raw: float) -> bool:
    """1962.3 and 1962.11 are months that a spreadsheet took for numbers."""
    return 1880 <= raw < 2100 and bool(re.fullmatch(r"\d{4}\.(0?[1-9]|1[0-2])", str(raw)))


def narrowed_day(raw: Raw) -> str:
    """The text of a day: its hour cut off, width and blanks folded."""
    said = unicodedata.normalize("NFKC", str(raw)).strip()
    return narrowed(_HOUR.sub("", said)).rstrip("生")


def _spelled_day(said: str, today: date) -> Understood:
    said = said.removesuffix("年")
    if re.fullmatch(r"(18|19|20)\d\d", said):
        return Understood(said)
    found = _DATE.fullmatch(said) or _DIGITS.fullmatch(said)
    if found is None:
        if said.isdecimal() and int(said) in _SERIALS:
            return _in_range(_FIRST_DAY + timedelta(days=int(said)), today)
        return Understood(None, "date_short" if _SHORT.fullmatch(said) else "date_form")
    year, month, one = int(found["year"]), int(found["month"]), found["day"]
    if not one:
        return Understood(f"{year:04}-{month:02}") if 1 <= month <= 12 else Understood(None, "date_form")
    try:
        return _in_range(date(year, month, int(one)), today)
    except ValueError:
        return Understood(None, "date_none")


def _in_range(found: date, today: date) -> Understood:
    if not date(1850, 1, 1) <= found <= today + timedelta(days=366 * 60):
        return Understood(None, "date_range")
    return Understood(found.isoformat())


def past_day(raw: Raw, today: date) -> Understood:
    """A day that has been."""
    found = day(raw, today)
    if found.value and found.value > today.isoformat():
        return Understood(None, "date_future")
    return found


def credit_code(raw: Raw) -> Understood:
    """A unified social credit code (GB 32100)."""
    code = narrowed(str(raw)).upper()
    if isinstance(raw, int | float) or _EXPONENT.fullmatch(code):
        return Understood(None, "credit_rounded")
    if len(code) != 18 or any(c not in _CREDIT for c in code):
        return Understood(None, "credit_form")
    total = sum(_CREDIT.index(c) * w for c, w in zip(code, _CREDIT_WEIGHTS, strict=False))
    return Understood(code) if _CREDIT[-total % 31] == code[17] else Understood(None, "credit_check")


def number(raw: Raw) -> Understood:
    """A number, with or without a usual unit behind it."""
    found = _NUMBER.fullmatch(narrowed(str(raw)).replace(",", ""))
    if found is None:
        return Understood(None, "number_form")
    value = float(found[1])
    return Understood(int(value) if value.is_integer() else value)


def yes(raw: Raw) -> Understood:
    """Yes or no."""
    said = narrowed(str(raw)).casefold()
    if said in _YES:
        return Understood(True)
    return Understood(False) if said in _NO else Understood(None, "yes_form")


def chosen(raw: Raw, options: Mapping[str, str]) -> Understood:
    """The key of an answer from a list, by any of its words; `options` maps folded words to keys."""
    found = options.get(folded(str(raw)))
    return Understood(found) if found else Understood(None, "no_such_answer")


def several(raw: Raw, options: Mapping[str, str]) -> Understood:
    """The keys of some answers, with marks between them."""
    said = [chosen(part, options) for part in re.split(r"[,，、;；/|\s]+", str(raw)) if part]
    wrong = next((one.wrong for one in said if one.wrong), "")
    return Understood(None, wrong) if wrong else Understood(list(dict.fromkeys(one.value for one in said)))


class Bounds(NamedTuple):
    """How long a text may be, and between what a number lies."""

    limit: int = 200
    least: float | None = None
    most: float | None = None


USUAL = Bounds()


def bounded(raw: Raw, bounds: Bounds) -> Understood:
    """A number between its bounds."""
    found = number(raw)
    if found.wrong:
        return found
    low = bounds.least is not None and found.value < bounds.least
    high = bounds.most is not None and found.value > bounds.most
    return Understood(None, "number_range") if low or high else found


def degrees(raw: Raw) -> Understood:
    """A longitude or latitude in degrees."""
    try:
        return Understood(float(narrowed(str(raw)).rstrip("°EN东经北纬")))
    except ValueError:
        return Understood(None, "number_form")


Reader = Callable[[Raw], Understood]


def reader(
    kind: str, *, today: date, options: Mapping[str, str] | None = None, bounds: Bounds = USUAL
) -> Reader:
    """The function that understands cells of a kind; text for kinds it does not know."""
    simple: dict[str, Reader] = {
        "name": name,
        "identity": identity,
        "phone": phone,
        "credit_code": credit_code,
        "number": partial(bounded, bounds=bounds),
        "boolean": yes,
        "degrees": degrees,
        "date": partial(day, today=today),
        "past": partial(past_day, today=today),
    }
    if options:
        return partial(several if kind == "choices" else chosen, options=options)
    return simple.get(kind, partial(text, most=bounds.limit))
