"""What changes how somebody signs in asks for the password, unless it was typed a moment ago."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from gewu.kernel.access import ActorRequest
from gewu.people.commands import attempts
from gewu.people.security import keeping
from gewu.ui.forms import Field


def field(request: ActorRequest, wrong: Mapping[str, str]) -> list[Field]:
    """The question for the password, where it is due."""
    if keeping.confirmed(request):
        return []
    asked = Field(
        name="current",
        label=_("Present password"),
        help=_("So that nobody changes this at a computer you left open."),
        kind="password",
        required=True,
        error=wrong.get("current", ""),
        autocomplete="current-password",
    )
    return [asked]


def require(request: ActorRequest) -> None:
    """Refuse if the password is due and not right; wrong ones are counted like those of the sign-in."""
    if keeping.confirmed(request):
        return
    given = request.POST.get("current", "")
    attempts.confirm_password(password=given, address=keeping.address_of(request), actor=request.actor)
    keeping.confirm(request)
