"""URLs of the design system."""

from django.urls import path

from gewu.ui import pages

app_name = "ui"
urlpatterns = [
    path("problems/<slug:code>", pages.problem, name="problem"),
    path("ui/", pages.style, name="style"),
    path("ui/look", pages.look, name="look"),
]
