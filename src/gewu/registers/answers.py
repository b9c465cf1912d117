"""What somebody wrote into the fields of a register, brought to the one form in which it is kept."""

import math
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date

from django.utils.translation import gettext as _

from gewu.kernel import codes, text
from gewu.kernel.canonical import JsonValue
from gewu.kernel.errors import Invalid
from gewu.kernel.secrets import normal_phone
from gewu.registers.definition import FieldOf

Answers = dict[str, JsonValue]
OBJECT_CODE = re.compile(r"\d{16}", re.ASCII)
PHONE = re.compile(r"\d{5,15}", re.ASCII)
_YES, _NO = frozenset({"true", "1", "yes", "on", "是"}), frozenset({"false", "0", "no", "off", "否"})


def checked(fields: Iterable[FieldOf], given: Mapping[str, object]) -> Answers:
    """The answers in their form, or Invalid naming every field that cannot be taken.

    What is blank was not answered and is left out; None takes a value away. An unknown key is refused.
    """
    known = {one.key: one for one in fields}
    answers: Answers = {}
    wrong: dict[str, str] = {}
    for key, value in given.items():
        if _blank(value):
            continue
        if key not in known:
            wrong[key] = _("There is no such field.")
            continue
        try:
            answers[key] = None if value is None else _READ[known[key].type](known[key], value)
        except Invalid as refused:
            wrong[key] = next(iter(refused.fields.values()))
    wrong |= _contradictions(answers) if "identity_number" in known else {}
    if wrong:
        raise Invalid(_("Some answers cannot be taken as they stand."), fields=wrong)
    return answers


def told_by_number(answers: Answers) -> Answers:
    """What an identity number says of its bearer: the day of birth and the sex, where they were not given."""
    number = answers.get("identity_number")
    if not isinstance(number, str):
        return answers
    told = codes.identity_number(number)
    return {"born": told.born.isoformat(), "sex": told.sex} | answers


def _contradictions(answers: Answers) -> dict[str, str]:
    """Where a day of birth or a sex differs from what the identity number says."""
    told = told_by_number({key: answers[key] for key in ("identity_number",) if answers.get(key)})
    return {
        key: _("The identity number says otherwise.")
        for key in ("born", "sex")
        if answers.get(key) and told.get(key) and answers[key] != told[key]
    }


def _blank(value: object) -> bool:
    return (isinstance(value, str) and not value.strip()) or (isinstance(value, list | tuple) and not value)


def _refused(message: str) -> Invalid:
    return Invalid(message, fields={"": message})


def _text(field: FieldOf, value: object) -> JsonValue:
    if not isinstance(value, str):
        raise _refused(_("This must be a text."))
    return text.clean(value, field=field.key, limit=field.limit, lines=False)


def _lines(field: FieldOf, value: object) -> JsonValue:
    if not isinstance(value, str):
        raise _refused(_("This must be a text."))
    return text.clean(value, field=field.key, limit=field.limit)


def _choice(field: FieldOf, value: object) -> JsonValue:
    if not isinstance(value, str) or field.choice(value) is None:
        raise _refused(_("Choose one from the list."))
    return value


def _choices(field: FieldOf, value: object) -> JsonValue:
    several = [value] if isinstance(value, str) else value
    if not isinstance(several, list | tuple) or any(field.choice(one) is None for one in several):
        raise _refused(_("Choose from the list."))
    return [one.key for one in field.choices if one.key in several]


def _day(_field: FieldOf, value: object) -> JsonValue:
    try:
        day = value if isinstance(value, date) else date.fromisoformat(str(value).strip())
    except ValueError:
        raise _refused(_("A day is written as 2026-01-31.")) from None
    if not 1850 <= day.year <= 2150:
        raise _refused(_("This day cannot be right."))
    return day.isoformat()


def _number(field: FieldOf, value: object) -> JsonValue:
    try:
        number = float(str(value).strip())
    except ValueError:
        raise _refused(_("This must be a number.")) from None
    if isinstance(value, bool) or not math.isfinite(number):
        raise _refused(_("This must be a number."))
    least, most = field.least, field.most
    if (least is not None and number < least) or (most is not None and number > most):
        raise _refused(_("This number is out of range."))
    return int(number) if number.is_integer() else number


def _flag(_field: FieldOf, value: object) -> JsonValue:
    said = str(value).strip().lower()
    if said in _YES or said in _NO:
        return said in _YES
    raise _refused(_("Answer yes or no."))


def _phone(_field: FieldOf, value: object) -> JsonValue:
    digits = normal_phone(str(value))
    if not PHONE.fullmatch(digits):
        raise _refused(_("A phone number has 5 to 15 digits."))
    return digits


def _identity(field: FieldOf, value: object) -> JsonValue:
    return codes.identity_number(str(value), field=field.key).number


def _credit(field: FieldOf, value: object) -> JsonValue:
    return codes.credit_code(str(value), field=field.key)


def _object(_field: FieldOf, value: object) -> JsonValue:
    code = "".join(str(value).split())
    if not OBJECT_CODE.fullmatch(code):
        raise _refused(_("An object code has 16 digits: county, kind and order."))
    return code


_READ: dict[str, Callable[[FieldOf, object], JsonValue]] = {
    "text": _text,
    "lines": _lines,
    "choice": _choice,
    "choices": _choices,
    "day": _day,
    "number": _number,
    "flag": _flag,
    "phone": _phone,
    "identity_number": _identity,
    "credit_code": _credit,
    "object_code": _object,
}
