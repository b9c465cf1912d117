"""Taking seals, ten minutes after midnight and again for whatever was missed.

An entry has the moment its command ran, but is seen only when its transaction commits. One that straddles
midnight for longer than the ten minutes is not lost: each run compares the last days with what is sealed and
gives late entries a further part of their own day, which the next seals are then tied to.
"""

from datetime import date, datetime, timedelta

import structlog
from django.db import transaction
from django.db.models import Count, Max, Sum
from django.db.models.functions import TruncDate

from gewu.kernel import clock
from gewu.kernel.canonical import spell
from gewu.kernel.ids import new_id
from gewu.kernel.jobs import job
from gewu.kernel.models import Entry, Seal
from gewu.kernel.seals import files, publishing
from gewu.kernel.seals.chain import Statement, local, root_of, span, split
from gewu.kernel.seals.signing import Public, Signer, current, digest_of, owned

GRACE = timedelta(minutes=10)
LOOK_BACK = timedelta(days=3)

log = structlog.get_logger()


@job("kernel.seal_days")
def seal_days() -> None:
    """Runs every hour, so that a night without a worker is made up for."""
    take()


def take(*, everything: bool = False) -> int:
    """Seal all finished days that have entries under no seal; how many seals were taken.

    Looks back some days before the newest seal; `everything` reads the whole journal, which a simulation of
    the past needs.
    """
    until, _ = span((clock.now() - GRACE).astimezone(local()).date())
    since = None if everything else _since(until)
    taken = [_seal(township, day) for township, day in _pending(since, until)]
    due = Seal.objects.filter(day__gte=since.astimezone(local()).date()) if since else Seal.objects.all()
    for seal in due:
        files.write(seal)
    if any(taken):
        publishing.write()
    return sum(taken)


def _since(until: datetime) -> datetime | None:
    """From where to look: nothing was sealed before means from the beginning."""
    newest: date | None = Seal.objects.aggregate(newest=Max("day"))["newest"]
    return min(span(newest)[0], until) - LOOK_BACK if newest else None


def _pending(since: datetime | None, until: datetime) -> list[tuple[int, date]]:
    """Townships and days with more entries than their seals count."""
    entries, seals = Entry.objects.filter(recorded_at__lt=until), Seal.objects.all()
    if since:
        entries = entries.filter(recorded_at__gte=since)
        seals = seals.filter(day__gte=since.astimezone(local()).date())
    days = entries.annotate(day=TruncDate("recorded_at", tzinfo=local())).values_list("township", "day")
    found = {(township, day): count for township, day, count in days.annotate(count=Count("id"))}
    sealed = {
        (township, day): count
        for township, day, count in seals.values_list("township", "day").annotate(total=Sum("count"))
    }
    return sorted(place for place, count in found.items() if count > sealed.get(place, 0))


@transaction.atomic
def _seal(township: int, day: date) -> bool:
    """Close what is still open of one day. Two sealers at once collide on the number: one gives up."""
    seals = Seal.objects.filter(township=township)
    before = seals.order_by("-number").first()
    parts = list(seals.filter(day=day))
    leaves = _open_leaves(township, day, {leaf for part in parts for leaf in split(bytes(part.leaves))})
    if not leaves:
        # Fewer entries than sealed, and as many strangers among them: for verify-journal to say.
        log.error("seal_mismatch", township=township, day=day.isoformat())
        return False
    seal = _signed(township, day, leaves, before=before, part=len(parts) + 1)
    seal.save(force_insert=True)
    log.info("day_sealed", township=township, day=day.isoformat(), part=seal.part, entries=seal.count)
    return True


def _signed(township: int, day: date, leaves: list[bytes], *, before: Seal | None, part: int) -> Seal:
    signer, following = _turn(before)
    moment = clock.now()
    root, previous = root_of(leaves, signer.public), bytes(before.hash) if before else b""
    statement = Statement(
        township=township,
        number=before.number + 1 if before else 1,
        day=day,
        part=part,
        count=len(leaves),
        root=root.hex(),
        previous=previous.hex(),
        taken_at=spell(moment),
        key=signer.public,
        next=following,
    )
    text = statement.text()
    return Seal(
        id=new_id(township),
        township=township,
        number=statement.number,
        day=day,
        part=part,
        taken_at=moment,
        count=statement.count,
        leaves=b"".join(leaves),
        digest=root,
        previous=previous,
        hash=digest_of(signer.public.algorithm)(text.encode()),
        statement=text,
        signature=signer.sign(text.encode()),
    )


def _turn(before: Seal | None) -> tuple[Signer, Public | None]:
    """Who signs now, and the key that this seal introduces: a new one is vouched for by the one before."""
    wanted = current()
    if before is None:
        return wanted, None
    last = Statement.read(before.statement)
    due = last.next or last.key
    if due == wanted.public:
        return wanted, None
    if signer := owned().get(due):
        return signer, wanted.public
    # Sealing goes on: verify-journal says where the keys do not follow each other.
    log.error("seal_key_missing", township=before.township, key=due.name)
    return wanted, None


def _open_leaves(township: int, day: date, sealed: set[bytes]) -> list[bytes]:
    since, until = span(day)
    entries = Entry.objects.filter(township=township, recorded_at__gte=since, recorded_at__lt=until)
    hashes = entries.order_by("recorded_at", "id").values_list("hash", flat=True)
    return [leaf for leaf in map(bytes, hashes) if leaf not in sealed]
