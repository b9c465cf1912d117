"""The catalogue for people to read, under /desk/catalogue/."""

from django.urls import path

from gewu.catalogue import pages

app_name = "catalogue"
urlpatterns = [
    path("", pages.catalogue, name="catalogue"),
    path("duties/", pages.duties, name="duties"),
    path("print/", pages.on_paper, name="print"),
    path("categories.csv", pages.as_file, name="csv"),
    path("categories/<slug:code>/", pages.one_category, name="category"),
    path("<slug:key>/", pages.one_case_type, name="case_type"),
]
