"""Families as a made-up town has them, with numbers that hold and phones that nobody has."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from gewu.kernel.codes import check_digit
from gewu.places.queries import Address

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
GIVEN = (
    *"伟芳娜敏静丽强磊洋艳勇军杰娟涛明超霞平刚",
    *("秀兰", "桂英", "玉兰", "建国", "建华", "秀珍", "志强", "晓东", "晓燕", "海燕", "文静", "子涵", "雨桐"),
    *("浩然", "梓萱", "一诺", "宇轩", "欣怡", "淑华", "国强", "凤英", "玉珍", "德明", "永福", "春梅", "红梅"),
)
WORK = (
    "教师",
    "工人",
    "司机",
    "会计",
    "厨师",
    "售货员",
    "护士",
    "个体经营",
    "电工",
    "职员",
    "保洁",
    "快递员",
)
KINDS = ("empty", "family", "couple", "old couple", "alone", "three", "tenants")
OF_A_HUNDRED = (6, 34, 12, 16, 8, 12, 12)


@dataclass(frozen=True, slots=True)
class Made:
    """A made-up person before they are recorded."""

    name: str
    sex: str
    born: date
    relation: str
    values: dict[str, object]
    tenant: bool = False


@dataclass(frozen=True, slots=True)
class Home:
    """A dwelling and who lives there; nobody in an empty one."""

    house: Address
    door: str
    use: str
    people: tuple[Made, ...] = ()


@dataclass(slots=True)
class Crowd:
    """Makes the homes of one town, one after another."""

    county: str
    today: date
    chance: Random
    order: int = 0
    phones: int = 0
    seen: set[str] = field(default_factory=set)

    def homes(self, houses: Sequence[Address], count: int) -> Iterator[Home]:
        """So many homes, house by house, as many in each as its plan counts."""
        left = count
        for house in houses:
            for number in range(min(house.households, left)):
                unit, floor = number // 12 + 1, number % 12 // 2 + 1
                yield self.home(house, f"{unit}单元{floor}0{number % 2 + 1}室")
            left -= house.households
            if left <= 0:
                return

    def home(self, house: Address, door: str) -> Home:
        kind = self.chance.choices(KINDS, OF_A_HUNDRED)[0]
        if kind == "empty":
            return Home(house, door, "empty")
        return Home(house, door, "let" if kind == "tenants" else "own", tuple(self._people(kind)))

    def _people(self, kind: str) -> Iterator[Made]:
        surname = self.chance.choice(SURNAMES)
        match kind:
            case "alone":
                yield self._one(surname, (62, 92), "head")
            case "old couple":
                yield from self._couple(surname, (61, 84))
            case "tenants":
                for place in range(self.chance.randint(1, 3)):
                    relation = "head" if place == 0 else "unrelated"
                    yield self._one(self.chance.choice(SURNAMES), (19, 38), relation, tenant=True)
            case _:
                yield from self._couple(surname, (28, 52))
                if kind != "couple":
                    yield from self._children(surname)
                if kind == "three":
                    yield self._one(surname, (60, 82), "parent")

    def _couple(self, surname: str, ages: tuple[int, int]) -> Iterator[Made]:
        first = self._one(surname, ages, "head", sex="male")
        yield first
        age = self.today.year - first.born.year
        other = self.chance.choice(SURNAMES)
        yield self._one(other, (max(age - 4, 20), age + 2), "spouse", sex="female")

    def _children(self, surname: str) -> Iterator[Made]:
        for _child in range(self.chance.choices([1, 2], [7, 4])[0]):
            sex = self.chance.choice(["male", "female"])
            yield self._one(surname, (1, 17), "son" if sex == "male" else "daughter", sex=sex)

    def _one(
        self, surname: str, ages: tuple[int, int], relation: str, *, sex: str = "", tenant: bool = False
    ) -> Made:
        born = self.today - timedelta(days=365 * self.chance.randint(*ages) + self.chance.randint(1, 360))
        sex = sex or self.chance.choice(["male", "female"])
        age = (self.today - born).days // 365
        name = surname + self.chance.choice(GIVEN)
        values: dict[str, object] = {
            "name": name,
            "identity_number": self._number(born, sex),
            "ethnicity": self.chance.choices(["01", "03", "11"], [95, 4, 1])[0],
            "registered_here": "lives" if tenant else "both",
        }
        if age > 17:
            values |= {"marriage": "20" if relation in {"head", "spouse"} and not tenant else "10"}
            values |= {"occupation": "退休" if age > 60 else self.chance.choice(WORK)}
        if age > 12 and self.chance.random() < 0.9:
            values["phone"] = self._phone()
        if 3 <= age <= 17:
            values["schooling"] = "kindergarten" if age < 6 else "primary" if age < 12 else "junior"
        return Made(name, sex, born, relation, values, tenant)

    def _number(self, born: date, sex: str) -> str:
        """A right check digit over a made-up day and order, and never the same twice."""
        while True:
            self.order += 1
            serial = self.order % 500 * 2 + (sex == "male")
            body = f"{self.county}{born:%Y%m%d}{serial:03}"
            if body not in self.seen:
                self.seen.add(body)
                return body + check_digit(body)

    def _phone(self) -> str:
        self.phones += 1
        return f"1000{self.phones:07}"
