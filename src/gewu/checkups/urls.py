from django.urls import path

from gewu.checkups import pages
from gewu.checkups.pages import figures, looks

app_name = "checkups"
urlpatterns = [
    path("", pages.listing, name="list"),
    path("grids/", pages.grids, name="grids"),
    path("export/", pages.export, name="export"),
    path("look/", looks.look_now, name="look"),
    path("looks/<uuid:look_id>/", looks.run, name="run"),
    path("checks/", looks.checks, name="checks"),
    path("checks/<slug:check_key>/", looks.switch, name="switch"),
    path("figures/", figures.listing, name="figures"),
    path("figures/new/", figures.new, name="state"),
    path("figures/<uuid:statement_id>/", figures.one, name="figure"),
    path("<uuid:checkup_id>/", pages.one, name="finding"),
    path("<uuid:checkup_id>/give/", pages.give, name="give"),
]
