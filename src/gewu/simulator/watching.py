"""The last days of the demo town: ledgers signed by those who lead, cases supervised, findings judged."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from gewu.cases import queries as cases
from gewu.clearance import commands as ledgers
from gewu.clearance import queries as sheets
from gewu.clearance.commands import Signing
from gewu.clearance.rules import SIGNERS, Period, before
from gewu.kernel import clock
from gewu.kernel.access import Actor, Tier
from gewu.people import queries as people
from gewu.places import queries as places
from gewu.places.values import Place
from gewu.supervision import commands
from gewu.supervision import queries as supervisions
from gewu.supervision.commands import Opening
from gewu.supervision.rules import Judgement, Step

URGED = ("居民第三次来电，今天要有个说法", "区里点了名，查清楚卡在哪一步")
ANSWERED = "材料后天到货，到了当天就换，已经给居民回过电话。"
# Some of each sort are judged, one way or the other; the rest wait for whoever looks at the demo.
JUDGED: Mapping[str, tuple[tuple[Judgement, str], ...]] = {
    "time": (
        (Judgement.JUSTIFIED, "网格员入户时手机没有信号，回到站里补录，情况属实"),
        (Judgement.NOT_JUSTIFIED, "当天就能录，拖到第三天才补，已提醒"),
    ),
    "flow": (
        (Judgement.NOT_JUSTIFIED, "没到现场就点了核查，已退回重新核查"),
        (Judgement.JUSTIFIED, "核查员当时就在现场，两人一起看的"),
    ),
    "content": (
        (Judgement.NOT_JUSTIFIED, "答复套用同一句话，请写清办了什么"),
        (Judgement.JUSTIFIED, "同一处的几件一次办完，统一答复"),
    ),
    "discretion": ((Judgement.JUSTIFIED, "现场照片对得上这条标准，少见但没有选错"),),
}
# Of so many ledgers one is forgotten.
FORGOTTEN = 7


def sign_ledgers(township: int) -> None:
    """In the morning: whoever leads a place signs for the day before, and a week or month that is over."""
    ledgers.take_in(township)
    street = places.area_by_code(str(township))
    wanted = [street, *places.under(street.id, Tier.COMMUNITY), *places.under(street.id, Tier.GRID)]
    # Those who look at the demo sign for themselves, so that there is something to sign.
    logins = _logins()
    for number, place in enumerate(reversed(wanted)):
        leader = _leader(place)
        if leader is not None and leader.user not in logins:
            _sign(place, leader, skip=number % FORGOTTEN == timezone.localdate(clock.now()).day % FORGOTTEN)


def urge(township: int) -> None:
    """Somebody has to answer, somebody has answered, and some of what was found odd is judged."""
    logins = {role: _login(name) for name, role, home in people.demo_logins() if home == township}
    if not {"supervisor", "handler", "chief"} <= logins.keys():
        return
    mine = cases.worklist(logins["handler"], "mine").items
    opened = [_urged(row.id, why, logins["supervisor"]) for row, why in zip(mine, URGED, strict=False)]
    if opened:
        commands.take_step(
            supervision=opened[0],
            step=Step.ANSWER,
            words=ANSWERED,
            seen_state="open",
            actor=logins["handler"],
        )
    for row in cases.worklist(logins["chief"], "raised").items[:1]:
        _urged(row.id, URGED[0], logins["supervisor"])
    _judge(logins["supervisor"])


def _judge(actor: Actor) -> None:
    """Of each sort the older half, oldest first, as far as there is something to say."""
    for sort, said in JUDGED.items():
        chosen = supervisions.anomalies_chosen({"kind": sort})
        rows = supervisions.anomalies(actor, chosen=chosen, size=40).items
        older = rows[(len(rows) + 1) // 2 :]
        for row, (judgement, word) in zip(reversed(older), said, strict=False):
            commands.judge(finding=row.id, judgement=judgement, word=word, actor=actor)


def _urged(case: UUID, why: str, actor: Actor) -> UUID:
    return commands.open_supervision(opening=Opening(case, "important", why), actor=actor)


def _sign(place: Place, leader: Actor, *, skip: bool) -> None:
    for period in Period:
        first = before(period, sheets.today_in(period))
        over_since = sheets.moments(period, first)[1]
        if skip or timezone.localdate(over_since) != timezone.localdate(clock.now()):
            continue
        sheet = sheets.sheet(leader, place.id, period, first)
        if sheet.ledger is None:
            late = (one.case for one in sheet.carried if one.needs)
            reasons = {case: sheets.REASONS[case.int % len(sheets.REASONS)] for case in late}
            with transaction.atomic():
                ledgers.sign(signing=Signing(place.id, period, first, reasons), actor=leader)


def _leader(place: Place) -> Actor | None:
    role = SIGNERS[place.tier]
    holder = next((post.user for post in people.posts_at(place.id) if post.role == role), None)
    return people.actor_of(holder, door="field") if holder else None


def _logins() -> set[UUID]:
    return {people.user_named(name).id for name, _role, _home in people.demo_logins()}


def _login(name: str) -> Actor:
    return people.actor_of(people.user_named(name), door="desk")
