"""Finding under /desk/."""

from django.urls import path

from gewu.finding.pages import batch, exports, filters, persons, search

app_name = "finding"
urlpatterns = [
    path("search/", search.search, name="search"),
    path("search/person/", persons.person, name="person"),
    path("search/looked/", persons.looked, name="looked"),
    path("filters/", filters.filters, name="filters"),
    path("filters/new/", filters.new, name="new_filter"),
    path("filters/<uuid:filter_id>/", filters.one, name="filter"),
    path("filters/<uuid:filter_id>/remove/", filters.remove, name="remove_filter"),
    path("filters/<uuid:filter_id>/restore/", filters.restore, name="restore_filter"),
    path("exports/", exports.exports, name="exports"),
    path("exports/new/", exports.new, name="new_export"),
    path("exports/<uuid:export_id>/stop/", exports.stop, name="stop_export"),
    path("exports/<uuid:export_id>/file/", exports.fetch, name="export_file"),
    path("batches/", batch.batches, name="batches"),
    path("batches/new/", batch.new, name="new_batch"),
    path("batches/<uuid:batch_id>/", batch.one, name="batch"),
]
