"""What checks say: one sentence for each kind, filled with the figures of a finding."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from gewu.checkups.definition import checks
from gewu.checkups.published import items, published
from gewu.checkups.rules import State, Step

SENTENCES: Mapping[str, str | Promise] = {
    "rate_possible": _("%(rate)s %% of %(of)s is impossible: %(nearest)s."),
    "balance": _("%(told)s = %(makes)s, and not %(there)s."),
    "sum_of_parts": _("%(told)s = %(makes)s, and not %(there)s."),
    "between": _("%(value)s %(unit)s is not between %(low)s and %(high)s."),
    "households_each": _(
        "%(persons)s people per grid are about %(households)s households (at %(by)s each), "
        "and not %(low)s to %(high)s."
    ),
    "enough_for_each": _("%(grids)s grids of at least %(least)s people need %(need)s; there are %(have)s."),
    "not_that_rate": _(
        "%(rate)s %% is exactly %(done)s/%(of)s = %(other)s %%, which is the share of settled matters."
    ),
    "same_scope": _(
        "%(day)s a day would be %(makes)s a year; %(year)s a year are about %(mean)s a day. "
        "They do not count the same."
    ),
    "all_listed": _("%(named)s are named, %(listed)s are listed."),
    "one_figure": _("The same thing has several figures: %(values)s."),
    "one_name": _("The same thing has several names: %(names)s."),
    "right_words": _("“%(wrong)s” should be “%(right)s”."),
    "digits": _("The code does not have the digits it must have."),
    "check_digit": _("The check digit does not agree with the other digits."),
    "agrees_with_identity": _("It does not agree with the identity number."),
    "field_between": _("%(value)s is not between %(low)s and %(high)s."),
    "in_order": _("One day is after the other, by %(days)s days."),
    "not_in_future": _("The day is still to come, in %(days)s days."),
    "age_fits": _("%(age)s years old; it fits people from %(youngest)s to %(oldest)s."),
    "row_words": _("“%(wrong)s” should be “%(right)s”."),
    "not_visited_after_death": _("Visited %(days)s days after the day of death."),
    "no_more_households_than_rooms": _("%(households)s households in %(rooms)s rooms."),
    "one_head": _("%(heads)s heads of one household."),
    "programme_age": _("%(age)s years old; the programme is for people from %(youngest)s to %(oldest)s."),
}
STATES: Mapping[str, str | Promise] = {
    State.OPEN: _("To mend"),
    State.MENDED: _("Mended"),
    State.ACCEPTED: _("Stays as it is"),
    State.WRONG_ALARM: _("Wrong alarm"),
}
TONES: Mapping[str, str] = {
    State.OPEN: "soon",
    State.MENDED: "done",
    State.ACCEPTED: "quiet",
    State.WRONG_ALARM: "quiet",
}
STEPS: Mapping[Step, str | Promise] = {
    Step.ACCEPT: _("Leave it as it is"),
    Step.WRONG_ALARM: _("It is a wrong alarm"),
    Step.REOPEN: _("Take it up again"),
}
LINES: Mapping[str, str | Promise] = {
    Step.ACCEPT: _("Why it stays as it is"),
    Step.WRONG_ALARM: _("Why it is a wrong alarm"),
    Step.REOPEN: _("Why it is taken up again"),
    "why": _("Why"),
}
REGISTERS: Mapping[str, str | Promise] = {
    "figures": _("Figures of reports"),
    "person": _("Persons"),
    "household": _("Households"),
    "dwelling": _("Dwellings"),
    "establishment": _("Establishments"),
    "facility": _("Facilities"),
    "building": _("Buildings"),
}


def language() -> str:
    return get_language() or ""


def title_of(check_key: str) -> str:
    """What a check is called; its key where it is no more."""
    one = checks().get(check_key)
    return one.title.in_language(language()) if one else check_key


def mending(check_key: str) -> str:
    """What to do about a finding of it."""
    one = checks().get(check_key)
    return one.mend.in_language(language()) if one else ""


def sentence(check_key: str, said: Mapping[str, str]) -> str:
    """What is wrong, in one sentence."""
    one = checks().get(check_key)
    return str(SENTENCES[one.kind]) % said if one else ""


def item_name(key: str) -> str:
    one = items().get(key)
    return one.in_language(language()) if one else key


def place_name(key: str) -> str:
    """The name of a place that published figures, or what somebody typed."""
    one = published().get(key)
    return one.names.in_language(language()) if one else key
