"""The PDF of what was printed at once, for pages and programs alike."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import get_language

from gewu.kernel.access import ActorRequest
from gewu.sheets import queries
from gewu.sheets.models import Sheet
from gewu.sheets.paper import drawn


def pdf_of(request: ActorRequest, batch: UUID) -> HttpResponse:
    """Sheets with what is known in print, masked as their reader reads it; NotFound without one in sight."""
    found = [(one, queries.parts(one, request.actor)) for one in queries.printed_with(batch, request.actor)]

    def address(one: Sheet) -> str:
        return request.build_absolute_uri(reverse("sheets:sheet", args=[one.id]))

    content = drawn(found, address=address, lang=get_language() or "")
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="sheets-{found[0][0].number}.pdf"'
    answer["Cache-Control"] = "private, no-store"
    return answer
