"""Asking: at the window after the card was seen, or online with an account that is proved."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _

from gewu.deadlines.queries import due
from gewu.kernel import clock, codes, journal, numbers, receipts, text
from gewu.kernel.access import Actor
from gewu.kernel.errors import Invalid, NotAllowed, NotFound, RuleBroken
from gewu.kernel.ids import new_id
from gewu.places import queries as places
from gewu.registers import queries as registers
from gewu.registers.answers import checked
from gewu.registers.queries import own
from gewu.rights.definition import shipped
from gewu.rights.models import TAKING, Ask, Words
from gewu.rights.rules import LONGEST_WORDS, Kind, Proof

MINE = (Kind.CORRECTION, Kind.DELETION)


@dataclass(frozen=True, slots=True)
class Asking:
    """What somebody asks for, as it was typed. `identity` is read from the card; online there is none."""

    kind: str
    identity: str = ""
    proof: str = Proof.CARD
    field: str = ""
    value: str = ""
    programme: str = ""
    words: str = ""


def ask_at_window(*, asking: Asking, actor: Actor, receipt: str | None = None) -> UUID:
    """Take in what a person asks for who stands at the window and has shown who they are."""

    def do() -> str:
        return str(_at_window(asking, actor).id)

    # The digest of the request is salted with the key of the receipt: the number on the card is not kept.
    request = [asking.kind, asking.identity, asking.field, asking.value, asking.programme, asking.words]
    return UUID(str(receipts.once(actor=actor, key=receipt, request=request, do=do)))


def ask_online(*, asking: Asking, actor: Actor, receipt: str | None = None) -> UUID:
    """Take in what the person asks for whose account this is."""

    def do() -> str:
        return str(_online(asking, actor).id)

    request = [asking.kind, asking.field, asking.value, asking.programme, asking.words]
    return UUID(str(receipts.once(actor=actor, key=receipt, request=request, do=do)))


def _at_window(asking: Asking, actor: Actor) -> Ask:
    post = next((post for post in actor.posts if post.role in TAKING), None)
    if post is None:
        raise NotAllowed(_("What people ask about themselves is taken in at the window."))
    if asking.proof not in {Proof.CARD, Proof.GUARDIAN, Proof.MANDATE}:
        raise _not_an_answer("proof")
    number = codes.identity_number(asking.identity, field="identity").number
    person = own.person_by_card(actor, township=post.scope.low, identity=number)
    if person is None:
        message = _("Nothing is held here under this number. Say so to the person; look at the number again.")
        raise Invalid(message, fields={"identity": message})
    return _ask(asking, person, actor, via="window", proof=asking.proof)


def _online(asking: Asking, actor: Actor) -> Ask:
    person = own.person_of_account(actor.user) if actor.user else None
    if person is None:
        raise NotFound(_("This account is not proved to be yours. Come to the window with your card."))
    return _ask(asking, person, actor, via="online", proof=Proof.ACCOUNT)


def _ask(asking: Asking, person: own.Person, actor: Actor, *, via: str, proof: str) -> Ask:
    if asking.kind not in set(Kind):
        raise _not_an_answer("kind")
    kind = Kind(asking.kind)
    said = text.clean(asking.words, field="words", limit=LONGEST_WORDS)
    if kind in MINE and not said:
        raise Invalid(_("Say what is wrong, in a few words."), fields={"words": _("This must not be empty.")})
    now, locality = clock.now(), places.locality_of(person.township)
    row = Ask(
        id=new_id(person.township),
        township=person.township,
        number=numbers.draw(
            person.township, letters=locality.letters if locality else "ZZ", day=localdate(now)
        ),
        kind=kind,
        person=person.id,
        in_community=person.in_community,
        via=via,
        proof=proof,
        asked_by=actor.user,
        asked_at=now,
        due_at=due(person.township, localtime(now), shipped().answers[kind].limit).moment,
    )
    _aim(row, asking, person)
    facts: dict[str, Any] = {"of": kind, "proof": proof, "field": row.field, "due": row.due_at.isoformat()}
    if said:
        facts["words"] = {"asked": journal.say(Words, row, "asked", said, actor)}
    journal.record("right.asked", subject=row, actor=actor, **facts)
    return row


def _aim(row: Ask, asking: Asking, person: own.Person) -> None:
    """What exactly it is about: a field with the value it should have, or an enrolment."""
    if row.kind == Kind.CORRECTION:
        of = registers.register("person").field(asking.field)
        if of is None:
            raise _not_an_answer("field")
        value = checked([of], {of.key: asking.value}).get(of.key)
        if value is None:
            message = _("Say what it should be.")
            raise Invalid(message, fields={"value": message})
        row.field, row.offered = of.key, str(asking.value)
    elif row.kind == Kind.WITHDRAWAL:
        mine = {one.programme: one.id for one in own.consented(person.township, person.id)}
        if asking.programme not in mine:
            raise RuleBroken(_("There is no consent of this person to withdraw."))
        row.enrolment = mine[asking.programme]


def _not_an_answer(field: str) -> Invalid:
    message = _("Choose one of the given answers.")
    return Invalid(message, fields={field: message})
