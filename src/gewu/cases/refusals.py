"""Every refusal of the engine, in words. Rules name the reason; here it becomes a sentence for people."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gewu.cases.powers import NEGOTIATION
from gewu.kernel.errors import Conflict, Invalid, NotAllowed, RuleBroken


def no_such_move(name: str, stage: str) -> RuleBroken:
    return RuleBroken(_("This step cannot be taken now: the case stands elsewhere."), move=name, stage=stage)


def case_waits(name: str) -> RuleBroken:
    return RuleBroken(_("Its clock stands still. Let the case go on first."), move=name)


def case_does_not_wait(name: str) -> RuleBroken:
    return RuleBroken(_("The case is not waiting; it goes on already."), move=name)


def not_your_turn(name: str, by: Iterable[str]) -> NotAllowed:
    return NotAllowed(_("This step is for somebody else."), move=name, by=sorted(by))


def not_yours_to_report(by: Iterable[str]) -> NotAllowed:
    return NotAllowed(_("Your post does not report cases of this kind."), by=sorted(by))


def not_in_your_hands() -> NotAllowed:
    return NotAllowed(_("Another office has this case."), guard="theirs")


def call_first() -> Invalid:
    return invalid({"called": _("This sounds dangerous. Call the emergency line first, then send it again.")})


def not_a_part() -> RuleBroken:
    return RuleBroken(_("This case is not a part of another."), guard="is_part")


def parts_not_over(parts: int) -> RuleBroken:
    return RuleBroken(
        _("Parts of this case are not over yet. End them first."), guard="parts_over", parts=parts
    )


def no_parts_of_parts() -> RuleBroken:
    return RuleBroken(_("A part has no parts of its own. Open it at the whole case."))


def whole_is_over() -> RuleBroken:
    return RuleBroken(_("This case is closed; a part would hold nothing up any more."))


def not_admitted(category: str, office: str) -> RuleBroken:
    return RuleBroken(
        _("This is not on the list of what communities may be given. Negotiate with the community first."),
        category=category,
        organisation=office,
        negotiation=NEGOTIATION,
    )


def nobody_to_send_to() -> RuleBroken:
    return RuleBroken(_("This place has named no offices that get such a report. Call 110 now."))


def appointed() -> RuleBroken:
    return RuleBroken(
        _("Your office was appointed after others had returned it, and cannot return it again."),
        guard="not_bound",
    )


def gave_it_back() -> RuleBroken:
    return RuleBroken(_("Your office gave it back: somebody else says whose it is."), guard="not_returner")


def return_window_over() -> RuleBroken:
    return RuleBroken(
        _("It can no longer simply be returned. Ask the dispatcher to take it back."), guard="within_offer"
    )


def may_simply_return() -> RuleBroken:
    return RuleBroken(_("The time to accept still runs: simply return it."), guard="offer_over")


def nobody_asked_to_return() -> RuleBroken:
    return RuleBroken(_("Nobody asked to give this case back."), guard="return_asked")


def return_asked_already() -> RuleBroken:
    return RuleBroken(_("The dispatcher has been asked already."), guard="return_not_asked")


def not_asked_to_help() -> NotAllowed:
    return NotAllowed(_("Your office was not asked to help with this case."), guard="asked_to_help")


def helps_already() -> Invalid:
    return invalid({"helper": _("This office has the case, or has been asked already.")})


def helpers_not_done() -> Invalid:
    return invalid(
        {"despite_helpers": _("An office asked to help has not signed off. Wait for it, or say why not.")}
    )


def checker_was_handler() -> NotAllowed:
    return NotAllowed(
        _("Whoever handled a case does not check it. Leave it to somebody else."), guard="not_the_handler"
    )


def solved_on_spot() -> RuleBroken:
    return RuleBroken(
        _("It was reported as solved on the spot and was never given to an office."),
        guard="not_solved_on_spot",
    )


def not_solved_on_spot() -> RuleBroken:
    return RuleBroken(_("It was not reported as solved on the spot."), guard="solved_on_spot")


def not_your_report() -> NotAllowed:
    return NotAllowed(_("Only the person who reported it can do this."), guard="own_report")


def not_unhappy() -> RuleBroken:
    return RuleBroken(
        _("Nobody has said that it is not solved: there is nothing to reopen."), guard="unhappy"
    )


def was_reopened() -> RuleBroken:
    return RuleBroken(
        _("It was worked on again once already. What is still not right is a new report."),
        guard="not_reopened",
    )


def photos_missing(looks: Iterable[str]) -> Invalid:
    sentences = {
        "before": _("Add a photo of how it was found, or say why there is none."),
        "after": _("Add a photo of how it is now, or say why there is none."),
    }
    return invalid({"photos": " ".join(sentences[look] for look in sorted(looks))})


def too_many_photos(limit: int) -> Invalid:
    return invalid({"photos": _("At most %(limit)d photos at once.") % {"limit": limit}})


def no_photos_here() -> Invalid:
    return invalid({"photos": _("This step takes no photos.")})


def invalid(fields: Mapping[str, str]) -> Invalid:
    return Invalid(_("Some answers cannot be accepted."), fields=fields)


def review_behind() -> Invalid:
    return invalid({"review_on": _("Choose a day after today and within a year.")})


def resume_behind() -> Invalid:
    return invalid({"resume_on": _("Choose a day after today and within a year.")})


def too_far_ahead(field: str, days: int) -> Invalid:
    return invalid({field: _("Choose a day at most %(days)d days ahead.") % {"days": days}})


def used_up(what: str, most: int) -> RuleBroken:
    """`what`: wait, pause or extension."""
    sentences = {
        "wait": ngettext(
            "This case was put off once, which is as often as may be.",
            "This case was put off %(most)d times, which is as often as may be.",
            most,
        ),
        "pause": ngettext(
            "The clock of this case was paused once, which is as often as may be.",
            "The clock of this case was paused %(most)d times, which is as often as may be.",
            most,
        ),
        "extension": ngettext(
            "This case was extended once, which is as often as may be.",
            "This case was extended %(most)d times, which is as often as may be.",
            most,
        ),
    }
    return RuleBroken(sentences[what] % {"most": most}, allowed=what, most=most)


def no_without_reason() -> Invalid:
    return invalid({"note": _("Say why not: the office reads it.")})


def already_late() -> RuleBroken:
    return RuleBroken(_("It is late already: more time is asked for before that."), guard="not_late")


def was_not_late() -> RuleBroken:
    return RuleBroken(_("This case was not late."), guard="was_late")


def appealed_already() -> RuleBroken:
    return RuleBroken(_("There is one appeal for each case, and it is decided."), guard="one_appeal")


def asked_already() -> RuleBroken:
    return RuleBroken(_("This was asked for already; it is not decided yet."), guard="nothing_asked")


def nothing_to_decide() -> RuleBroken:
    return RuleBroken(_("There is nothing of this kind to decide now."))


def own_request() -> NotAllowed:
    return NotAllowed(
        _("Nobody decides about what they asked for or reviewed themselves."), guard="not_own_request"
    )


def appeal_is_open() -> RuleBroken:
    return RuleBroken(_("An appeal is open: decide about it first."), guard="no_open_appeal")


def no_inbox(field: str) -> Invalid:
    return invalid({field: _("This office takes no cases here, or has it already.")})


def impossible_moment(why: str) -> Invalid:
    reasons = {
        "future": _("This moment has not come yet."),
        "before": _("This is before the case was reported."),
        "past": _("This is too long ago."),
        "zone": _("A moment needs its time zone."),
    }
    return invalid({"happened_at": reasons[why]})


def stale(*, version: int, stage: str, changes: list[dict[str, object]]) -> Conflict:
    return Conflict(
        _("Somebody else was faster: the case has changed since you saw it."),
        version=version,
        stage=stage,
        changes=changes,
    )


def identifier_taken() -> Conflict:
    return Conflict(_("This identifier already belongs to another record."), field="id")


def is_archived() -> RuleBroken:
    return RuleBroken(_("The case is finished; nothing is added to it any more."))


def nothing_to_release() -> RuleBroken:
    return RuleBroken(_("This is not something residents may see."))


def belongs_elsewhere(township: int) -> RuleBroken:
    return RuleBroken(
        _("This place belongs to another sub-district. Hand the case over to it."), township=township
    )


def wrong_link() -> NotAllowed:
    return NotAllowed(_("This link is not valid any more."), guard="own_report")


def unknown_answer(field: str) -> Invalid:
    return invalid({field: _("Choose one of the given answers.")})


def raised_already(level: str) -> Conflict:
    return Conflict(_("Somebody else was faster: another level is responsible by now."), level=level)


def nothing_above() -> RuleBroken:
    return RuleBroken(_("It cannot be raised: no level is above this one, or nobody works on it any more."))


def is_merged() -> RuleBroken:
    return RuleBroken(_("This case is part of another one. Work goes on there."))


def is_not_merged() -> RuleBroken:
    return RuleBroken(_("This case is part of no other."))


def lead_is_closed() -> RuleBroken:
    return RuleBroken(_("The earlier case is closed: what another person reports now is a new matter."))


def not_the_same_reporter() -> RuleBroken:
    return RuleBroken(_("Only what the same person asked before can rest in that answer."))


def merged_for_good() -> RuleBroken:
    return RuleBroken(_("Cases can be parted within a day. Reopen the earlier case, or report anew."))


def not_joinable() -> RuleBroken:
    return RuleBroken(
        _("These two cannot be joined: both must be of one township, equally closely held, and in no other.")
    )


def earlier_leads() -> RuleBroken:
    return RuleBroken(_("The later report becomes part of the earlier one, not the other way round."))


def leads_others() -> RuleBroken:
    return RuleBroken(_("Other reports are part of this case. Part them first."))


def not_there() -> str:
    return _("There is nothing here, or it is not yours to see.")
