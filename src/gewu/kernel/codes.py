"""Numbers that others give out: identity cards (GB 11643), organisations (GB 32100), areas (GB/T 2260).

python-stdnum computes the check character of credit codes. Its checks do not fit: for identity numbers it
refuses counties missing from its own list, the old fifteen digits and residence permits, and for credit codes
all that begin with a letter, as those of village cooperatives (N) do.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from stdnum.cn import uscc

from gewu.kernel import clock
from gewu.kernel.errors import Invalid

_REGIONS = ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71), (81, 82))
PROVINCES = frozenset(str(code) for first, last in _REGIONS for code in range(first, last + 1))
OLDEST = 120
# Who registered it (a department), what it is, where, and the organisation itself.
_CREDIT_CODE = re.compile(r"[1-9ANYG][1-9A-HJ-NP-RTUWXY][0-9]{6}[0-9A-HJ-NP-RTUWXY]{10}")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_TIERS = ("province", "city", "county", "township", "community")


@dataclass(frozen=True, slots=True)
class Identity:
    """A valid identity number in its form of eighteen, and what it says. Never printed: it names a person."""

    number: str
    kind: str
    born: date
    sex: str
    notice: str = ""

    def __repr__(self) -> str:
        return "<identity number>"

    @property
    def area(self) -> str:
        """Six digits: where the number was given out, for a citizen."""
        return self.number[:6]


def identity_number(text: str, *, field: str = "identity_number") -> Identity:
    """A checked identity number, or Invalid. Fifteen old digits become eighteen.

    `kind` is citizen, hmt (residence permit for Hong Kong, Macao, Taiwan) or foreigner (permanent residence);
    `notice` is a sentence when the number is valid and hard to believe.
    """
    number = _compact(text)
    if re.fullmatch(r"\d{15}", number, re.ASCII):
        number = _from_fifteen(number)
    if not re.fullmatch(r"\d{17}[\dX]", number, re.ASCII):
        raise _invalid(field, _("An identity number has 18 characters: digits, and perhaps an X at the end."))
    if check_digit(number[:17]) != number[17]:
        raise _invalid(field, _("A digit of this identity number is wrong. Please compare it with the card."))
    kind = _kind(number)
    if kind is None:
        raise _invalid(field, _("This identity number begins with an area that does not exist."))
    born = _born(number, field)
    return Identity(number, kind, born, "male" if int(number[16]) % 2 else "female", _notice(born))


def check_digit(seventeen: str) -> str:
    """The last character of an identity number (ISO 7064 MOD 11-2)."""
    return _CHECKS[sum(int(digit) * weight for digit, weight in zip(seventeen, _WEIGHTS, strict=True)) % 11]


def credit_code(text: str, *, field: str = "credit_code") -> str:
    """A checked unified social credit code of eighteen characters, or Invalid."""
    code = _compact(text)
    if not _CREDIT_CODE.fullmatch(code):
        message = _("A credit code has 18 characters: digits and capital letters without I, O, S, V and Z.")
        raise _invalid(field, message)
    if uscc.calc_check_digit(code[:17]) != code[17]:
        message = _("A character of this credit code is wrong. Please compare it with the certificate.")
        raise _invalid(field, message)
    return code


@dataclass(frozen=True, slots=True)
class AreaCode:
    """A code of GB/T 2260 (six digits) or of the statistical areas (nine, twelve)."""

    code: str
    tier: str

    @property
    def own(self) -> str:
        """The digits that mean something: a county written with twelve has six of its own."""
        return self.code[: {"province": 2, "city": 4, "county": 6, "township": 9, "community": 12}[self.tier]]

    @property
    def township(self) -> int:
        """Nine digits as a number: the home that the ids of this place carry."""
        return int(self.code[:9].ljust(9, "0"))


def area_code(text: str, *, field: str = "area_code") -> AreaCode:
    """A well-formed area code of 6, 9 or 12 digits, or Invalid. Whether such a place exists, places know."""
    code = _compact(text)
    if not re.fullmatch(r"\d{6}|\d{9}|\d{12}", code, re.ASCII):
        raise _invalid(field, _("An area code has 6, 9 or 12 digits."))
    if code[:2] not in PROVINCES:
        raise _invalid(field, _("No province has this area code."))
    parts = (code[:2], code[2:4], code[4:6], code[6:9], code[9:12])
    given = [bool(part.strip("0")) for part in parts]
    _province, city, county, township, community = given
    # A city without counties (Dongguan) has townships right below it.
    if (community and not township) or ((township or county) and not city):
        raise _invalid(field, _("This area code names a part without the whole it belongs to."))
    deepest = max(position for position, has in enumerate(given) if has)
    return AreaCode(code, _TIERS[deepest])


def _compact(text: str) -> str:
    """Capital letters and digits of one width, without spaces and hyphens."""
    return re.sub(r"[\s\-‐‑–—]", "", unicodedata.normalize("NFKC", text[:100])).upper()


def _from_fifteen(number: str) -> str:
    body = f"{number[:6]}19{number[6:]}"
    return body + check_digit(body)


def _kind(number: str) -> str | None:
    if number[0] == "9":
        return "foreigner"
    if number[:2] in {"81", "82", "83"}:
        return "hmt"
    return "citizen" if number[:2] in PROVINCES else None


def _born(number: str, field: str) -> date:
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError as impossible:
        raise _invalid(field, _("The day of birth in this identity number does not exist.")) from impossible
    if born > localdate(clock.now()) or born.year < 1800:
        raise _invalid(field, _("The day of birth in this identity number cannot be right."))
    return born


def _notice(born: date) -> str:
    today = localdate(clock.now())
    age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    return _("This person would be more than 120 years old.") if age > OLDEST else ""


def _invalid(field: str, message: str) -> Invalid:
    return Invalid(message, fields={field: message})
