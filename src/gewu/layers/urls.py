"""Layers under /desk/layers/."""

from django.urls import path

from gewu.layers import pages

app_name = "layers"
urlpatterns = [
    path("", pages.every, name="list"),
    path("<uuid:layer_id>/", pages.one, name="one"),
    path("<uuid:layer_id>/new/", pages.new, name="new"),
    path("<uuid:layer_id>/matters/", pages.matters, name="matters"),
    path("areas/<uuid:area_id>/", pages.area, name="area"),
    path("areas/<uuid:area_id>/change/", pages.change, name="change"),
    path("areas/<uuid:area_id>/retire/", pages.retire, name="retire"),
]
