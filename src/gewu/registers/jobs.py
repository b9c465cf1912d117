"""What the registers do by the clock."""

from gewu.kernel.jobs import job
from gewu.places import queries as places
from gewu.registers.commands.pools import join_pools
from gewu.registers.commands.rating import rate


@job("registers.join_pools")
def join_all() -> None:
    """Whoever has had a birthday joins the programmes of their age, and leaves those of another."""
    for locality in places.localities():
        join_pools(locality.township)


@job("registers.rate")
def rate_all() -> None:
    """How fresh, complete and consistent the registers are today."""
    for locality in places.localities():
        rate(locality.township)
