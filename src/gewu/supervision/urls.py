from django.urls import path

from gewu.supervision import pages
from gewu.supervision.pages import findings

app_name = "supervision"
urlpatterns = [
    path("", pages.listing, name="list"),
    path("findings/", findings.listing, name="findings"),
    path("findings/look/", findings.look_now, name="look"),
    path("findings/<uuid:finding_id>/", findings.one, name="finding"),
    path("cases/<uuid:case_id>/open/", pages.open_one, name="open"),
    path("cases/<uuid:case_id>/raise/", pages.raise_one, name="raise"),
    path("<uuid:supervision_id>/", pages.one, name="one"),
    path("<uuid:supervision_id>/<slug:step>/", pages.take, name="step"),
]
