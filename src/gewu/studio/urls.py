"""The catalogue studio, under /desk/studio/."""

from django.urls import path

from gewu.studio import pages

app_name = "studio"
urlpatterns = [
    path("", pages.overview, name="overview"),
    path("start/", pages.start, name="start"),
    path("drafts/<uuid:draft_id>/", pages.one_draft, name="draft"),
    path("drafts/<uuid:draft_id>/see/<slug:room>/", pages.room, name="room"),
    path("drafts/<uuid:draft_id>/edit/<str:part>/", pages.edit, name="edit"),
    path("drafts/<uuid:draft_id>/do/<slug:what>/", pages.act, name="act"),
    path("drafts/<uuid:draft_id>/draft.zip", pages.as_files, name="files"),
    path("drafts/<uuid:draft_id>/import/", pages.bring_in, name="import"),
    path("drafts/<uuid:draft_id>/table/", pages.table, name="table"),
]
