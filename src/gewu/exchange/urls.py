"""The exchange under /desk/."""

from django.urls import path

from gewu.exchange.pages import comparing, editions, imports, outward, pairs, tables

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
    path("imports/<uuid:import_id>/compare/", comparing.compare, name="compare"),
    path("imports/<uuid:import_id>/differences/", comparing.listed, name="differences"),
    path("imports/<uuid:import_id>/settle/", comparing.settle, name="settle"),
    path("duplicates/", pairs.listed, name="pairs"),
    path("duplicates/look/", pairs.look, name="look_for_pairs"),
    path("duplicates/<uuid:pair_id>/", pairs.one, name="pair"),
    path("duplicates/<uuid:pair_id>/decide/", pairs.decide, name="decide_pair"),
    path("outward/", outward.listed, name="outward"),
    path("outward/registers/<slug:kind>/", outward.register, name="register"),
    path("outward/<uuid:table_id>/", outward.table, name="table"),
    path("outward/<uuid:table_id>/edit/", tables.edit, name="edit_table"),
    path("outward/<uuid:table_id>/make/", tables.make, name="make_table"),
    path("outward/months/<uuid:edition_id>/", editions.one, name="edition"),
    path("outward/months/<uuid:edition_id>/drop/", editions.drop, name="drop_edition"),
    path("outward/<uuid:table_id>/remove/", outward.remove, name="remove_table"),
]
