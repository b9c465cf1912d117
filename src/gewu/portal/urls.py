"""The resident's addresses."""

from django.urls import path

from gewu.portal import alike, grids, pages, plates

app_name = "portal"
urlpatterns = [
    path("", pages.home, name="home"),
    path("report/", pages.what, name="what"),
    path("report/<slug:code>/", pages.report, name="report"),
    path("report/<slug:code>/near/", alike.near, name="near"),
    path("at/<slug:code>/", plates.plate, name="plate"),
    path("grid/", grids.finder, name="grids"),
    path("grid/<str:grid_code>/", grids.grid, name="grid"),
    path("grid/<str:grid_code>/photo/<uuid:portrait_id>", grids.photo, name="portrait"),
    path("follow/", pages.follow, name="follow"),
    path("c/<str:number>/", pages.case, name="case"),
    path("c/<str:number>/photos/<uuid:file_id>", pages.photo, name="photo"),
    path("c/<str:number>/rate/", pages.rate, name="rate"),
    path("c/<str:number>/again/", pages.again, name="again"),
    path("c/<str:number>/second/", alike.second, name="second"),
    path("c/<str:number>/quiet/", pages.quiet, name="quiet"),
]
