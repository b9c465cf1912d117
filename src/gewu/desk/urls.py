"""The desk: start page, reporting for somebody who called, and the addresses of the place, under /desk/."""

from django.urls import path

from gewu.desk import pages
from gewu.desk.addresses import browse, changing, one, paper, table
from gewu.desk.place import place

app_name = "desk"
urlpatterns = [
    path("", pages.start, name="start"),
    path("report/", pages.report, name="report"),
    path("place/", place, name="place"),
    path("addresses/", browse.browse, name="addresses"),
    path("addresses.csv", table.as_csv, name="addresses_csv"),
    path("addresses/new/", changing.new, name="address_new"),
    path("addresses/plates/<slug:code>/", one.scanned, name="address_scanned"),
    path("addresses/<uuid:address_id>/", one.one, name="address"),
    path("addresses/<uuid:address_id>/edit/", changing.edit, name="address_edit"),
    path("addresses/<uuid:address_id>/rooms/", changing.lay_out, name="address_rooms"),
    path("addresses/<uuid:address_id>/grid/", changing.grid, name="address_grid"),
    path("addresses/<uuid:address_id>/plates.pdf", paper.plates_pdf, name="address_plates"),
    path("addresses/<uuid:address_id>/<slug:deed>/", changing.act, name="address_act"),
]
