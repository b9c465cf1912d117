"""The desk: start page and reporting for somebody who called, under /desk/."""

from django.urls import path

from gewu.desk import pages

app_name = "desk"
urlpatterns = [
    path("", pages.start, name="start"),
    path("report/", pages.report, name="report"),
]
