"""The exchange under /desk/."""

from django.urls import path

from gewu.exchange.pages import imports

app_name = "exchange"
urlpatterns = [
    path("imports/", imports.listed, name="imports"),
    path("imports/new/", imports.new, name="new_import"),
    path("imports/<uuid:import_id>/", imports.one, name="import"),
    path("imports/<uuid:import_id>/lay/", imports.lay, name="lay"),
    path("imports/<uuid:import_id>/go/", imports.go, name="go"),
    path("imports/<uuid:import_id>/stop/", imports.stop, name="stop"),
    path("imports/<uuid:import_id>/undo/", imports.undo, name="undo"),
    path("imports/<uuid:import_id>/bad/", imports.bad, name="bad_rows"),
]
