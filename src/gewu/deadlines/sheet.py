"""A calendar year on a sheet: one line a day off or a worked weekend day, read with every mistake at once.

day,kind,name
2027-01-01,holiday,元旦
2027-01-09,workday,元旦调休
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from io import StringIO

from django.utils.translation import gettext as _

from gewu.deadlines.rules import WEEKEND, DayKind
from gewu.kernel.errors import Invalid
from gewu.kernel.text import clean

HEAD = ("day", "kind", "name")
KINDS = {
    **{kind.value: kind for kind in DayKind},
    **dict.fromkeys(("休", "放假", "off"), DayKind.HOLIDAY),
    **dict.fromkeys(("班", "上班", "work"), DayKind.WORKDAY),
}
MOST_LINES = 200
MOST_CHARACTERS = 20_000


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day that differs from its weekday, and what it is called."""

    day: date
    kind: DayKind
    name: str = ""


def read(text: str, year: int) -> tuple[SpecialDay, ...]:
    """The days in order, or Invalid whose facts `rows` say what is wrong in which line."""
    lines = list(csv.reader(StringIO(_whole(text))))
    if lines and lines[0] and lines[0][0].strip().lower() == HEAD[0]:
        first, lines = 2, lines[1:]
    else:
        first = 1
    found: dict[date, SpecialDay] = {}
    wrong: list[dict[str, str]] = []
    for number, cells in enumerate(lines, first):
        if not any(cell.strip() for cell in cells):
            continue
        try:
            special = _line(cells, year, found)
        except ValueError as error:
            wrong.append({"row": str(number), "message": str(error)})
        else:
            found[special.day] = special
    if not found and not wrong:
        wrong.append({"row": str(first), "message": _("There is not a single day on this sheet.")})
    if wrong:
        raise Invalid(
            _("This calendar cannot be taken yet: nothing was changed."),
            fields={"days": _said(wrong)},
            rows=wrong,
        )
    return tuple(found[day] for day in sorted(found))


def written(days: Sequence[SpecialDay]) -> str:
    """The sheet that `read` takes."""
    out = StringIO()
    csv.writer(out, lineterminator="\n").writerows([HEAD, *_rows(days)])
    return out.getvalue()


def _rows(days: Sequence[SpecialDay]) -> Iterator[tuple[str, str, str]]:
    return ((one.day.isoformat(), one.kind.value, one.name) for one in days)


def _whole(text: str) -> str:
    if len(text) > MOST_CHARACTERS or text.count("\n") > MOST_LINES:
        message = _("This is far more than a year has days off. Please look at the sheet again.")
        raise Invalid(message, fields={"days": message})
    return clean(text.removeprefix("\ufeff"), field="days", limit=MOST_CHARACTERS)


def _line(cells: Sequence[str], year: int, known: dict[date, SpecialDay]) -> SpecialDay:
    """One day, or ValueError with a sentence for people."""
    day = _day(cells[0].strip())
    kind = KINDS.get(cells[1].strip().lower()) if len(cells) > 1 else None
    if kind is None:
        raise ValueError(_("Say holiday or workday (休 or 班) in the second column."))
    if day.year != year:
        raise ValueError(_("%(day)s does not lie in %(year)s.") % {"day": day.isoformat(), "year": year})
    if day in known:
        raise ValueError(_("%(day)s stands twice.") % {"day": day.isoformat()})
    if kind is DayKind.WORKDAY and day.weekday() not in WEEKEND:
        raise ValueError(
            _("%(day)s is no Saturday or Sunday: it is worked anyway.") % {"day": day.isoformat()}
        )
    name = cells[2].strip() if len(cells) > 2 else ""
    if len(name) > 40:
        raise ValueError(_("The name of a day has at most 40 characters."))
    return SpecialDay(day, kind, name)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.replace("/", "-"))
    except ValueError:
        raise ValueError(_("“%(text)s” is no day like 2027-01-01.") % {"text": text[:40]}) from None


def _said(wrong: Sequence[dict[str, str]]) -> str:
    shown = [_("Line %(row)s: %(message)s") % one for one in wrong[:20]]
    more = len(wrong) - len(shown)
    return "\n".join([*shown, *([_("and %(count)d more") % {"count": more}] if more else [])])
