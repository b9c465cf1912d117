from django.urls import path

from gewu.clearance import pages

app_name = "clearance"
urlpatterns = [
    path("", pages.start, name="start"),
    path("signed/<uuid:ledger_id>/correct/", pages.correct, name="correct"),
    path("<uuid:area_id>/<slug:period>/", pages.history, name="history"),
    path("<uuid:area_id>/<slug:period>/<str:first>/", pages.sheet, name="sheet"),
    path("<uuid:area_id>/<slug:period>/<str:first>/print/", pages.printed, name="print"),
    path("<uuid:area_id>/<slug:period>/<str:first>/table.<str:form>", pages.table, name="table"),
]
