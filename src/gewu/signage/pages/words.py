"""What staffing and ledgers are called on pages, in files and on paper."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from gewu.people import queries as people
from gewu.people.complement import Burden, Problem, Spot
from gewu.places.sizes import StaffRule

PROBLEMS: Mapping[Problem, str | Promise] = {
    "missing": gettext_lazy("vacant post"),
    "many": gettext_lazy("too many"),
    "alone": gettext_lazy("nobody acts for them (AB pair)"),
    "far": gettext_lazy("the AB partner is no neighbour"),
}
TONES: Mapping[Problem, str] = {"missing": "late", "many": "soon", "alone": "soon", "far": "late"}
BURDENS: Mapping[Burden, str | Promise] = {
    "areas": gettext_lazy("areas"),
    "households": gettext_lazy("many households"),
    "cases": gettext_lazy("open cases"),
}
PLATES: Mapping[str, str | Promise] = {
    "planned": gettext_lazy("to be put up"),
    "up": gettext_lazy("up"),
    "damaged": gettext_lazy("broken plate"),
    "missing": gettext_lazy("plate not there"),
}
PLATE_TONES: Mapping[str, str] = {"planned": "quiet", "up": "done", "damaged": "soon", "missing": "late"}


def language() -> str:
    return get_language() or "zh-hans"


def rule_name(rule: StaffRule, township: int) -> str:
    """What the place calls a line of its staffing rules: its own name, or those of the roles."""
    if rule.name is not None:
        return rule.name.en if language().startswith("en") else rule.name.zh
    return " / ".join(people.role_name(role, language(), township) for role in rule.roles)


def wanted_words(rule: StaffRule) -> str:
    """How many there should be."""
    if rule.each is None:
        return ""
    low, high = rule.each
    if low == high:
        return str(low)
    return _("%(low)d or more") % {"low": low} if high >= 99 else f"{low}–{high}"


def problem_words(spot: Spot, problem: Problem) -> str:
    """What is wrong, with the numbers where there are some."""
    if problem == "missing" and spot.held:
        said = _("%(have)d instead of %(want)s")
        return said % {"have": len({post.user for post in spot.held}), "want": wanted_words(spot.rule)}
    return str(PROBLEMS[problem])
