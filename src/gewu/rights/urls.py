from django.urls import path

from gewu.rights import pages
from gewu.rights.pages import erasing, looks, proving, sharing

app_name = "rights"
urlpatterns = [
    path("", pages.listing, name="list"),
    path("new/", pages.new, name="new"),
    path("account/", proving.account, name="account"),
    path("asks/<uuid:ask_id>/", pages.one, name="ask"),
    path("asks/<uuid:ask_id>/file.pdf", pages.file, name="file"),
    path("erasures/", erasing.listing, name="erasures"),
    path("erasures/<uuid:erasure_id>/", erasing.decide, name="erasure"),
    path("looks/", looks.listing, name="looks"),
    path("looks/export/", looks.export, name="looks_export"),
    path("looks/print/", looks.paper, name="looks_print"),
    path("looks/unusual/", looks.unusual, name="unusual"),
    path("looks/unusual/<uuid:oddity_id>/", looks.one, name="oddity"),
    path("sharing/", sharing.catalogue, name="sharing"),
]
