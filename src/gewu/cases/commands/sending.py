"""To whom a case goes at once that waits for nobody to hand it out."""

from uuid import UUID

from gewu.cases import refusals
from gewu.people import queries as people
from gewu.places import queries as places


def offices_named_for(township: int, key: str) -> tuple[UUID, ...]:
    """The offices that a place names for such a case, in its order; refused if it has none of them.

    未成年人保护法 第十一条 names public security, civil affairs and education; a place may name others.
    """
    place = places.locality_of(township)
    wanted = place.sends_to.get(key, ()) if place else ()
    known = {office.key: office.id for office in people.organisations_of(township) if office.inbox_open}
    found = tuple(known[office] for office in wanted if office in known)
    if not found:
        raise refusals.nobody_to_send_to()
    return found
