"""Counts forms that were sent: those that brought back their signed moment and led onward."""

from collections.abc import Callable
from http import HTTPStatus
from typing import cast

import structlog
from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url

from gewu.burden import moment
from gewu.burden.commands import Sender, flush, note_filling
from gewu.burden.counting import tally
from gewu.kernel.access import ActorRequest

log = structlog.get_logger(__name__)
Respond = Callable[[HttpRequest], HttpResponse]


class CountForms:
    """After the answer is made; one request in half a minute writes down what was counted."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method == "POST" and _went_on(response):
            _note(cast("ActorRequest", request))
        if tally.is_due:
            _write()
        return response


def _went_on(response: HttpResponse) -> bool:
    """Sent and taken: a refused form is shown again, and without a session it leads to the sign-in."""
    if response.status_code != HTTPStatus.FOUND:
        return False
    return not response["Location"].startswith(resolve_url(settings.LOGIN_URL))


def _note(request: ActorRequest) -> None:
    opened = moment.read(request.POST.get(moment.FIELD, ""))
    sender = Sender.of(request.actor, getattr(request, "taken_by", None)) if opened else None
    if opened and sender:
        answers = {name: " ".join(request.POST.getlist(name)) for name in opened.fields}
        answers |= {name: "file" for name in opened.fields if request.FILES.getlist(name)}
        note_filling(opened, sender, answers)


def _write() -> None:
    try:
        flush()
    except DatabaseError:
        # Counts are not worth an error page after a case was taken in; these are lost, and the log says so.
        log.warning("counts_lost", exc_info=True)
