from django.urls import path

from gewu.sheets import pages

app_name = "sheets"
urlpatterns = [
    path("", pages.sheets, name="list"),
    path("print/", pages.print_out, name="print"),
    path("print/<uuid:batch_id>/file.pdf", pages.paper, name="paper"),
    path("<uuid:sheet_id>/", pages.sheet, name="sheet"),
]
