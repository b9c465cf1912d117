"""The end of a one-time link: whoever was invited says their name and chooses a password."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from gewu.kernel.access import ActorRequest
from gewu.kernel.errors import Invalid
from gewu.people import commands, queries
from gewu.people.models import Invitation
from gewu.ui.forms import Field
from gewu.ui.redraw import redraw_with


@never_cache
@sensitive_post_parameters()
@sensitive_variables("secret")
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: ActorRequest, secret: str) -> HttpResponse:
    """Public: the link is the key. It works once, until it expires or is withdrawn."""
    link = queries.working_invitation(secret)

    def draw(message: str, wrong: Mapping[str, str]) -> HttpResponse:
        said = {"link": link, "fields": _fields(request, link, wrong), "message": "" if wrong else message}
        # The address is the key. It goes to no other server: the policy for referrers is "same-origin".
        return render(request, "people/desk/join.html", said)

    if request.method != "POST":
        return draw("", {})
    redraw_with(request, draw)
    typed = request.POST
    if typed.get("password") != typed.get("again"):
        message = _("This is not the same password as above.")
        raise Invalid(message, fields={"again": message})
    commands.accept_invitation(secret=secret, name=typed.get("name", ""), password=typed.get("password", ""))
    messages.success(request, _("Your password is set. Sign in with it."))
    return redirect("account_login")


def _fields(request: ActorRequest, link: Invitation, wrong: Mapping[str, str]) -> list[Field]:
    return [
        Field(
            name="name",
            label=_("Your name"),
            required=True,
            value=request.POST.get("name", link.user.name),
            error=wrong.get("name", ""),
            max_length=60,
            autocomplete="name",
        ),
        Field(
            name="password",
            label=_("New password"),
            help=_("At least 10 characters, not only digits."),
            kind="password",
            required=True,
            error=wrong.get("password", ""),
            autocomplete="new-password",
        ),
        Field(
            name="again",
            label=_("New password once more"),
            kind="password",
            required=True,
            error=wrong.get("again", ""),
            autocomplete="new-password",
        ),
    ]
