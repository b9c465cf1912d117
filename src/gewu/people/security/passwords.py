"""The password rules in words: as Django's validator, and as the list that stands beside the field."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gewu.people.models import User
from gewu.people.security.habits import RULES, broken

# What to do instead, by the rule that was broken.
REASONS: Mapping[str, Promise] = {
    "short": _("Too short: take at least 10 characters."),
    "digits": _("Only digits: put words beside them."),
    "number": _("A phone number, birthday or identity number is known to others: leave it out."),
    "own": _("It is hardly more than your own name: take other words."),
    "word": _(
        "One well-known word or name in pinyin with a few digits is guessed first: take several words."
    ),
    "run": _("Neighbouring keys or a repeated pattern are guessed first: take several words."),
}
# What is asked for, before anything is typed.
ASKED = (
    _("At least 10 characters; a sentence or a few words are best."),
    _("No phone number, birthday or name of yours, and not only digits."),
    _("Not one word or name in pinyin with a few digits (zhangsan123), nor neighbouring keys (1qaz2wsx)."),
    _("You need not change it from time to time: only when somebody else may know it."),
)

assert set(REASONS) == set(RULES)  # noqa: S101  (a rule without words could not be told)


class Habits:
    """Django asks this one for every new password."""

    def validate(self, password: str, user: User | None = None) -> None:
        username, name = (user.username, user.name) if user else ("", "")
        if found := broken(password, username=username, name=name):
            raise ValidationError([ValidationError(str(REASONS[key]), code=key) for key in found])

    def get_help_text(self) -> str:
        return " ".join(str(line) for line in ASKED)
