"""Addresses that stand for more than one operation, or for none."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from gewu.kernel.errors import Invalid, NotFound
from gewu.open311.api import reading, sending

RESOURCES = frozenset({"discovery", "services", "requests", "tokens", "servicerequestupdates"})


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def requests(request: HttpRequest, *, form: str, is_test: bool) -> HttpResponse:
    """The list, and what is sent to it."""
    operation = sending.send if request.method == "POST" else reading.requests
    return operation(request, form=form, is_test=is_test)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def nothing(request: HttpRequest, rest: str, *, is_test: bool) -> HttpResponse:
    """An address without its last part or its format is a mistake to name; any other does not exist."""
    if rest.partition("/")[0].partition(".")[0] in RESOURCES:
        message = _("An address ends in .json or .xml.")
        raise Invalid(message, fields={"format": message})
    raise NotFound(_("There is no such operation."))
