"""The grid planner, under /desk/planner/."""

from django.urls import path

from gewu.planner import pages

app_name = "planner"
urlpatterns = [
    path("", pages.start, name="start"),
    path("runs/<uuid:plan_id>/", pages.one_run, name="run"),
    path("runs/<uuid:plan_id>/print/", pages.printed, name="print"),
    path("runs/<uuid:plan_id>/today.svg", pages.today_picture, name="today"),
    path("proposals/<uuid:proposal_id>/", pages.one_proposal, name="proposal"),
    path("proposals/<uuid:proposal_id>/map.svg", pages.picture, name="picture"),
    path("proposals/<uuid:proposal_id>/adopt/", pages.adopt, name="adopt"),
]
