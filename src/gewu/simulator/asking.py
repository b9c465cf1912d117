"""What people of the demo town ask about themselves, what is due to be erased, and look-ups by night.

Besides: the places' own published figures with what the checks find in them. The family is made up, with
numbers that were given to nobody.
"""

from datetime import datetime, time, timedelta
from functools import partial
from uuid import UUID

from django.utils.timezone import localdate, make_aware

from gewu.checkups import commands as checkups
from gewu.checkups import queries as health
from gewu.checkups.looking import look
from gewu.checkups.published import published
from gewu.kernel import clock
from gewu.kernel.access import Actor
from gewu.kernel.codes import check_digit
from gewu.people import queries as people
from gewu.places import queries as places
from gewu.registers import commands as registers
from gewu.registers.commands import record
from gewu.registers.sources import Origin, Source
from gewu.registers.values import At
from gewu.rights import commands as rights
from gewu.rights.commands import Asking
from gewu.simulator.commands import Aside

MONTH = 31
# Who lives in the made-up flat: name, sex, born, relation, what else is known. One of 98 is a pupil.
FAMILY: tuple[tuple[str, str, str, str, dict[str, object]], ...] = (
    ("王样一", "male", "19680412", "head", {"phone": "13900000001", "native_place": "山东枣庄"}),
    ("李样二", "female", "19700923", "spouse", {"phone": "13900000002"}),
    ("王样三", "male", "20170301", "son", {"schooling": "primary"}),
    ("王样四", "female", "19271106", "parent", {"schooling": "primary"}),
)


def keep_published(township: int) -> None:
    """Its own figures, and in the first place of the installation those of places that are not run here."""
    here = {one.key: one.township for one in places.localities()}
    first = next(iter(here.values()), township)
    for key, report in published().items():
        if here.get(key, first) == township:
            checkups.take_in(report, township=township)


def asides(township: int) -> list[Aside]:
    """A family three days ago, look-ups last night, two corrections asked for; nobody goes back in time."""
    doers = {role: name for name, role, home in people.demo_logins() if home == township}
    if not {"clerk", "gridworker"} <= set(doers):
        return []
    clerk, worker = (_actor(doers[role]) for role in ("clerk", "gridworker"))
    house = _house(worker)
    if house is None:
        return []
    story = _Story(township, clerk, worker, house)
    night = make_aware(datetime.combine(localdate(clock.now()) - timedelta(days=1), time(23, 10)))
    return [
        (timedelta(days=3, minutes=7), story.live),
        (timedelta(days=2, minutes=7), partial(story.ask, 0, "phone", "13900000011", "换号码了。")),
        (clock.now() - night, story.look_by_night),
        (timedelta(hours=2, minutes=47), partial(story.ask, 1, "native_place", "山东滕州", "籍贯登记错了。")),
    ]


def look_over(township: int) -> None:
    """What the night would do: list what is due, watch the look-ups, look through everything."""
    keep_published(township)
    rights.list_due(township)
    rights.watch(township)
    look(township)
    hand_on(township)


def hand_on(township: int) -> None:
    """The clerk gives what is wrong with somebody to the worker of their grid, and takes a figure herself."""
    doers = {role: name for name, role, home in people.demo_logins() if home == township}
    if not {"clerk", "gridworker"} <= set(doers):
        return
    clerk, worker = (_actor(doers[role]) for role in ("clerk", "gridworker"))
    for register, to in (("person", worker.user), ("figures", clerk.user)):
        chosen = health.chosen_from({"register": register})
        waiting = health.findings(clerk, chosen=chosen).items
        for one in [row for row in waiting if to in health.can_mend(row)][:1]:
            checkups.give(finding=one.id, to=to, actor=clerk)


class _Story:
    """The family does not exist before it is told."""

    def __init__(self, township: int, clerk: Actor, worker: Actor, house: UUID) -> None:
        self._township, self._clerk, self._worker, self._house = township, clerk, worker, house
        self._family: list[UUID] = []

    def live(self) -> None:
        """They move in; one was a volunteer until eight months ago, and is to be forgotten as such by now."""
        today = localdate(clock.now())
        self._family = _family(self._township, self._clerk, self._house)
        volunteer = registers.enrol(
            self._family[1],
            programme="volunteer",
            values={"service": ["clean"], "when": ["weekend"]},
            origin=Origin(Source.SELF),
            actor=self._clerk,
            basis="self",
            since=today - timedelta(days=10 * MONTH),
        )
        registers.leave(volunteer, why="ended", actor=self._clerk, on=today - timedelta(days=8 * MONTH))
        registers.enrol(
            self._family[0],
            programme="photos",
            values={"where": ["board", "record"]},
            origin=Origin(Source.SELF),
            actor=self._clerk,
            basis="self",
        )

    def look_by_night(self) -> None:
        for person in self._family[:3]:
            registers.open_values("person", person, purpose="visit", actor=self._worker)

    def ask(self, who: int, field: str, value: str, words: str) -> None:
        asking = Asking("correction", _number(who), field=field, value=value, words=words)
        rights.ask_at_window(asking=asking, actor=self._clerk)


def _family(township: int, clerk: Actor, house: UUID) -> list[UUID]:
    door = Origin(Source.DOOR, checked=True)
    keep = partial(record, township=township, origin=door, actor=clerk)
    flat = keep("dwelling", values={"door": "9单元901室", "use": "own"}, at=At(address=house)).id
    home = keep("household", values={"kind": "family"}, at=At(dwelling=flat)).id
    found = []
    for order, (name, sex, _born, relation, more) in enumerate(FAMILY):
        values = {"name": name, "identity_number": _number(order), "sex": sex, **more}
        at = At(household=home, relation=relation)
        found.append(keep("person", values=values, at=at).id)
    return found


def _number(order: int) -> str:
    """A number with a check digit that fits, of a county that gives out none any more."""
    _name, sex, born, _relation, _more = FAMILY[order]
    serial = 980 + 2 * order + (1 if sex == "male" else 0)
    body = f"370499{born}{serial:03d}"
    return body + check_digit(body)


def _house(worker: Actor) -> UUID | None:
    """A house in the grid of the worker; not the first, which the demo gives to the grid beside it."""
    area = worker.posts[0].scope.area
    houses = [one for one in places.addresses_in(area) if one.kind == "building"]
    return houses[-1].id if houses else None


def _actor(username: str) -> Actor:
    return people.actor_of(people.user_named(username), door="desk")
