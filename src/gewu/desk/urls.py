"""The desk: start page, search and reporting for somebody who called, under /desk/."""

from django.urls import path

from gewu.desk import pages

app_name = "desk"
urlpatterns = [
    path("", pages.start, name="start"),
    path("search/", pages.search, name="search"),
    path("report/", pages.report, name="report"),
]
