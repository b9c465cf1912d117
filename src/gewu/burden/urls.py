from django.urls import path

from gewu.burden import pages

app_name = "burden"
urlpatterns = [
    path("", pages.start, name="start"),
    path("<slug:key>/<slug:part>/", pages.form, name="form"),
]
