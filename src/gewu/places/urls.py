"""The map page, under /map/."""

from django.urls import path

from gewu.places import pages, points

app_name = "places"
urlpatterns = [
    path("", pages.map_page, name="map"),
    path("<int:township>.svg", pages.plan, name="plan"),
    path("<int:township>-near.svg", pages.near, name="near"),
    path("points/", points.points, name="points"),
]
