"""Proving an account at the window, and taking it away again."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from gewu.kernel.access import ActorRequest
from gewu.people.access import for_roles
from gewu.rights import commands
from gewu.rights.commands import Proving
from gewu.ui.forms import Field
from gewu.ui.redraw import redraw_with


@sensitive_post_parameters("identity")
@require_http_methods(["GET", "HEAD", "POST"])
@for_roles("clerk", "chief")
def account(request: ActorRequest) -> HttpResponse:
    """Whose account is whose, after the card was seen. Nothing is shown of anybody before or after."""

    def draw(message: str, wrong: Mapping[str, str]) -> HttpResponse:
        said = {"fields": _fields(request, wrong), "message": message if message and not wrong else ""}
        return render(request, "rights/account.html", said)

    if request.method != "POST":
        return draw("", {})
    redraw_with(request, draw)
    proving = Proving(request.POST.get("identity", ""), request.POST.get("username", ""))
    if request.POST.get("deed") == "release":
        commands.release_account(proving=proving, actor=request.actor)
        messages.success(request, _("The person has no account here any more."))
    else:
        commands.prove_account(proving=proving, actor=request.actor)
        messages.success(request, _("The account is proved. Its holder may ask online from now on."))
    return redirect("rights:account")


def _fields(request: ActorRequest, wrong: Mapping[str, str]) -> list[Field]:
    given = request.POST
    return [
        Field(
            name="identity",
            label=_("Identity number on the card"),
            required=True,
            max_length=18,
            value=given.get("identity", ""),
            error=wrong.get("identity", ""),
        ),
        Field(
            name="username",
            label=_("Name the person signs in with"),
            help=_("The person types or says it. To take an account away it may stay empty."),
            max_length=150,
            value=given.get("username", ""),
            error=wrong.get("username", ""),
        ),
    ]
