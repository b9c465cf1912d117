"""What the registers do by the clock."""

from uuid import UUID

from django.db import transaction

from gewu.kernel.canonical import parse
from gewu.kernel.jobs import job, reaction
from gewu.kernel.models import Entry
from gewu.places import commands as addresses
from gewu.places import queries as places
from gewu.registers.commands.following import follow_addresses
from gewu.registers.commands.keeping import forget_steps
from gewu.registers.commands.pools import join_pools
from gewu.registers.commands.rating import rate


@job("registers.join_pools")
def join_all() -> None:
    """Whoever has had a birthday joins the programmes of their age, and leaves those of another."""
    for locality in places.localities():
        join_pools(locality.township)


@job("registers.follow_assignments")
def follow_assignments() -> None:
    """Houses whose day has come belong to another grid by now, and so does everything that stands in them."""
    for locality in places.localities():
        with transaction.atomic():
            if moved := addresses.derive_due(locality.township):
                follow_addresses(locality.township, moved)


@reaction("registers.follow_house")
def follow_house(entry: Entry) -> None:
    """A house was given to another grid, or a unit to its house again: what stands in it comes along."""
    facts = parse(entry.facts) if isinstance(entry.facts, str) else entry.facts
    house = facts.get("address") if isinstance(facts, dict) else None
    follow_addresses(entry.township, [UUID(str(house))] if house else [])


@job("registers.rate")
def rate_all() -> None:
    """How fresh, complete and consistent the registers are today."""
    for locality in places.localities():
        rate(locality.township)


@job("registers.forget_steps")
def forget_all() -> None:
    """What stood there before is forgotten once it can no longer be taken back."""
    for locality in places.localities():
        forget_steps(locality.township)
