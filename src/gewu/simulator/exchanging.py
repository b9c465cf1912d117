"""What came into the demo town as workbooks: one brought in, one to compare, two duplicates.

Everybody in them is made up, with identity numbers that were given to nobody.
"""

import io
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.core.files.base import ContentFile
from openpyxl import Workbook

from gewu.exchange import commands, queries
from gewu.exchange.commands.checking import check_some
from gewu.exchange.commands.landing import land
from gewu.exchange.commands.receiving import read
from gewu.kernel import clock
from gewu.kernel.access import Actor
from gewu.kernel.codes import check_digit
from gewu.people import queries as people
from gewu.places.address_lines import lines_of
from gewu.registers.commands import record
from gewu.registers.sources import Origin, Source

HEADS = ("姓名", "性别", "公民身份号码", "联系电话", "现住地址", "与户主关系")
FAMILIES = (
    ("样赵一", "男", "19580212"),
    ("样钱二", "女", "19600725"),
    ("样孙三", "男", "19880901"),
    ("样李四", "女", "19911130"),
    ("样周五", "男", "20140406"),
)


def exchange(township: int) -> None:
    """As the clerk does it; nothing where there is no clerk or no house."""
    clerk = next(
        (name for name, role, home in people.demo_logins() if (role, home) == ("clerk", township)), None
    )
    houses = [line.name for line in lines_of(township) if line.is_house and line.name.endswith("号楼")]
    if clerk is None or not houses:
        return
    actor = people.actor_of(people.user_named(clerk), door="desk")
    rows = [_row(township, place, houses[0]) for place in range(len(FAMILIES))]
    bad: list[list[object]] = [
        ["样吴6", "男", 370402196203051200, "", houses[0] + "1单元101室", ""],
        ["样郑七", "女", "", "12", "天边小区1号楼", ""],
        ["", "男", "", "", houses[0], ""],
    ]
    imported = _checked([*rows, *bad], "十一月人口.xlsx", "import", actor)
    commands.go(import_id=imported, actor=actor)
    land(imported)
    _checked(
        [*rows[:3], ["样王八", "男", _number(9, "19450601"), "", "", ""]],
        "民政六十岁以上名单.xlsx",
        "compare",
        actor,
    )
    for phone in ("13900000061", "13900000062"):
        record(
            "person",
            township=township,
            values={"name": "样冯九", "born": "1955-05-05", "phone": phone},
            origin=Origin(source=Source.WINDOW),
            actor=actor,
        )
    commands.keep_pairs(township)


def _row(township: int, place: int, house: str) -> list[object]:
    name, sex, born = FAMILIES[place]
    relation = ("户主", "配偶", "子", "儿媳", "孙子")[place]
    number = _number(place * 2 + (sex == "男"), born)
    return [name, sex, number, f"139000000{70 + place}", f"{house}2单元201室", relation]


def _number(order: int, born: str) -> str:
    # A county that was never given out.
    body = f"370499{born}{order:03}"
    return body + check_digit(body)


def _checked(rows: Sequence[Sequence[object]], name: str, aim: str, actor: Actor) -> UUID:
    book = Workbook()
    sheet = book.worksheets[0]
    for line in (HEADS, *rows):
        sheet.append(list(line))
    out = io.BytesIO()
    book.save(out)
    import_id = commands.receive(
        upload=ContentFile(out.getvalue(), name=name),
        kind="residents",
        source="exchanged",
        office="公安派出所" if aim == "import" else "区民政局",
        day=(clock.now() - timedelta(days=7)).date(),
        aim=aim,
        actor=actor,
    )
    read(import_id)
    row = queries.one_import(actor, import_id)
    mapping = {int(at): key for at, key in row.mapping.items()}
    commands.lay(import_id=import_id, mapping=mapping, all_or_none=False, actor=actor)
    check_some(import_id)
    return import_id
