"""Rules of routing under /desk/routing/, and joining reports."""

from django.urls import path

from gewu.routing.pages import joining, nearby, ruling

app_name = "routing"
urlpatterns = [
    path("", ruling.every, name="rules"),
    path("new/", ruling.new, name="new"),
    path("try/", ruling.attempt, name="try"),
    path("automatic/", ruling.automatic, name="automatic"),
    path("near/", nearby.near, name="near"),
    path("rules/<uuid:rule_id>/", ruling.one, name="rule"),
    path("rules/<uuid:rule_id>/<slug:deed>/", ruling.act, name="act"),
    path("cases/<uuid:case_id>/join/", joining.join, name="join"),
    path("cases/<uuid:case_id>/part/", joining.part, name="part"),
    path("cases/<uuid:case_id>/repeat/", joining.repeat, name="repeat"),
]
