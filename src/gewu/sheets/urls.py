from django.urls import path

from gewu.sheets.pages import listing, sheet

app_name = "sheets"
urlpatterns = [
    path("", listing.sheets, name="list"),
    path("print/", listing.print_out, name="print"),
    path("print/<uuid:batch_id>/file.pdf", listing.paper, name="paper"),
    path("<uuid:sheet_id>/", sheet.sheet, name="sheet"),
]
