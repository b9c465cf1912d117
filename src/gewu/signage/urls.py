"""Staffing, ledgers and print runs at the desk; houses on the phone; one's own card."""

from django.urls import path

from gewu.signage.pages import field, fill, ledgers, me, printing, size, staffing

app_name = "signage"
urlpatterns = [
    path("desk/staffing/", staffing.staffing, name="staffing"),
    path("desk/staffing/print/", staffing.on_paper, name="staffing_print"),
    path("desk/staffing.csv", staffing.as_csv, name="staffing_csv"),
    path("desk/staffing/fill/", fill.fill, name="fill"),
    path("desk/staffing/size/<uuid:area_id>/", size.size, name="size"),
    path("desk/signage/", ledgers.ledgers, name="ledgers"),
    path("desk/signage.csv", ledgers.as_csv, name="ledgers_csv"),
    path("desk/signage/plates/", ledgers.list_plates, name="list_plates"),
    path("desk/signage/print/", printing.runs, name="runs"),
    path("desk/signage/print/<uuid:print_id>/", printing.run, name="run"),
    path("desk/signage/print/<uuid:print_id>/file.pdf", printing.download, name="download"),
    path("desk/signage/<uuid:area_id>/<slug:paper>.pdf", printing.one, name="one"),
    path("field/signage/", field.houses, name="houses"),
    path("field/signage/houses/<uuid:house_id>/", field.house, name="house"),
    path("field/signage/houses/<uuid:house_id>/cards/", field.hand_out, name="hand_out"),
    path("field/signage/houses/<uuid:house_id>/units/", field.units, name="units"),
    path("field/signage/plates/<uuid:plate_id>/", field.plate, name="plate"),
    path("field/signage/boards/<uuid:area_id>/", field.board, name="board"),
    path("field/signage/boards/<uuid:area_id>/list/", field.list_board, name="list_board"),
    path("me/card/", me.my_card, name="my_card"),
    path("me/card/phone/", me.phone, name="my_phone"),
    path("me/card/photo/", me.photo, name="my_photo"),
    path("me/card/photo/file", me.my_photo, name="my_photo_file"),
    path("me/card/phone/take-back/", me.take_back_phone, name="take_back_phone"),
    path("me/card/photo/take-back/", me.take_back_photo, name="take_back_photo"),
]
