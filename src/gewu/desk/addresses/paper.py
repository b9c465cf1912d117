"""Sheets of plates, A4: several on a page, each with its code, its name and how to use it."""

from io import BytesIO
from uuid import UUID

import segno
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from fpdf import FPDF

from gewu.kernel import clock
from gewu.kernel.access import ActorRequest
from gewu.kernel.errors import RuleBroken
from gewu.kernel.paper.fonts import chinese_font
from gewu.kernel.paper.lines import broken
from gewu.people.access import for_roles
from gewu.places import browsing
from gewu.places.keeping import MAY_KEEP
from gewu.places.plates import Plate, plates_in

FAMILY = "zh"
# Two plates beside each other, four below: 90 × 64 mm each, to be cut along thin lines.
COLUMNS, ROWS, WIDTH, HEIGHT, LEFT, TOP = 2, 4, 90.0, 64.0, 15.0, 18.0
CODE = 40.0


@require_safe
@for_roles(*sorted(MAY_KEEP))
def plates_pdf(request: ActorRequest, address_id: UUID) -> HttpResponse:
    """Every plate in force of an address and of what is in it."""
    address = browsing.address_here(request.actor, address_id)
    found = plates_in(address)
    if not found:
        raise RuleBroken(_("No plates were issued here yet."))
    response = HttpResponse(sheets(found, request), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="plates-{address.code}.pdf"'
    return response


def sheets(plates: list[Plate], request: HttpRequest) -> bytes:
    """The sheets as a PDF. The code leads to the portal, whoever scans it."""
    pdf = FPDF(format="A4")
    font = chinese_font()
    pdf.add_font(FAMILY, fname=str(font.path), collection_font_number=font.number or 0)
    pdf.set_auto_page_break(False)
    pdf.set_creation_date(clock.now())
    pdf.set_title(_("Plates"))
    pdf.set_lang("zh-CN")
    for place, plate in enumerate(plates):
        spot = place % (COLUMNS * ROWS)
        if not spot:
            pdf.add_page()
        x, y = LEFT + spot % COLUMNS * WIDTH, TOP + spot // COLUMNS * HEIGHT
        _draw(pdf, plate, request.build_absolute_uri(reverse("portal:plate", args=[plate.code])), (x, y))
    return bytes(pdf.output())


def _draw(pdf: FPDF, plate: Plate, url: str, at: tuple[float, float]) -> None:
    x, y = at
    pdf.set_draw_color(205, 213, 210)
    pdf.rect(x, y, WIDTH, HEIGHT)
    picture = BytesIO()
    segno.make(url, error="m", micro=False).save(picture, kind="png", scale=8, border=2)
    picture.seek(0)
    pdf.image(picture, x=x + 4, y=y + 5, w=CODE, h=CODE)
    pdf.set_text_color(28, 39, 51)
    pdf.set_font(FAMILY, size=12)
    pdf.set_xy(x + CODE + 6, y + 7)
    for line in broken(plate.address.name, WIDTH - CODE - 10, pdf.get_string_width)[:4]:
        pdf.set_x(x + CODE + 6)
        pdf.cell(WIDTH - CODE - 10, 6, line, new_x="LEFT", new_y="NEXT")
    pdf.set_font(FAMILY, size=8)
    pdf.set_text_color(95, 105, 110)
    pdf.set_xy(x + CODE + 6, y + 34)
    pdf.cell(WIDTH - CODE - 10, 4, plate.grouped)
    pdf.set_xy(x + 4, y + CODE + 8)
    said = _("Something to report here? Scan this, or type the code on our page.")
    for line in broken(said, WIDTH - 8, pdf.get_string_width)[:3]:
        pdf.set_x(x + 4)
        pdf.cell(WIDTH - 8, 4.5, line, new_x="LEFT", new_y="NEXT")
