from django.urls import path

from gewu.registers.pages import (
    building,
    deeds,
    enrolling,
    files,
    forms,
    lists,
    programmes,
    start,
    steps,
    switching,
    visits,
)

app_name = "registers"
urlpatterns = [
    path("", start.start, name="start"),
    path("search/", start.search, name="search"),
    path("programmes/", programmes.overview, name="programmes"),
    path("programmes/<slug:programme>/", programmes.enrolled, name="enrolled"),
    path("programmes/<slug:programme>/switch/", switching.switch, name="switch"),
    path("building/<uuid:address_id>/", building.building, name="building"),
    path("<slug:kind>/", lists.listed, name="list"),
    path("<slug:kind>/new/", forms.new, name="new"),
    path("<slug:kind>/<uuid:row_id>/", files.one, name="file"),
    path("<slug:kind>/<uuid:row_id>/open/", files.opened, name="open"),
    path("<slug:kind>/<uuid:row_id>/back/", steps.take_back, name="back"),
    path("<slug:kind>/<uuid:row_id>/print/", files.printed, name="print"),
    path("<slug:kind>/<uuid:row_id>/edit/", forms.edit, name="edit"),
    path("<slug:kind>/<uuid:row_id>/visit/", visits.visit, name="visit"),
    path("<slug:kind>/<uuid:row_id>/do/<slug:turn>/", deeds.deed, name="deed"),
    path("<slug:kind>/<uuid:row_id>/enrol/<slug:programme>/", enrolling.enrol, name="enrol"),
    path("<slug:kind>/<uuid:row_id>/in/<uuid:enrolment_id>/", enrolling.write, name="enrolment"),
    path(
        "<slug:kind>/<uuid:row_id>/in/<uuid:enrolment_id>/open/",
        files.enrolment_opened,
        name="enrolment_open",
    ),
    path("<slug:kind>/<uuid:row_id>/in/<uuid:enrolment_id>/leave/", enrolling.leave, name="leave"),
]
