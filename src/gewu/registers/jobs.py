"""What the registers do by the clock."""

from gewu.kernel.jobs import job
from gewu.places import queries as places
from gewu.registers.commands.pools import join_pools


@job("registers.join_pools")
def join_all() -> None:
    """Whoever has had a birthday joins the programmes of their age, and leaves those of another."""
    for locality in places.localities():
        join_pools(locality.township)
