"""Who is meant by a name in a rule. Each function gets what happened and gives the people, as they read.

People are named by their offices and places, so most may read the case by their posts; how closely it is
held is asked for all of them in one place (`commands.telling`).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from gewu.cases.queries.outline import Outline
from gewu.kernel.access import AccessClass
from gewu.kernel.models import Entry
from gewu.people.queries import audience
from gewu.people.queries.audience import OnDuty


@dataclass(frozen=True, slots=True)
class Happened:
    """An entry with its facts, and the case or the person it is about."""

    entry: Entry
    facts: Mapping[str, object]
    case: Outline | None = None
    person: UUID | None = None


# Who answers for a place below the township.
LEADS: Mapping[str, tuple[str, ...]] = {
    "cell": ("gridworker",),
    "grid": ("gridlead",),
    "community": ("chief",),
}

Audience = Callable[[Happened], Iterable[OnDuty]]


def _of_case(find: Callable[[Outline], Iterable[OnDuty]]) -> Audience:
    return lambda happened: find(happened.case) if happened.case else ()


def offered_office(happened: Happened) -> UUID | None:
    """The office that this entry offered the case to, whatever has become of it since."""
    answers = happened.facts.get("answers")
    said = answers.get("organisation") if isinstance(answers, Mapping) else None
    return UUID(str(said)) if said else None


def _offered_office(happened: Happened) -> Iterable[OnDuty]:
    office = offered_office(happened)
    return audience.working_in(office) if office else ()


def _holder_office(case: Outline) -> Iterable[OnDuty]:
    """The office that has it; nobody besides the person in whose hands it is."""
    if case.holder_org is None or case.holder_user is not None:
        return ()
    return audience.working_in(case.holder_org)


def _helper_office(happened: Happened) -> Iterable[OnDuty]:
    """The office that this entry asks to help."""
    answers = happened.facts.get("answers")
    asked = answers.get("helper") if isinstance(answers, Mapping) else None
    return audience.working_in(UUID(str(asked))) if asked else ()


def _colleagues(case: Outline) -> Iterable[OnDuty]:
    """Everybody of the office that has it, in whose hands it may be."""
    return audience.working_in(case.holder_org) if case.holder_org else ()


def _holder(case: Outline) -> Iterable[OnDuty]:
    return audience.on_duty_now([case.holder_user]) if case.holder_user else ()


def _handlers(case: Outline) -> Iterable[OnDuty]:
    return audience.on_duty_now(case.handlers)


def _at(held: tuple[str, ...], *levels: str) -> Audience:
    """Those who hold a role at one of the levels of the responsible place."""

    def find(case: Outline) -> Iterable[OnDuty]:
        areas = [area for level in levels if (area := getattr(case, level)) is not None]
        return audience.holding_at(areas, held=held)

    return _of_case(find)


def _over(*held: str) -> Audience:
    """Those who hold a role for the whole township in which it happened."""
    return lambda happened: audience.holding_over(happened.entry.township, held=held)


def _checkers(case: Outline) -> Iterable[OnDuty]:
    """Of the community if it has its own, else of the township; never who handled it."""
    near = audience.holding_at([case.community], held=("checker",)) if case.community else []
    found = near or audience.holding_over(case.township, held=("checker",))
    return [one for one in found if one.user not in case.handlers]


def _reporter(case: Outline) -> Iterable[OnDuty]:
    """Whoever told us and has an account; they may read what they reported, however closely it is held."""
    found = audience.with_account(case.reporter) if case.reporter else None
    return [replace(found, access_class=AccessClass.SEALED)] if found else ()


def _whose_turn(happened: Happened) -> Iterable[OnDuty]:
    """Whom a reminder means: whoever has it in hand, else the office or the place it names."""
    case, facts = happened.case, happened.facts
    if case is None:
        return ()
    if case.holder_user is not None:
        return _holder(case)
    if office := facts.get("organisation"):
        return audience.working_in(UUID(str(office)))
    turn = str(facts.get("turn", ""))
    near = audience.holding_at([UUID(str(facts["place"]))], held=(turn,)) if facts.get("place") else []
    return near or audience.holding_over(case.township, held=(turn,))


def _asked(happened: Happened) -> Iterable[OnDuty]:
    """Who has to answer: the office an entry names, else those who answer for the place it names."""
    if office := happened.facts.get("organisation"):
        return audience.working_in(UUID(str(office)))
    place = happened.facts.get("place")
    held = [role for roles in LEADS.values() for role in roles]
    return audience.holding_at([UUID(str(place))], held=held) if place else ()


def _raised_to(happened: Happened) -> Iterable[OnDuty]:
    """Those who answer for the level that a case has climbed to."""
    level, place = str(happened.facts.get("to", "")), happened.facts.get("place")
    if level in LEADS and place:
        return audience.holding_at([UUID(str(place))], held=LEADS[level])
    return audience.holding_over(happened.entry.township, held=("dispatcher", "supervisor"))


def _named(happened: Happened) -> Iterable[OnDuty]:
    """The person for whom something was made ready, or who planned it."""
    whom = happened.facts.get("whom")
    return audience.on_duty_now([UUID(str(whom))]) if whom else ()


def _caller(happened: Happened) -> Iterable[OnDuty]:
    """Whoever planned the call; the clerks where that person holds no post any more."""
    return list(_named(happened)) or audience.holding_over(happened.entry.township, held=("clerk",))


def _person(happened: Happened) -> Iterable[OnDuty]:
    found = audience.with_account(happened.person) if happened.person else None
    return [found] if found else ()


def _owner(happened: Happened) -> Iterable[OnDuty]:
    """The person whose account it is; an account of the demo has no owner."""
    if happened.person is None or audience.is_demo(happened.person):
        return ()
    return _person(happened)


def _leads_of_person(happened: Happened) -> Iterable[OnDuty]:
    return audience.leads_of(happened.person) if happened.person else ()


AUDIENCES: Mapping[str, Audience] = {
    "offered_office": _offered_office,
    "holder_office": _of_case(_holder_office),
    "helper_office": _helper_office,
    "colleagues": _of_case(_colleagues),
    "holder": _of_case(_holder),
    "handlers": _of_case(_handlers),
    "checkers": _of_case(_checkers),
    "reporter": _of_case(_reporter),
    # The same without a text to the phone: nobody asked to be called for that.
    "reporter_inbox": _of_case(_reporter),
    "grid_workers": _at(("gridworker", "gridlead", "assistant"), "grid", "cell"),
    "place_leads": _at(("chief",), "community"),
    "clerks": _over("clerk"),
    "dispatchers": _over("dispatcher"),
    "supervisors": _over("supervisor"),
    "administrators": _over("admin"),
    "auditors": _over("auditor"),
    "whose_turn": _whose_turn,
    "raised_to": _raised_to,
    "asked": _asked,
    "named": _named,
    "caller": _caller,
    "person": _person,
    "owner": _owner,
    "leads_of_person": _leads_of_person,
}
