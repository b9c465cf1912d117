"""What other rooms bring into a person's own file (PIPL 45): functions from (person, language) to a section.

The registers' own part, with who looked, is drawn by `rights` itself.
"""

from datetime import datetime

from django.utils.timezone import localtime

from gewu.cases.queries.own import reports_of
from gewu.exchange.queries.outward import given_out
from gewu.registers.queries.own import Person
from gewu.rights import words
from gewu.rights.sections import Line, Part, Section


def reported(person: Person, _language: str) -> Section:
    """What the person reported: number, own words, and what a reporter sees of where it stands."""
    phone = person.phone.open() if person.phone else ""
    rows = reports_of(person.township, user=person.user, name=person.name, phone=phone)
    lines = [
        Line(_moment(row.reported_at), f"{row.number} · {row.category_name} · {row.stage_title}", row.text)
        for row in rows
    ]
    return Section(str(words.REPORTED), tuple(lines), str(words.NOT_REPORTED))


def went_out(person: Person, language: str) -> Section:
    """Lists that named the person, the household or the flat and left the house: when, to whom, what for."""
    subjects = {one for one in (person.id, person.household, person.dwelling) if one}
    lines = []
    for one in given_out(person.township, subjects):
        fields = "、".join(of.said(language) for of in one.fields)
        depth = words.IN_FULL if one.full else words.MASKED
        to = f"{one.office}: {one.purpose}" if one.office else one.purpose
        lines.append(Line(_moment(one.at), to, f"{fields} ({depth})"))
    return Section(str(words.WENT_OUT), tuple(lines), str(words.NONE))


def _moment(at: datetime) -> str:
    return localtime(at).strftime("%Y-%m-%d %H:%M")


PARTS: tuple[Part, ...] = (reported, went_out)
