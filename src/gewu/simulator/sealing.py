"""A sensitive programme of the demo: its legal basis entered by one, approved by another, handled by name."""

from datetime import timedelta
from uuid import UUID

from django.utils.timezone import localdate

from gewu.kernel import clock
from gewu.kernel.access import Actor
from gewu.people import queries as people
from gewu.registers import commands
from gewu.registers.commands import Basis, Call
from gewu.registers.queries.own import Person
from gewu.registers.sources import Origin, Source

KEY = "community_corrections"
LAW = "《中华人民共和国社区矫正法》第十条、第二十五条"
DOCUMENT = "演示文件：司法所委托书〔2026〕1号"
FEW = 2


def seal(township: int) -> None:
    """Switch the programme on where a clerk, an administrator and a supervisor of the town are known."""
    staff = {role: _actor(name) for name, role, home in people.demo_logins() if home == township}
    if not {"admin", "supervisor", "chief", "gridlead"} <= set(staff):
        return
    handlers = [user for one in ("chief", "gridlead") if (user := staff[one].user)]
    commands.ask_programme(township, KEY, said=Basis(LAW, DOCUMENT, handlers=handlers), actor=staff["admin"])
    commands.approve_programme(township, KEY, actor=staff["supervisor"])
    for number, person in enumerate(_few(township, staff["gridlead"])):
        _take_in(person, number, staff)


def _take_in(person: UUID, number: int, staff: dict[str, Actor]) -> None:
    """Somebody made up, since some months; both handlers have been there, of the second visit nothing yet."""
    today = localdate(clock.now())
    values = {
        "decision": f"（演示）矫正字第{number + 1}号",
        "from_on": (today - timedelta(days=100)).isoformat(),
        "until_on": (today + timedelta(days=260)).isoformat(),
        "helper": "帮扶小组（虚构）",
    }
    commands.enrol(
        person,
        programme=KEY,
        values=values,
        origin=Origin(Source.WINDOW, checked=True),
        actor=staff["chief"],
        since=today - timedelta(days=100),
    )
    chief = staff["chief"].user
    if number or chief is None:
        return
    seen = clock.now() - timedelta(days=12)
    call = Call([person], outcome="met", right=True, beside=[chief], visited_at=seen)
    commands.visit(call, actor=staff["gridlead"])


def _few(township: int, lead: Actor) -> list[UUID]:
    """Grown-up people of the lead's own grid, always the same for the same town."""
    today = localdate(clock.now())
    seen = Person.objects.visible_to(lead).filter(township=township, state="here")
    young = seen.filter(born__range=(today - timedelta(days=50 * 365), today - timedelta(days=30 * 365)))
    return list(young.order_by("number").values_list("id", flat=True)[:FEW])


def _actor(name: str) -> Actor:
    return people.actor_of(people.user_named(name), door="desk")
