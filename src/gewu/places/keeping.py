"""Addresses as people keep them: added, corrected, named, retired, laid out, given to a grid, by hand."""

from dataclasses import fields
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from gewu.kernel import clock, journal, receipts
from gewu.kernel.access import Actor
from gewu.kernel.canonical import JsonValue
from gewu.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, RuleBroken
from gewu.kernel.ids import new_id
from gewu.kernel.text import clean_required
from gewu.places import assigning, atlas, rooms
from gewu.places.addresses import NO_ADDRESS
from gewu.places.layout import Layout
from gewu.places.models import (
    Address,
    AddressAlias,
    AddressAssignment,
    AddressChange,
    AddressPlate,
    Area,
    Township,
)
from gewu.places.reading import written
from gewu.places.shaping import (
    COLUMNS,
    NAMED,
    Correction,
    NewAddress,
    give_name,
    invalid,
    new_row,
    put,
    rename_houses,
)
from gewu.places.spelling import keys

# Who keeps the addresses of a place. Everybody who works there reads them.
MAY_KEEP = frozenset({"admin", "supervisor"})


def may_keep(actor: Actor, township: int) -> bool:
    """Whether the actor keeps the addresses of a township."""
    return any(
        post.role in MAY_KEEP and post.scope.low <= township <= post.scope.high for post in actor.posts
    )


def add_address(*, new: NewAddress, actor: Actor, receipt: str | None = None) -> UUID:
    """Add an estate, a road, a house, a unit or a room under a code never used before."""
    require_keeper(actor, new.township)

    def do() -> str:
        row = new_row(new)
        row.save(force_insert=True)
        if row.kind in (Address.BUILDING, Address.UNIT, Address.ROOM):
            _settle(row)
        tell(row, "address.added", actor, code=row.code, of=row.kind)
        _read_anew(row.township)
        return str(row.id)

    return UUID(str(receipts.once(actor=actor, key=receipt, request=_plain(new), do=do)))


@transaction.atomic
def correct_address(*, address: UUID, to: Correction, actor: Actor, seen_version: int | None = None) -> None:
    """Correct an address; from then on no load changes it. A name that is given up stays as an old name.

    `seen_version`: the version that was looked at; Conflict if somebody has changed it since.
    """
    row = held(address, actor, seen_version)
    before = {column: getattr(row, column) for column in COLUMNS}
    put(row, to)
    give_name(row)
    changed = [column for column in COLUMNS if getattr(row, column) != before[column]]
    if not changed:
        return
    row.origin, row.version = Address.HAND, row.version + 1
    row.save(update_fields=[*changed, "origin", "version"])
    if row.kind in NAMED and "name" in changed:
        _keep_old_name(row, str(before["name"]), actor)
    if row.kind in NAMED and set(changed) & {"name", "name_en", "street", "house"}:
        rename_houses(row)
    rooms.follow_houses(row.township)
    if "households" in changed:
        rooms.share_households(row.township, [row.id])
    tell(row, "address.changed", actor, columns=" ".join(sorted(changed)))
    _read_anew(row.township)


@transaction.atomic
def retire_address(*, address: UUID, why: str, actor: Actor) -> int:
    """An address is no longer there, nor what is in it; how many rows. An estate with houses stays."""
    row = held(address, actor)
    said = clean_required(why, field="why", limit=200)
    if row.kind in NAMED and Address.objects.filter(parent=row, retired_at=None).exists():
        raise RuleBroken(_("Houses still stand here. Retire them first."))
    gone = _with_all_in_it(row)
    now = clock.now()
    AddressPlate.objects.filter(address__in=gone, withdrawn_at=None).update(
        withdrawn_at=now, why=AddressPlate.GONE
    )
    AddressAssignment.objects.filter(address__in=gone, valid_to=None, valid_from__lt=now).update(valid_to=now)
    count = int(gone.update(retired_at=now))
    Address.objects.filter(id=row.id).update(origin=Address.HAND, version=F("version") + 1)
    if row.building_id:
        rooms.share_households(row.township, [row.building_id])
    tell(row, "address.retired", actor, said=said, count=count)
    _read_anew(row.township)
    return count


@transaction.atomic
def add_alias(*, address: UUID, name: str, kind: str, actor: Actor, receipt: str | None = None) -> int:
    """Give an address another name. The same name twice is refused; one that others have is not."""

    def do() -> int:
        return _name_it(address, name, kind, actor)

    return int(str(receipts.once(actor=actor, key=receipt, request=[str(address), name, kind], do=do)))


def _name_it(address: UUID, name: str, kind: str, actor: Actor) -> int:
    row = held(address, actor)
    if kind not in AddressAlias.KINDS:
        raise invalid("kind", _("This is no kind of name."))
    said = clean_required(name, field="name", limit=60, lines=False)
    if len(written(said)) < 2 or written(said) == written(row.name):
        raise invalid("name", _("Another name has at least two characters and differs from its own."))
    if row.aliases.filter(name=said, ended_at=None).exists():
        raise invalid("name", _("It has this name already."))
    alias = _alias(row, said, kind, actor)
    tell(row, "address.named", actor, said=said, of=kind)
    _read_anew(row.township)
    return int(alias.pk)


@transaction.atomic
def end_alias(*, alias: int, actor: Actor) -> None:
    """A name is no longer used; its row stays."""
    kept = AddressAlias.objects.select_related("address").filter(id=alias, ended_at=None).first()
    if kept is None:
        raise NotFound(_("There is no such name."))
    row = held(kept.address_id, actor)
    AddressAlias.objects.filter(id=alias).update(ended_at=clock.now())
    tell(row, "address.unnamed", actor, said=kept.name)
    _read_anew(row.township)


@transaction.atomic
def lay_out(*, building: UUID, layout: Layout, actor: Actor) -> rooms.LaidOut:
    """Give a house its units and rooms; what is there already stays."""
    row = held(building, actor)
    require_layout(row.kind, layout)
    done = rooms.lay_out_houses(row.township, {row.id: layout})
    if done.units + done.rooms:
        count = done.units + done.rooms
        tell(row, "address.laid_out", actor, count=count, units=done.units, rooms=done.rooms)
    return done


@transaction.atomic
def assign_by_hand(
    *,
    address: UUID,
    area: UUID,
    since: datetime,
    reason: str,
    actor: Actor,
    seen_version: int | None = None,
) -> None:
    """A house on a border, or a unit apart from its house, belongs to another grid from a day on.

    `seen_version`: the version that was looked at; Conflict if somebody has changed it since.
    """
    row = held(address, actor, seen_version)
    said = clean_required(reason, field="reason", limit=200)
    grid = Area.objects.filter(id=area, township=row.township).first()
    if grid is None or Area.objects.filter(parent=grid, retired_at=None).exists():
        raise invalid("area", _("Choose one of the deepest grids of this place."))
    done = assigning.assign(
        {row.id: area}, township=row.township, since=since, how=AddressAssignment.HAND, reason=said,
        by=actor.user,
    )  # fmt: skip
    if not done.changed:
        raise Conflict(_("It belongs to this grid already."))
    _count_up(row)
    tell(row, "address.assigned", actor, said=said, area=str(area), since=since.isoformat())


@transaction.atomic
def rejoin_by_hand(*, unit: UUID, since: datetime, actor: Actor) -> None:
    """A unit belongs to the grid of its house again."""
    row = held(unit, actor)
    if row.kind != Address.UNIT or not assigning.rejoin([row.id], township=row.township, since=since):
        raise RuleBroken(_("This unit belongs where its house does."))
    _count_up(row)
    tell(row, "address.rejoined", actor, since=since.isoformat())


def require_layout(kind: str, layout: Layout) -> None:
    """Refuse what no house has."""
    if kind != Address.BUILDING:
        raise RuleBroken(_("Only a house has units and rooms."))
    if not layout.lawful:
        said = _("At most 30 units, 99 floors, 40 flats on a floor and 3,000 rooms; at least one room.")
        raise Invalid(said, fields={"units": said})


def require_keeper(actor: Actor, township: int) -> None:
    if not may_keep(actor, township):
        raise NotAllowed(_("Addresses are kept by the administrator or a supervisor of the place."))


def held(address: UUID, actor: Actor, seen_version: int | None = None) -> Address:
    """The living row, locked, if the actor keeps it; Conflict if it is another than the version seen."""
    row = Address.objects.select_for_update().filter(id=address).first()
    if row is None:
        raise NotFound(str(NO_ADDRESS))
    require_keeper(actor, row.township)
    if row.retired_at is not None:
        raise RuleBroken(_("This address is no longer there."))
    if seen_version is not None and row.version != seen_version:
        said = _("Somebody else changed this address meanwhile. Look at it again.")
        raise Conflict(said, version=row.version)
    return row


def _count_up(row: Address) -> None:
    Address.objects.filter(id=row.id).update(version=F("version") + 1)


def _settle(row: Address) -> None:
    """A new house belongs to the grid under its point; what is in a house belongs where that does."""
    if row.kind == Address.BUILDING:
        book = atlas.current()
        version = book.version_at(row.township, clock.now())
        found = book.sheet(version).find(row.lon, row.lat) if version else None
        if version and found:
            assigning.assign({row.id: found}, township=row.township, since=version.valid_from, how="load")
    elif row.building_id:
        rooms.share_households(row.township, [row.building_id])


def _keep_old_name(row: Address, name: str, actor: Actor) -> None:
    if name and not row.aliases.filter(name=name, ended_at=None).exists():
        _alias(row, name, AddressAlias.OLD, actor)


def _alias(row: Address, name: str, kind: str, actor: Actor) -> AddressAlias:
    return AddressAlias.objects.create(
        address=row, township=row.township, kind=kind, name=name, search_text=keys(name)[:300],
        since=clock.now(), by=actor.user,
    )  # fmt: skip


def _with_all_in_it(row: Address) -> Any:
    rows = Address.objects.filter(township=row.township, retired_at=None)
    if row.kind == Address.BUILDING:
        return rows.filter(id__in=[row.id, *rows.filter(building=row).values_list("id", flat=True)])
    return rows.filter(id__in=[row.id, *rows.filter(parent=row).values_list("id", flat=True)])


def tell(
    row: Address, kind: str, actor: Actor, *, said: str = "", count: int = 1, **facts: JsonValue
) -> AddressChange:
    """One line of the history of an address, and its entry: words stay in the line."""
    change = AddressChange(
        id=new_id(row.township), township=row.township, address=row, what=kind.partition(".")[2],
        count=count, said=said, salt=journal.new_salt(), by=actor.user, at=clock.now(),
    )  # fmt: skip
    told: dict[str, Any] = {"address": str(row.id), "count": count, **facts}
    if said:
        told["said"] = journal.digest(said, change.salt)
    journal.record(kind, subject=change, actor=actor, **told)
    return change


def _read_anew(township: int) -> None:
    """All processes read the names of the place again."""
    Township.objects.filter(code=township).update(revision=F("revision") + 1)
    atlas.forget()


def _plain(new: NewAddress) -> dict[str, object]:
    point = [new.point.lon, new.point.lat] if new.point else None
    said = {f.name: getattr(new, f.name) for f in fields(new) if f.name != "point"}
    return said | {"point": point}
