"""What people find for themselves: their own rights, and who may use which field for what."""

from django.urls import path

from gewu.rights.pages import mine, sharing

urlpatterns = [
    path("me/rights/", mine.start, name="my-rights"),
    path("me/rights/<uuid:ask_id>/file.pdf", mine.file, name="my-file"),
    path("shared-data/", sharing.public, name="shared-data"),
]
