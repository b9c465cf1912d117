"""Full text over very many cases (`python -m bench.words --database URL --cases 1000000`).

The database is a scratch one of its own: its name must end in `_scratch`. Rows are copied in, as many as
wanted, from a few cases that came in by the public commands; the words of the index are laid down by the code
that does so in operation. Then 200 fixed questions are asked in this process, as three posts would ask them.
"""

import argparse
import os
import random
import statistics
import time
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

LOCALITY = "wenhualu"
ASKING = ("dispatcher", "gridworker", "handler")
YEARS = 2
TURNS = 4
# What people write about, the frequent first: drawn with a weight of one over the rank, as words are.
WORDS = (
    "小区",
    "楼道",
    "垃圾",
    "路灯",
    "门口",
    "物业",
    "噪音",
    "停车",
    "井盖",
    "下水道",
    "电动车",
    "广告",
    "树枝",
    "积水",
    "摊贩",
    "占道经营",
    "围墙",
    "绿化",
    "路面",
    "消防通道",
    "广场",
    "油烟",
    "施工",
    "扬尘",
    "污水",
    "漏水",
    "电梯",
    "监控",
    "充电",
    "流浪狗",
    "健身器材",
    "公厕",
    "护栏",
    "台阶",
    "空调",
    "外墙",
    "脱落",
    "线缆",
    "私搭乱建",
    "杂物",
    "宠物",
    "烧烤",
    "渣土",
    "标线",
    "信号灯",
    "公交站",
    "学校",
    "菜市场",
    "共享单车",
    "快递",
    "水管",
    "暖气",
    "天然气",
    "裂缝",
    "塌陷",
    "老人",
    "邻居",
    "装修",
    "凌晨",
    "扰民",
    "蚊虫",
    "老鼠",
    "花坛",
    "座椅",
    "凉亭",
    "雨棚",
    "门禁",
    "快递柜",
    "防盗门",
    "化粪池",
    "阳台",
    "晾衣",
    "鸽子",
    "屋顶",
    "渗水",
    "变压器",
    "配电箱",
    "高压线",
    "通信塔",
    "河道",
    "死鱼",
    "臭味",
    "油污",
    "玻璃",
    "幕墙",
    "招牌",
    "霓虹灯",
    "音响",
    "棋牌",
    "网吧",
    "酒瓶",
    "烟花",
    "祭祀",
    "火灾",
    "灭火器",
    "安全出口",
    "疏散",
    "轮椅",
    "盲道",
    "坡道",
)
SAID = (
    "坏了三天没人修",
    "请尽快派人处理",
    "多次反映没有结果",
    "影响出行",
    "味道很大",
    "晚上看不清路",
    "存在安全隐患",
)
REPLIES = ("已通知责任单位现场处置", "经现场核实已清理完毕", "已协调物业维修", "正在采购配件预计三日内完成")


def main() -> None:
    chosen = _chosen()
    if not chosen.database.rsplit("/", 1)[-1].endswith("_scratch"):
        raise SystemExit("The database must be one whose name ends in _scratch: its rows are replaced.")
    os.environ |= {"DATABASE_URL": chosen.database, "GEWU_LOG_LEVEL": "ERROR", "GEWU_APP_ROLE": ""}
    os.environ["DJANGO_SETTINGS_MODULE"] = "gewu.config.settings"
    import django  # noqa: PLC0415  (settings are read from the environment that was just made)

    django.setup()
    if not chosen.ask_only:
        _make_town()
        _copy(chosen.cases)
    _measure()


def questions() -> list[str]:
    """Two hundred: the ten most frequent words, then others, pairs, whole phrases and single characters."""
    chance = random.Random(200)
    weights = [1 / (rank + 1) for rank in range(len(WORDS))]
    ten = list(WORDS[:10])
    others = list(WORDS[10:90])
    pairs = [" ".join(chance.choices(WORDS, weights, k=2)) for _ in range(60)]
    phrases = [f"{chance.choice(WORDS)}{chance.choice(SAID)}" for _ in range(30)]
    streets = [f"文化路{chance.randrange(1, 400)}号" for _ in range(10)]
    return [*ten, *others, *pairs, *phrases, *streets, *"灯狗水路树门车电火井"]


def _chosen() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.words", description=__doc__)
    parser.add_argument("--database", required=True, help="postgresql://…/something_scratch")
    parser.add_argument("--cases", type=int, default=1_000_000)
    parser.add_argument("--ask-only", action="store_true", help="the rows are there already")
    return parser.parse_args()


def _make_town() -> None:
    from django.core.management import call_command  # noqa: PLC0415

    from bench.story import Story  # noqa: PLC0415
    from gewu.cases import guards  # noqa: PLC0415
    from gewu.catalogue.commands import publish_definitions  # noqa: PLC0415
    from gewu.people.commands import load_people  # noqa: PLC0415
    from gewu.places.commands import load_locality  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    publish_definitions(guards=guards.NAMES)
    load_locality(LOCALITY)
    load_people(LOCALITY)
    story = Story(random.Random(1))
    for number in range(20):
        story.tell(number)


def _copy(count: int) -> None:
    """Rows of cases, of their words, of parts, and of the index: as many as wanted, over two years."""
    from django.db import connection  # noqa: PLC0415

    began = time.monotonic()
    with connection.cursor() as cursor:
        _without_indexes(cursor)
        cursor.execute("DELETE FROM cases_casetext")
        cursor.execute("DELETE FROM cases_caseparticipant")
        cursor.execute("DELETE FROM finding_casewords")
        cursor.execute("SELECT * FROM cases_case ORDER BY id")
        columns = [column.name for column in cursor.description or ()]
        samples = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
    for first in range(0, count, 50_000):
        _copy_part(samples, columns, first, min(count, first + 50_000), count)
        print(f"{first + 50_000:>9,} rows after {time.monotonic() - began:.0f} s", flush=True)
    with connection.cursor() as cursor:
        cursor.execute("CREATE INDEX finding_words ON finding_casewords USING gin (words)")
        cursor.execute("CREATE INDEX case_text_of_case ON cases_casetext (township, case_id, entry)")
        cursor.execute(
            "CREATE UNIQUE INDEX case_participant_once"
            " ON cases_caseparticipant (township, case_id, organisation)"
        )
        cursor.execute("VACUUM ANALYZE")
        cursor.execute(
            "SELECT pg_size_pretty(pg_table_size('finding_casewords')), "
            "pg_size_pretty(pg_relation_size('finding_words'))"
        )
        print("index row table, GIN:", cursor.fetchone())


def _without_indexes(cursor: Any) -> None:
    """What a question does not touch is left out, what it touches is made at the end: it is quicker."""
    kept = ("cases_case_pkey", "finding_casewords_pkey", "cases_casetext_pkey", "cases_caseparticipant_pkey")
    tables = ("cases_case", "cases_casetext", "cases_caseparticipant", "finding_casewords")
    cursor.execute(
        "SELECT indexname, conname FROM pg_indexes LEFT JOIN pg_constraint ON conname = indexname"
        " WHERE tablename = ANY(%s) AND NOT indexname = ANY(%s)",
        [list(tables), list(kept)],
    )
    for name, constraint in cursor.fetchall():
        if constraint is None:
            cursor.execute(f'DROP INDEX "{name}"')
    for table, constraint in (
        ("cases_case", "case_number_once"),
        ("cases_caseparticipant", "case_participant_once"),
    ):
        cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {constraint}")


def _copy_part(samples: list[dict[str, Any]], columns: list[str], first: int, last: int, count: int) -> None:
    from django.db import connection  # noqa: PLC0415

    made = list(_made(samples, first, last, count))
    with connection.cursor() as cursor:
        _into(cursor, "cases_case", columns, ([row[name] for name in columns] for row, *_ in made))
        _into(
            cursor,
            "cases_casetext",
            [
                "id",
                "township",
                "case_id",
                "kind",
                "text",
                "salt",
                "author_role",
                "entry",
                "written_at",
                "released",
            ],
            (
                [
                    _id(row["township"], row["recorded_at"]),
                    row["township"],
                    row["id"],
                    kind,
                    text,
                    "",
                    "",
                    entry,
                    row["recorded_at"],
                    False,
                ]
                for row, texts, _office, _words in made
                for entry, (kind, text) in enumerate(texts, start=1)
            ),
        )
        _into(
            cursor,
            "cases_caseparticipant",
            ["id", "township", "case_id", "organisation", "part", "since"],
            (
                [
                    _id(row["township"], row["recorded_at"]),
                    row["township"],
                    row["id"],
                    office,
                    "handler",
                    row["recorded_at"],
                ]
                for row, _texts, office, _words in made
            ),
        )
        _into(
            cursor,
            "finding_casewords",
            ["id", "township", "recorded_at", "words"],
            ([row["id"], row["township"], row["recorded_at"], words] for row, _texts, _office, words in made),
        )


def _into(cursor: Any, table: str, columns: list[str], rows: Iterator[list[Any]]) -> None:
    named = ", ".join(f'"{column}"' for column in columns)
    with cursor.copy(f"COPY {table} ({named}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row([_plain(value) for value in row])


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        from psycopg.types.json import Json  # noqa: PLC0415

        return Json(value)
    return value


def _made(
    samples: list[dict[str, Any]], first: int, last: int, count: int
) -> Iterator[tuple[dict[str, Any], list[tuple[str, str]], UUID, str]]:
    from gewu.finding import segments  # noqa: PLC0415
    from gewu.kernel import clock  # noqa: PLC0415
    from gewu.people import queries as people  # noqa: PLC0415

    chance = random.Random(first)
    weights = [1 / (rank + 1) for rank in range(len(WORDS))]
    township = samples[0]["township"]
    offices = [office.id for office in people.organisations_of(township) if office.inbox_open]
    cells = _cells(township)
    step = timedelta(days=365 * YEARS) / count
    newest = clock.now()
    for number in range(first, last):
        moment = newest - step * (count - number)
        words = list(dict.fromkeys(chance.choices(WORDS, weights, k=7)))
        more = "、".join(words[2:])
        text = f"{words[0]}{words[1 % len(words)]}{chance.choice(SAID)}，{more}{chance.choice(SAID)}"
        address = f"文化路{chance.randrange(1, 400)}号{chance.randrange(1, 9)}单元"
        texts = [("description", text)] + ([("report", chance.choice(REPLIES))] if number % 2 else [])
        community, grid, cell, name = chance.choice(cells)
        office = chance.choice(offices)
        row = {
            **chance.choice(samples),
            "id": _id(township, moment),
            "number": f"WH{number:012d}",
            "at_place": cell or grid,
            "in_community": community,
            "in_grid": grid,
            "in_cell": cell,
            "address": address,
            "reported_at": moment,
            "recorded_at": moment,
            "reporter_user": None,
            "holder_org": None,
            "offered_org": None,
        }
        marks = segments.marks_of(
            township=township,
            day=moment.date(),
            places=[place for place in (community, grid, cell) if place],
            reporter=None,
            offices=[office],
        )
        parts = [("A", text), *[("C", reply) for _kind, reply in texts[1:]], ("A", address), ("B", name)]
        yield row, texts, office, segments.laid_down(parts, marks)


def _cells(township: int) -> list[tuple[UUID, UUID, UUID | None, str]]:
    from gewu.kernel.access import Tier  # noqa: PLC0415
    from gewu.places import queries as places  # noqa: PLC0415

    top = places.area_by_code(f"{township:09d}")
    found = []
    for community in places.under(top.id, Tier.COMMUNITY):
        for grid in places.under(community.id, Tier.GRID):
            below = places.under(grid.id, Tier.CELL) or (None,)
            found += [(community.id, grid.id, cell.id if cell else None, grid.short) for cell in below]
    return found


def _id(township: int, moment: datetime) -> UUID:
    """An id as the kernel makes them, for a moment of long ago."""
    from gewu.kernel.ids import new_id  # noqa: PLC0415

    fresh = new_id(township).int
    return UUID(int=(int(moment.timestamp() * 1000) << 80) | (fresh & ((1 << 80) - 1)))


def _measure() -> None:
    from django.db import connection  # noqa: PLC0415

    from gewu.finding import queries  # noqa: PLC0415
    from gewu.people import queries as people  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM finding_casewords")
        print(f"{cursor.fetchone()[0]:,} cases")
    print("| asked by | p50 ms | p95 ms | slowest ms | ten most frequent | p95 of all asks | statements |")
    for name in ASKING:
        actor = people.actor_of(people.user_named(name), door="desk")
        times: dict[str, list[float]] = {question: [] for question in questions()}
        statements = Counter[str]()
        for _turn in range(TURNS):
            for question, asked in times.items():
                with connection.execute_wrapper(_counting(statements, question)):
                    began = time.perf_counter()
                    queries.find(actor, question)
                    asked.append((time.perf_counter() - began) * 1000)
        _tell(name, times, statements)


def _tell(name: str, times: dict[str, list[float]], statements: "Counter[str]") -> None:
    """The best of some turns for each question, since other programs disturb; and all, to be honest."""
    best = {question: min(asked) for question, asked in times.items()}
    ordered = sorted(best.values())
    everything = sorted(ms for asked in times.values() for ms in asked[1:])
    ten, most = max(best[question] for question in WORDS[:10]), max(best, key=lambda question: best[question])
    print(
        f"| {name} | {statistics.median(ordered):.0f} | {_p95(ordered):.0f} | {ordered[-1]:.0f} ({most})"
        f" | {ten:.0f} | {_p95(everything):.0f} | {sum(statements.values()) / len(times) / TURNS:.1f} |",
        flush=True,
    )


def _p95(ordered: list[float]) -> float:
    return ordered[int(len(ordered) * 0.95)]


def _counting(statements: "Counter[str]", question: str) -> Any:
    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        statements[question] += 1
        return execute(sql, params, many, context)

    return count


if __name__ == "__main__":
    main()
