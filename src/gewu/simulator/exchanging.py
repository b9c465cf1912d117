"""What came into the demo town as workbooks, and what goes out of it to offices month by month.

One workbook was brought in, one waits with bad cells, one was compared; two records are of one person.
Everybody in them is made up, with identity numbers that were given to nobody.
"""

import io
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import transaction
from openpyxl import Workbook

from gewu.exchange import commands, queries
from gewu.exchange.commands import Asked, Only, Wanted
from gewu.exchange.commands.checking import check_some
from gewu.exchange.commands.landing import land
from gewu.exchange.commands.receiving import read
from gewu.kernel import clock
from gewu.kernel.access import Actor, Tier
from gewu.kernel.codes import check_digit
from gewu.people import queries as people
from gewu.places import queries as places
from gewu.places.address_lines import lines_of
from gewu.registers.commands import record
from gewu.registers.commands.pools import join_pools
from gewu.registers.sources import Origin, Source

HEADS = ("姓名", "性别", "出生日期", "公民身份号码", "联系电话", "现住地址", "与户主关系")
FAMILIES = (
    ("样赵一", "男", "19580212"),
    ("样钱二", "女", "19600725"),
    ("样孙三", "男", "19880901"),
    ("样李四", "女", "19911130"),
    ("样周五", "男", "20140406"),
)
OLDER = Only(age_from=60)
OFFICES: tuple[tuple[str, str, tuple[tuple[str, str], ...], str, int], ...] = (
    ("六十岁以上老人名单", "区民政局", (("name", "老人姓名"), ("born", ""), ("phone", "本人电话")), "", 5),
    ("六十岁以上人口性别统计", "区统计局", (("sex", "性别"),), "sex", 1),
)
# From the beginning of this month it is the month before.
A_MONTH = timedelta(days=30)


def exchange(township: int) -> None:
    """As the clerk does it; nothing where there is no clerk."""
    clerk = next(
        (name for name, role, home in people.demo_logins() if (role, home) == ("clerk", township)), None
    )
    if clerk is not None:
        exchange_as(people.actor_of(people.user_named(clerk), door="desk"), township)


@transaction.atomic
def exchange_as(actor: Actor, township: int) -> None:
    """Nothing where there is no house."""
    houses = [line for line in lines_of(township) if line.is_house and line.name.endswith("号楼")]
    if not houses:
        return
    house, grid = houses[0].name, _grid_of(houses[0].area)
    tables = [_a_table(*one, actor) for one in OFFICES]
    with clock.hold(clock.now() - A_MONTH):
        for table_id in tables:
            _handed(commands.make_now(table_id=table_id, actor=actor), actor)
    _bring_in(township, house, actor)
    _two_of_one(township, actor)
    # What the next night would do: whoever is old enough is among the older people.
    join_pools(township)
    _set_beside(township, house, grid, actor)
    commands.make_now(table_id=tables[0], actor=actor)


def _bring_in(township: int, house: str, actor: Actor) -> None:
    """A family that can be taken beside three rows that cannot; then such rows alone, and they wait."""
    rows = [_row(township, place, house) for place in range(len(FAMILIES))]
    bad: list[list[object]] = [
        ["样吴6", "男", "", 370402196203051200, "", f"{house}1单元101室", ""],
        ["样郑七", "女", "1962年2月30日", "", "12", "天边小区1号楼", ""],
        ["", "男", "", "", "", house, ""],
    ]
    imported = _checked([*rows, *bad], "十一月人口.xlsx", "import", actor)
    commands.go(import_id=imported, actor=actor)
    land(imported)
    _checked([rows[0], *bad[:2]], "网格报送补充.xlsx", "import", actor, all_or_none=True)


def _two_of_one(township: int, actor: Actor) -> None:
    for phone in ("13900000061", "13900000062"):
        record(
            "person",
            township=township,
            values={"name": "样冯九", "born": "1955-05-05", "phone": phone},
            origin=Origin(source=Source.WINDOW),
            actor=actor,
        )
    commands.keep_pairs(township)


def _set_beside(township: int, house: str, grid: str, actor: Actor) -> None:
    """A list of the civil affairs office: two phones differ, one is decided; one row has no number."""
    rows = [_row(township, place, house) for place in range(3)]
    rows[0][4], rows[1][4] = "13900000171", "13900000172"
    there = ["样王八", "男", "1945-06-01", _number(9, "19450601"), "", "", ""]
    unsure = ["样冯九", "", "1955-05-05", "", "", "", ""]
    compared = _checked([*rows, there, unsure], "民政六十岁以上名单.xlsx", "compare", actor)
    commands.compare(import_id=compared, actor=actor, programme="older", area=grid)
    row = queries.one_import(actor, compared)
    first = queries.differences(row, actor, result="differs")[:1]
    commands.settle(import_id=compared, chosen={one.id for one in first}, decision="leave", actor=actor)


def _grid_of(area: UUID | None) -> str:
    """The grid that a house stands in, as a form sends it."""
    return next((str(one.id) for one in places.path(area) if one.tier == Tier.GRID), "") if area else ""


def _row(township: int, place: int, house: str) -> list[object]:
    name, sex, born = FAMILIES[place]
    relation = ("户主", "配偶", "子", "儿媳", "孙子")[place]
    number = _number(place * 2 + (sex == "男"), born)
    day = f"{born[:4]}-{born[4:6]}-{born[6:]}"
    return [name, sex, day, number, f"139000000{70 + place}", f"{house}2单元201室", relation]


def _handed(edition: UUID, actor: Actor) -> None:
    asked = Asked("xlsx", "office", confirmed=True)
    commands.hand_over(edition_id=edition, asked=asked, actor=actor)


def _a_table(
    name: str, office: str, columns: tuple[tuple[str, str], ...], count_by: str, day: int, actor: Actor
) -> UUID:
    wanted = Wanted("person", columns, count_by=count_by, office=office, only=OLDER)
    return commands.keep_table(wanted, name=name, day=day, actor=actor)


def _number(order: int, born: str) -> str:
    # A county that was never given out.
    body = f"370499{born}{order:03}"
    return body + check_digit(body)


def _checked(
    rows: Sequence[Sequence[object]], name: str, aim: str, actor: Actor, *, all_or_none: bool = False
) -> UUID:
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
    commands.lay(import_id=import_id, mapping=mapping, all_or_none=all_or_none, actor=actor)
    check_some(import_id)
    return import_id
