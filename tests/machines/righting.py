"""Real values for people's rights and the health of data: somebody who asks, somebody who may answer."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from gewu.cases.tests.builders import Cast
from gewu.kernel.access import Actor
from gewu.places.testing import TinyTown
from gewu.registers.commands import link_account
from gewu.registers.queries.own import Person
from gewu.rights.commands import Answer, grant
from gewu.rights.commands import Asking as Request
from gewu.rights.commands.asking import ask_online
from tests.access import asking as rights
from tests.access import health
from tests.machines.world import Asking

Choices = Callable[[Asking], Iterable[Any]]
RIGHTS, CHECKUPS = "/api/v1/rights", "/api/v1/checkups"
AT_WINDOW, MINE, ANSWER = f"{RIGHTS}/asks", f"{RIGHTS}/mine", f"{RIGHTS}/asks/{{ask_id}}/answer"


@dataclass(frozen=True)
class Manned:
    """The cast as the tables of access know a town."""

    cast: Cast

    @property
    def tiny(self) -> TinyTown:
        return self.cast.town

    def actor(self, name: str, /) -> Actor:
        return self.cast.of_role(name)


def _made(make: Callable[[Manned], object]) -> Choices:
    """The id of what is made, once, where the one asks lives."""
    return lambda asking: [str(make(Manned(asking.world.cast)))]


def _said(*values: object) -> Choices:
    return lambda asking: values


def _proved(town: Manned) -> None:
    """The account of the resident is that of the person in A1."""
    person, resident = Person.objects.one(rights.a_person(town)), town.actor("resident")
    assert resident.user is not None
    if person.user != resident.user:
        link_account(person.id, resident.user, actor=town.actor("clerk"))


def _own_file(town: Manned) -> object:
    _proved(town)
    ask = ask_online(asking=Request("file"), actor=town.actor("resident"))
    grant(ask=ask, answer=Answer("请收好", "open"), actor=town.actor("clerk"))
    return ask


def _kinds_at_window(asking: Asking) -> Iterable[str]:
    rights.a_person(Manned(asking.world.cast))
    return ("file", "looks", "correction")


def _own_kinds(asking: Asking) -> Iterable[str]:
    _proved(Manned(asking.world.cast))
    return ("file", "looks", "correction")


PATHS: dict[str, Choices] = {
    "checkup_id": _made(health.a_checkup),
    "ask_id": _made(rights.an_ask),
    "erasure_id": _made(rights.an_erasure),
    "oddity_id": _made(rights.unusual),
}
PATHS_OF: dict[tuple[str, str], Choices] = {
    (f"{AT_WINDOW}/{{ask_id}}/file", "ask_id"): _made(rights.a_granted_file),
    (f"{MINE}/{{ask_id}}/file", "ask_id"): _made(_own_file),
}
BODIES_OF: dict[tuple[str, str], Choices] = {
    (AT_WINDOW, "kind"): _kinds_at_window,
    (AT_WINDOW, "identity"): _said(rights.CARD),
    (AT_WINDOW, "proof"): _said("card", "guardian"),
    (MINE, "kind"): _own_kinds,
    **{(path, "field"): _said("phone") for path in (AT_WINDOW, MINE)},
    **{(path, "value"): _said("13800001111") for path in (AT_WINDOW, MINE)},
    **{(path, "programme"): _said("") for path in (AT_WINDOW, MINE)},
    **{(path, "words"): _said("", "换号码了") for path in (AT_WINDOW, MINE)},
    (ANSWER, "deed"): _said("grant", "refuse"),
    (ANSWER, "words"): _said("核对过了"),
    (ANSWER, "ground"): _said("right_as_it_is", "unproved"),
    (ANSWER, "seen_state"): _said("open"),
    (f"{RIGHTS}/erasures/{{erasure_id}}", "deed"): _said("agree", "keep"),
    (f"{RIGHTS}/erasures/{{erasure_id}}", "why"): _said("诉讼期间"),
    (f"{RIGHTS}/unusual/{{oddity_id}}", "judgement"): _said("justified", "not_justified"),
    (f"{RIGHTS}/unusual/{{oddity_id}}", "word"): _said("问过本人"),
    (f"{CHECKUPS}/{{checkup_id}}/give", "to"): _made(health.a_mender),
    (f"{CHECKUPS}/{{checkup_id}}/steps", "step"): _said("accept", "wrong_alarm"),
    (f"{CHECKUPS}/{{checkup_id}}/steps", "words"): _said("核对过了"),
    (f"{CHECKUPS}/{{checkup_id}}/steps", "seen_state"): _said("open"),
}
