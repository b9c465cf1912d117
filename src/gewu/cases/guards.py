"""Named guards of moves: pure functions of what is known. Each refuses or lets pass."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from gewu.cases import refusals
from gewu.cases.requests import AGREES, APPEAL, EXTENSION, REVIEWED
from gewu.cases.standing import Standing, parse_day
from gewu.kernel.errors import DomainError

LONGEST_WAIT = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known when somebody asks for a move: the case, and who asks."""

    standing: Standing
    roles: frozenset[str]
    today: date
    user: UUID | None = None
    offices: frozenset[UUID] = frozenset()
    is_reporter: bool = False
    # Whose posts on this case the actor holds only as a stand-in.
    for_users: frozenset[UUID] = frozenset()
    # The moment it is asked; rules that need none are asked without.
    now: datetime | None = None
    # The roles of the actor's posts in offices that were asked to help and have not answered.
    helper_roles: frozenset[str] = frozenset()
    # It is a part of another case; and so many of its own parts are not over.
    is_part: bool = False
    open_parts: int = 0


def theirs(facts: Facts) -> None:
    """It was offered to an office of the actor, or is in its hands or the actor's own."""
    standing = facts.standing
    if standing.offered_org is not None:
        mine = standing.offered_org in facts.offices
    else:
        mine = standing.holder_org in facts.offices or (
            facts.user is not None and standing.holder_user == facts.user and standing.holder_org is None
        )
    if not mine:
        raise refusals.not_in_your_hands()


def lead_or_dispatcher(facts: Facts) -> None:
    """Whoever has the lead asks for help, and so may the dispatcher."""
    if "dispatcher" not in facts.roles:
        theirs(facts)


def not_the_handler(facts: Facts) -> None:
    """Whoever handled it, at any time, alone or with others, does not check it; nor does their stand-in."""
    if facts.user is None or ({facts.user} | facts.for_users) & set(facts.standing.handlers):
        raise refusals.checker_was_handler()


def solved_on_spot(facts: Facts) -> None:
    if not facts.standing.solved_on_spot:
        raise refusals.not_solved_on_spot()


def not_solved_on_spot(facts: Facts) -> None:
    if facts.standing.solved_on_spot:
        raise refusals.solved_on_spot()


def own_report(facts: Facts) -> None:
    """The reporter, or staff who asked the reporter 回访."""
    if not facts.is_reporter and not facts.roles - {"resident"}:
        raise refusals.not_your_report()


def unhappy(facts: Facts) -> None:
    """The reporter said that it is not solved, or is dissatisfied."""
    if not facts.standing.unhappy:
        raise refusals.not_unhappy()


def not_reopened(facts: Facts) -> None:
    """Once: what is not right after the second time needs another way."""
    if facts.standing.reopened_at is not None:
        raise refusals.was_reopened()


def review_ahead(facts: Facts, data: Mapping[str, object]) -> None:
    """A case waits until a day ahead, and not for ever."""
    day = parse_day(data["review_on"])
    if not facts.today < day <= facts.today + LONGEST_WAIT:
        raise refusals.review_behind()


def not_bound(facts: Facts) -> None:
    """An office that was appointed after others had returned it does not return it again."""
    if facts.standing.bound:
        raise refusals.appointed()


def not_returner(facts: Facts) -> None:
    """Whose office gave it back does not say whose it is."""
    if facts.offices & set(facts.standing.returned_by):
        raise refusals.gave_it_back()


def within_offer(facts: Facts) -> None:
    """What was offered goes back freely as long as the time to accept runs, and was never accepted."""
    standing = facts.standing
    too_late = facts.now is not None and standing.due_at is not None and facts.now > standing.due_at
    if too_late or standing.offered_org == standing.holder_org:
        raise refusals.return_window_over()


def offer_over(facts: Facts) -> None:
    """Nobody has to ask for leave while the case may simply be returned."""
    try:
        within_offer(facts)
    except DomainError:
        return
    raise refusals.may_simply_return()


def return_asked(facts: Facts) -> None:
    if not facts.standing.return_asked:
        raise refusals.nobody_asked_to_return()


def return_not_asked(facts: Facts) -> None:
    if facts.standing.return_asked:
        raise refusals.return_asked_already()


def is_part(facts: Facts) -> None:
    if not facts.is_part:
        raise refusals.not_a_part()


def parts_over(facts: Facts) -> None:
    """The whole is not over before its parts are."""
    if facts.open_parts:
        raise refusals.parts_not_over(facts.open_parts)


def asked_to_help(facts: Facts) -> None:
    """An office of the actor was asked to help and has not answered yet."""
    if not facts.offices & set(facts.standing.helpers):
        raise refusals.not_asked_to_help()


def helper_is_another(facts: Facts, data: Mapping[str, object]) -> None:
    """Nobody helps themselves, and nobody is asked twice at a time."""
    standing = facts.standing
    if str(data["helper"]) in {
        str(one) for one in (standing.holder_org, standing.offered_org, *standing.helpers)
    }:
        raise refusals.helps_already()


def helpers_done(facts: Facts, data: Mapping[str, object]) -> None:
    """Nobody reports done over the heads of those still helping, unless saying why."""
    if facts.standing.helpers and not data.get("despite_helpers"):
        raise refusals.helpers_not_done()


def resume_ahead(facts: Facts, data: Mapping[str, object]) -> None:
    """A clock is paused until a day ahead."""
    if not facts.today < parse_day(data["resume_on"]) <= facts.today + LONGEST_WAIT:
        raise refusals.resume_behind()


def reason_for_no(facts: Facts, data: Mapping[str, object]) -> None:
    """Whoever declines says why."""
    if data["decision"] != AGREES and not data.get("note"):
        raise refusals.no_without_reason()


def not_late(facts: Facts) -> None:
    """More time is asked for before it is over."""
    due = facts.standing.due_at
    if facts.now is not None and due is not None and facts.now > due:
        raise refusals.already_late()


def was_late(facts: Facts) -> None:
    """Only against lateness there is something to appeal."""
    if not facts.standing.was_late:
        raise refusals.was_not_late()


def one_appeal(facts: Facts) -> None:
    if facts.standing.appeal:
        raise refusals.appealed_already()


def nothing_asked(facts: Facts) -> None:
    """What was asked for before is decided."""
    if facts.standing.asks:
        raise refusals.asked_already()


def extension_asked(facts: Facts) -> None:
    _require_asked(facts, EXTENSION)


def extension_reviewed(facts: Facts) -> None:
    _require_asked(facts, REVIEWED[EXTENSION])


def appeal_asked(facts: Facts) -> None:
    _require_asked(facts, APPEAL)


def appeal_reviewed(facts: Facts) -> None:
    _require_asked(facts, REVIEWED[APPEAL])


def not_own_request(facts: Facts) -> None:
    """Nobody decides about what they asked for, or reviewed before."""
    if facts.user is None or facts.user in facts.standing.asked_by:
        raise refusals.own_request()


def their_department(facts: Facts) -> None:
    """A colleague in the handling office; for an office of one, the supervisor."""
    if "supervisor" not in facts.roles:
        theirs(facts)


def no_open_appeal(facts: Facts) -> None:
    """Nothing goes into the archive while somebody still decides about it."""
    if facts.standing.asks in {APPEAL, REVIEWED[APPEAL]}:
        raise refusals.appeal_is_open()


def _require_asked(facts: Facts, what: str) -> None:
    if facts.standing.asks != what:
        raise refusals.nothing_to_decide()


GUARDS: dict[str, Callable[[Facts], None]] = {
    "theirs": theirs,
    "lead_or_dispatcher": lead_or_dispatcher,
    "not_the_handler": not_the_handler,
    "solved_on_spot": solved_on_spot,
    "not_solved_on_spot": not_solved_on_spot,
    "own_report": own_report,
    "unhappy": unhappy,
    "not_reopened": not_reopened,
    "not_bound": not_bound,
    "not_returner": not_returner,
    "within_offer": within_offer,
    "offer_over": offer_over,
    "return_asked": return_asked,
    "return_not_asked": return_not_asked,
    "asked_to_help": asked_to_help,
    "not_late": not_late,
    "was_late": was_late,
    "one_appeal": one_appeal,
    "nothing_asked": nothing_asked,
    "extension_asked": extension_asked,
    "extension_reviewed": extension_reviewed,
    "appeal_asked": appeal_asked,
    "appeal_reviewed": appeal_reviewed,
    "not_own_request": not_own_request,
    "their_department": their_department,
    "no_open_appeal": no_open_appeal,
    "is_part": is_part,
    "parts_over": parts_over,
}

# Asked only once the answers are there: they do not decide which moves are shown.
ANSWER_GUARDS: dict[str, Callable[[Facts, Mapping[str, object]], None]] = {
    "review_ahead": review_ahead,
    "helpers_done": helpers_done,
    "helper_is_another": helper_is_another,
    "resume_ahead": resume_ahead,
    "reason_for_no": reason_for_no,
}

NAMES = GUARDS.keys() | ANSWER_GUARDS.keys()
