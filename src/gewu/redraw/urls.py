"""Redrawing grids, under /desk/borders/."""

from django.urls import path

from gewu.redraw import pages

app_name = "redraw"
urlpatterns = [
    path("", pages.overview, name="overview"),
    path("begin/", pages.begin, name="begin"),
    path("<uuid:redraw_id>/", pages.one_draft, name="draft"),
    path("<uuid:redraw_id>/moves/", pages.moves, name="moves"),
    path("<uuid:redraw_id>/draw/", pages.draw, name="draw"),
    path("<uuid:redraw_id>/shapes/", pages.bring_in, name="shapes"),
    path("<uuid:redraw_id>/do/<slug:what>/", pages.act, name="act"),
]
