"""The catalogue for people to read, under /desk/catalogue/."""

from django.urls import path

from gewu.catalogue import pages

app_name = "catalogue"
urlpatterns = [
    path("", pages.catalogue, name="catalogue"),
    path("<slug:key>/", pages.one_case_type, name="case_type"),
]
