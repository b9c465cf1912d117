"""What is wrong with an answer, in words."""

from collections.abc import Callable

from django.utils.translation import gettext as _

_PROBLEMS: dict[str, Callable[[object], str]] = {
    "required": lambda limit: _("This is needed."),
    "additionalProperties": lambda limit: _("Nobody asked for this."),
    "minLength": lambda limit: (
        _("Please say a little more: at least %(limit)s characters.") % {"limit": limit}
    ),
    "maxLength": lambda limit: _("This is too long: at most %(limit)s characters.") % {"limit": limit},
    "enum": lambda limit: _("Choose one of the given answers."),
    "minimum": lambda limit: _("At least %(limit)s.") % {"limit": limit},
    "maximum": lambda limit: _("At most %(limit)s.") % {"limit": limit},
    "format": lambda limit: _("This is not in the expected form."),
    "pattern": lambda limit: _("This is not in the expected form."),
    "type": lambda limit: _("This is not in the expected form."),
}


def answer_problem(keyword: str, limit: object) -> str:
    """A sentence for the JSON Schema keyword that an answer fails."""
    say = _PROBLEMS.get(keyword)
    return say(limit) if say else _("This cannot be accepted.")
