"""Proving that an address is one's own before anything is sent there: e-mail by a link, WeChat by a code."""

from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from gewu.kernel import clock, journal
from gewu.kernel.access import SYSTEM, Actor
from gewu.kernel.errors import NotFound, RuleBroken, TooMany
from gewu.kernel.ids import new_id
from gewu.notices.channels import wechat
from gewu.notices.commands.own import row_of
from gewu.notices.commands.queueing import queue_for_claim
from gewu.notices.models import Binding, Gateway, Message, Preference, Reader
from gewu.notices.queries.claims import claim_behind, is_open
from gewu.notices.queries.gateways import nearest, ways_out
from gewu.notices.queries.templates import in_force
from gewu.notices.rules import reach_of

# So many letters to be proved a day: a form must not become a way to write to strangers.
MOST_A_DAY = 5
A_DAY = 24 * 3600


def claim_email(row: Preference, address: str) -> None:
    """Send a link to an address; it counts as the person's own when they have followed it."""
    mine = Binding.objects.filter(township=row.township, user=row.user, channel="email")
    waiting = [one.address for one in mine.filter(proved_at=None) if is_open(one)]
    if any(one.open() == address for one in waiting if one is not None):
        return
    since = clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
    if mine.filter(asked_at__gte=since).count() >= MOST_A_DAY:
        message = _("That is enough for today. Check the address, and try again tomorrow.")
        raise TooMany(message, retry_after=A_DAY)
    way = nearest(ways_out({row.township}, kinds=("email",)), "email", row.township)
    if way is None:
        raise RuleBroken(_("Your place sends no e-mail, so an address cannot be checked."))
    claim = Binding(id=new_id(row.township), township=row.township, user=row.user, channel="email")
    claim.address, claim.asked_at = address, clock.now()
    claim.save(force_insert=True)
    queue_for_claim(_letter(claim), way)


@transaction.atomic
def prove_email(*, link: str, actor: Actor) -> None:
    """Whoever followed the link while signed in has the address; NotFound for any other link."""
    claim = claim_behind(actor, link)
    if claim is None or claim.address is None:
        raise NotFound(_("This link is not yours, was used, or is older than a day. Give the address again."))
    row = _mine(claim)
    row.email = claim.address.open()
    if "email" not in row.channels:
        row.channels = ["email", *row.channels]
    _proved(claim, row, actor, ["email", "channels"])


def ask_for_code(*, actor: Actor) -> str:
    """What a QR code says, by which WeChat tells us who has scanned it; good for ten minutes."""
    with transaction.atomic():
        row = row_of(actor)
    way = nearest(ways_out({row.township}, kinds=("wechat",)), "wechat", row.township)
    if way is None:
        raise RuleBroken(_("Your place has no official account in WeChat here."))
    claim = Binding(id=new_id(row.township), township=row.township, user=row.user, channel="wechat")
    # Asked outside of a transaction: WeChat may take its time.
    said = f"rehearsal:{claim.id.hex}" if way.rehearsal else wechat.code_to_follow(way, claim.id.hex)
    if said is None:
        raise RuleBroken(_("WeChat gives no code now. Try again in a minute."))
    claim.asked_at = clock.now()
    with transaction.atomic():
        mine = Binding.objects.filter(township=row.township, user=row.user, channel="wechat")
        mine.filter(proved_at=None).delete()
        claim.save(force_insert=True)
    return said


@transaction.atomic
def note_follower(*, gateway: Gateway, scene: str, openid: str) -> bool:
    """WeChat says who has scanned a code; whether one of ours was meant. Said twice, it counts once."""
    try:
        claim = Binding.objects.by_id(UUID(scene)).select_for_update().first()
    except ValueError:
        return False
    first, last = reach_of(gateway.township)
    if claim is None or not (first <= claim.township <= last) or claim.channel != "wechat":
        return False
    if not is_open(claim):
        return False
    row = _mine(claim)
    row.wechat = openid
    if "wechat" not in row.channels:
        row.channels = [*row.channels, "wechat"]
    _proved(claim, row, SYSTEM, ["wechat", "channels"])
    return True


@transaction.atomic
def let_go_of_wechat(*, actor: Actor) -> None:
    """No more by WeChat: who the person is there is forgotten."""
    row = row_of(actor)
    row.wechat, row.channels = None, [one for one in row.channels if one != "wechat"]
    _chosen(row, actor, ["wechat", "channels"])


def _proved(claim: Binding, row: Preference, actor: Actor, columns: list[str]) -> None:
    claim.proved_at = clock.now()
    claim.write("proved_at")
    _chosen(row, actor, columns)


def _chosen(row: Preference, actor: Actor, columns: list[str]) -> None:
    journal.record(
        "notices.chosen",
        subject=row,
        actor=actor,
        write=columns,
        channels=list(row.channels),
        quiet=row.quiet_from is not None,
        digest=row.digest,
    )


def _mine(claim: Binding) -> Preference:
    found = Preference.objects.filter(township=claim.township, user=claim.user).select_for_update().first()
    return found or Preference(id=new_id(claim.township), township=claim.township, user=claim.user)


def _letter(claim: Binding) -> Message:
    ref = in_force({"address_check"}, claim.township)["address_check"]
    return Message(
        id=new_id(claim.township),
        township=claim.township,
        reader=Reader.CLAIM,
        to=claim.id,
        cause=uuid4(),
        template=ref.key,
        template_home=ref.home,
        template_version=ref.version,
        shown=False,
        created_at=clock.now(),
    )
