"""What is said of asks, erasures and look-ups."""

from collections.abc import Mapping
from dataclasses import asdict

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from gewu.registers.sources import Source
from gewu.rights.rules import Because, Erasing, Ground, Judgement, Kind, Limits, Proof, State

KINDS: Mapping[str, str | Promise] = {
    Kind.FILE: _("My own file"),
    Kind.LOOKS: _("Who looked at my file"),
    Kind.CORRECTION: _("Correct something"),
    Kind.DELETION: _("Erase what is held of me"),
    Kind.WITHDRAWAL: _("Take back my consent"),
}
PROOFS: Mapping[str, str | Promise] = {
    Proof.CARD: _("Identity card seen"),
    Proof.GUARDIAN: _("Guardian: both cards and the household book seen"),
    Proof.MANDATE: _("Mandate: both cards and the signed mandate seen"),
    Proof.ACCOUNT: _("Account proved to be the person's"),
}
VIAS: Mapping[str, str | Promise] = {"window": _("At the window"), "online": _("Online")}
STATES: Mapping[str, str | Promise] = {
    State.OPEN: _("To answer"),
    State.GRANTED: _("Granted"),
    State.REFUSED: _("Refused"),
}
TONES: Mapping[str, str] = {
    State.OPEN: "working",
    State.GRANTED: "done",
    State.REFUSED: "refused",
    Erasing.DUE: "soon",
    Erasing.DONE: "done",
    Erasing.KEPT: "quiet",
    Judgement.JUSTIFIED: "done",
    Judgement.NOT_JUSTIFIED: "refused",
}
OUTCOMES_OF: Mapping[str, str | Promise] = {
    "taken": _("It is corrected."),
    "claimed": _(
        "A shared source says otherwise: both stand side by side until that office has corrected it."
    ),
    "erasing": _("A second person has to agree; then it is erased."),
    "withdrawn": _("The consent is taken back, and what it covered is erased."),
    "handed_out": _("The file can be handed out."),
}
GROUNDS: Mapping[str, str | Promise] = {
    Ground.LAW: _("A law asks for it to be held, or for longer"),
    Ground.OTHERS: _("It would show something of others"),
    Ground.UNPROVED: _("It is not proved who asks"),
    Ground.RIGHT_AS_IT_IS: _("It was looked at and is right as it is"),
    Ground.NOT_HELD: _("It is not held here"),
}
ERASING: Mapping[str, str | Promise] = {
    Erasing.DUE: _("To be agreed to"),
    Erasing.DONE: _("Erased"),
    Erasing.KEPT: _("Kept for a reason"),
}
BECAUSE: Mapping[str, str | Promise] = {
    Because.RETENTION: _("It has been kept as long as its programme says"),
    Because.REQUEST: _("The person asked for it"),
}
RULES: Mapping[str, str | Promise] = {
    "many_persons": _("Many people within an hour"),
    "outside_grids": _("Outside one's own grids"),
    "at_night": _("In the middle of the night"),
    "same_surname": _("People of one's own surname"),
    "own_household": _("Oneself or one's own household"),
    "without_work": _("Opened in full, and nothing followed"),
}
SENTENCES: Mapping[str, str | Promise] = {
    "many_persons": _("%(least)d different people or more within %(minutes)d minutes."),
    "outside_grids": _("Somebody in a grid that is not one's own; %(least)d or more in a day."),
    "at_night": _(
        "%(least)d people or more between %(from_hour)d:00 and %(to_hour)d:00, other than for an emergency."
    ),
    "same_surname": _("%(least)d people or more of one's own surname, opened in full."),
    "own_household": _("One's own file, or that of somebody one lives with; %(least)d or more in a day."),
    "without_work": _(
        "%(least)d people or more opened in full, and no visit and no entry by the same person within"
        " %(days)d days."
    ),
}
JUDGEMENTS: Mapping[str, str | Promise] = {
    Judgement.OPEN: _("Not judged yet"),
    Judgement.JUSTIFIED: _("Justified"),
    Judgement.NOT_JUSTIFIED: _("Not justified"),
}
PURPOSES: Mapping[str, str | Promise] = {
    "visit": _("A visit"),
    "service": _("A service for the person"),
    "check": _("Checking what is known"),
    "case": _("A case"),
    "emergency": _("An emergency"),
    "request": _("The person asked"),
    "audit": _("An audit"),
}
SOURCES: Mapping[str, str | Promise] = {
    Source.EXCHANGED: _("from another office"),
    Source.WINDOW: _("at the window"),
    Source.DOOR: _("at the door"),
    Source.PHONE: _("by phone"),
    Source.SELF: _("said by the person"),
    Source.PAPER: _("from a paper sheet"),
}
OUTCOMES: Mapping[str, str | Promise] = {
    "met": _("met"),
    "away": _("nobody there"),
    "refused": _("did not wish to"),
    "gone": _("gone"),
}
SUBJECTS: Mapping[str, str | Promise] = {
    "person": _("Person"),
    "household": _("Household"),
    "dwelling": _("Dwelling"),
    "establishment": _("Establishment"),
    "facility": _("Facility"),
}
CLASSES: Mapping[str, str | Promise] = {
    "0": _("The file, values masked"),
    "1": _("Masked values in full"),
    "2": _("Protected values"),
    "3": _("Sealed values"),
}
LINES: Mapping[str, str | Promise] = {
    "asked": _("What was said"),
    "answered": _("The answer"),
    "why": _("Why it is kept"),
    "word": _("Judged"),
}


# Parts of a person's own file that other rooms bring.
REPORTED = _("What I reported")
NOT_REPORTED = _("Nothing from the person's account, and nothing under their name and phone.")
WENT_OUT = _("Lists with me in them that left the house")
IN_FULL, MASKED, NONE = _("in full"), _("masked"), _("None.")


def rule_sentence(rule: str, limits: Limits) -> str:
    """When a rule picks look-ups out, with the thresholds that are in force."""
    return str(SENTENCES[rule]) % asdict(limits)


def language() -> str:
    return get_language() or ""
