"""Proving an account: a card was seen at the window, and from now on its holder may ask online."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from gewu.kernel import codes
from gewu.kernel.access import Actor
from gewu.kernel.errors import Invalid, NotAllowed, NotFound
from gewu.people.queries import user_named
from gewu.registers import commands as registers
from gewu.registers.queries import own
from gewu.rights.models import TAKING

LONGEST = 150


@dataclass(frozen=True, slots=True)
class Proving:
    """The number on the card that was seen, and the name its holder signs in with."""

    identity: str
    username: str = ""


def prove_account(*, proving: Proving, actor: Actor) -> None:
    """Link an account to the person whose card was seen. Asking online works from now on."""
    person = _person(proving, actor)
    registers.link_account(person.id, _account(proving.username), actor=actor)


def release_account(*, proving: Proving, actor: Actor) -> None:
    """Take the account of a person away from them: it is lost, or was linked by mistake."""
    registers.unlink_account(_person(proving, actor).id, actor=actor)


def _person(proving: Proving, actor: Actor) -> own.Person:
    post = next((post for post in actor.posts if post.role in TAKING), None)
    if post is None:
        raise NotAllowed(_("Accounts are proved at the window."))
    number = codes.identity_number(proving.identity, field="identity").number
    person = own.person_by_card(actor, township=post.scope.low, identity=number)
    if person is None:
        message = _("Nothing is held here under this number. Say so to the person; look at the number again.")
        raise Invalid(message, fields={"identity": message})
    return person


def _account(username: str) -> UUID:
    try:
        return UUID(str(user_named(username.strip()[:LONGEST]).id))
    except NotFound:
        message = _("There is no account of this name.")
        raise Invalid(message, fields={"username": message}) from None
