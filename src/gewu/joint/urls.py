"""Joint work under /desk/joint/."""

from django.urls import path

from gewu.joint import pages
from gewu.joint.pages import agreeing

app_name = "joint"
urlpatterns = [
    path("", pages.every, name="batches"),
    path("new/", pages.new, name="new"),
    path("<uuid:batch_id>/", pages.one, name="batch"),
    path("<uuid:batch_id>/print/", pages.printed, name="print"),
    path("<uuid:batch_id>/close/", pages.close, name="close"),
    path("stops/<uuid:stop_id>/", pages.stop, name="stop"),
    path("stops/<uuid:stop_id>/visit/", pages.visit, name="visit"),
    path("stops/<uuid:stop_id>/found/", pages.found, name="found"),
    path("problems/<uuid:problem_id>/settle/", pages.settle, name="settle"),
    path("agreements/", agreeing.every, name="agreements"),
    path("agreements/new/", agreeing.new, name="agree"),
    path("agreements/<uuid:agreement_id>/", agreeing.one, name="agreement"),
    path("agreements/<uuid:agreement_id>/note/", agreeing.note, name="note"),
    path("agreements/<uuid:agreement_id>/end/", agreeing.end, name="end"),
]
