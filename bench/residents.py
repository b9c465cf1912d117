"""A workbook of made-up residents at the addresses of a town: families behind doors, as sent by an office."""

import io
import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from openpyxl import Workbook

HEADS = (
    "姓名",
    "性别",
    "出生日期",
    "公民身份号码",
    "联系电话",
    "民族",
    "现住地址",
    "户号",
    "与户主关系",
    "文化程度",
)
SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
)
GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红"
    "建国志文海燕春梅小云飞鹏辉斌波宁琳雪婷宇浩博轩子涵梓"
)
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
SCHOOLS = ("小学", "初中", "高中", "大专", "本科", "")


def residents(houses: Sequence[str], count: int, *, seed: int = 5) -> Iterator[list[str]]:
    """So many rows: families of one to five, a door each. The identity numbers are valid and nobody's."""
    chance, made, door = random.Random(seed), 0, 0
    while made < count:
        size = min(chance.choice((1, 2, 2, 3, 3, 3, 4, 5)), count - made)
        house = houses[door % len(houses)]
        flat = door // len(houses)
        address = f"{house}{flat // 40 + 1}单元{flat % 40 // 2 + 1}{flat % 2 + 1:02}室"
        surname = chance.choice(SURNAMES)
        for place in range(size):
            yield _row(chance, made, place, surname, address, door)
            made += 1
        door += 1


def _row(chance: random.Random, made: int, place: int, surname: str, address: str, door: int) -> list[str]:
    age = chance.randrange(25, 90) if place < 2 else chance.randrange(1, 40)
    born = date(2026, 3, 1) - timedelta(days=365 * age + chance.randrange(365))
    # Counties by counting, so that no two numbers are alike; whom they would name is chance.
    body = f"37{made // 1000 % 89 + 10:02}{made // 89_000 % 90 + 10:02}{born:%Y%m%d}{made % 1000:03}"
    number = body + "10X98765432"[sum(int(d) * w for d, w in zip(body, WEIGHTS, strict=True)) % 11]
    sex = "男" if int(body[16]) % 2 else "女"
    name = surname if place != 1 else chance.choice(SURNAMES)
    name += "".join(chance.choice(GIVEN) for _one in range(chance.choice((1, 2, 2))))
    relation = ("户主", "配偶")[place] if place < 2 else "子女"
    phone = f"1{chance.choice((3, 5, 7, 8))}{chance.randrange(10**9):09}" if age > 12 else ""
    said = f"{born.year}年{born.month}月{born.day}日"
    return [name, sex, said, number, phone, "汉族", address, f"H{door:06}", relation, chance.choice(SCHOOLS)]


def workbook(houses: Sequence[str], count: int) -> bytes:
    """The workbook as xlsx, with a title above its headings."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("实有人口")
    sheet.append(["实有人口登记表（虚构）"])
    sheet.append(HEADS)
    for row in residents(houses, count):
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
