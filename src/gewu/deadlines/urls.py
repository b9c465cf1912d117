"""Counting a deadline, and the calendar it is counted on, under /desk/deadlines/."""

from django.urls import path

from gewu.deadlines import pages

app_name = "deadlines"
urlpatterns = [
    path("", pages.calculator, name="calculator"),
    path("<int:year>/", pages.one_year, name="year"),
    path("<int:year>/sheet.csv", pages.sheet_of_year, name="sheet"),
    path("<int:year>/publish/", pages.publish, name="publish"),
]
