"""What all pages of the registers share: who enters, in which shell, and what a form sent."""

from datetime import date
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gewu.kernel.access import Actor, ActorRequest
from gewu.kernel.errors import Invalid, NotFound
from gewu.kernel.typed import uuid_in
from gewu.people.access import for_roles
from gewu.people.queries import actor_of, home_of, user_named
from gewu.places import queries as places
from gewu.registers import queries, refusals
from gewu.registers.commands import Into
from gewu.registers.reach import READERS, READS, WRITERS
from gewu.registers.sources import Origin, Source

SWITCHERS = frozenset({"admin", "supervisor", "overseer"})
readers = for_roles(*sorted(READERS))
writers = for_roles(*sorted(WRITERS))
switchers = for_roles(*sorted(SWITCHERS))
programme_readers = for_roles(*sorted(READERS | SWITCHERS))


def base_of(request: ActorRequest) -> str:
    """The shell of whoever asks: the desk, or the phone for those who are out."""
    field = home_of(request.actor) == "field"
    return "registers/base_field.html" if field else "registers/base_desk.html"


def language() -> str:
    return get_language() or "zh-hans"


def township_of(actor: Actor) -> int:
    """The township somebody writes in who says no other: the first of their posts."""
    found = queries.townships(actor)
    if not found:
        raise NotFound(_("There is nothing here, or it is not yours to see."))
    return found[0]


def reads(actor: Actor) -> bool:
    return any(READS in post.reads for post in actor.posts)


def origin_in(request: ActorRequest) -> Origin:
    """How what a form says has reached us."""
    said = request.POST.get("source") or default_source(request)
    if said not in {source.value for source in Source} - {Source.EXCHANGED.value}:
        raise refusals.invalid({"source": _("Choose one from the list.")})
    return Origin(Source(said), checked=bool(request.POST.get("checked")))


def default_source(request: ActorRequest) -> str:
    return Source.DOOR.value if request.actor.door == "field" else Source.WINDOW.value


def day_in(request: ActorRequest, name: str) -> date | None:
    """A day that may be left out."""
    typed = request.POST.get(name, "").strip()
    try:
        return date.fromisoformat(typed) if typed else None
    except ValueError:
        message = _("A day is written as 2026-01-31.")
        raise Invalid(message, fields={name: message}) from None


def address_in(request: ActorRequest) -> UUID | None:
    """The house that a form names: chosen before, or typed and understood; Invalid where it is not sure."""
    if chosen := uuid_in(request.POST, "address"):
        return places.address(chosen).id
    typed = request.POST.get("place", "").strip()
    if not typed:
        return None
    several = places.find_address(typed, township=township_of(request.actor), most=6)
    houses = [one for one in several if one.kind == "building"]
    if len(houses) == 1 or (houses and houses[0].name == "".join(typed.split())):
        return houses[0].id
    names = "、".join(one.name for one in houses)
    message = (
        _("Several houses are called so: %(names)s") % {"names": names} if names else _("No such house.")
    )
    raise Invalid(message, fields={"place": message})


def into_in(request: ActorRequest) -> Into:
    """Where a form lets somebody go: a household by its number, or a door of a house."""
    relation = request.POST.get("relation") or "other"
    if chosen := uuid_in(request.POST, "household"):
        return Into(household=chosen, relation=relation)
    typed = request.POST.get("number", "").strip()
    if typed:
        found = queries.search(request.actor, "household", typed, most=1)
        if found.by != "number" or not found.rows:
            message = _("There is no household of this number in your places.")
            raise Invalid(message, fields={"number": message})
        return Into(household=found.rows[0].id, relation=relation)
    if dwelling := uuid_in(request.POST, "dwelling"):
        return Into(dwelling=dwelling)
    address, door = address_in(request), request.POST.get("door", "").strip()
    if address and not door:
        raise refusals.invalid({"door": refusals.needed()})
    return Into(address=address, door=door)


def colleague_in(username: str, township: int, *, field: str) -> UUID:
    """Somebody who holds a post in the township, by the name they sign in with; Invalid for anybody else."""
    message = _("Nobody of this name holds a post here: %(name)s") % {"name": username[:40]}
    try:
        user = user_named(username)
    except NotFound:
        raise Invalid(message, fields={field: message}) from None
    if not actor_of(user, door="desk").at_home_in(township):
        raise Invalid(message, fields={field: message})
    return UUID(str(user.id))
