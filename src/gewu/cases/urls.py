"""The staff's pages of cases, under /desk/."""

from django.urls import path

from gewu.cases.pages import case, clock, leaving, lists, moves, parts, remarks

app_name = "cases"
urlpatterns = [
    path("lists/<slug:key>/", lists.one_list, name="list"),
    path("cases/<uuid:case_id>/", case.one_case, name="case"),
    path("cases/<uuid:case_id>/moves/<slug:name>/", moves.move, name="move"),
    path("cases/<uuid:case_id>/parts/", parts.new_part, name="part"),
    path("cases/<uuid:case_id>/notes/", remarks.comment, name="comment"),
    path("cases/<uuid:case_id>/files/", remarks.attach, name="attach"),
    path("cases/<uuid:case_id>/files/<uuid:file_id>/", remarks.one_file, name="file"),
    path("cases/<uuid:case_id>/release/<uuid:what>/", remarks.release, name="release"),
    path("cases/<uuid:case_id>/withhold/<uuid:what>/", remarks.withhold, name="withhold"),
    path("cases/<uuid:case_id>/contact/", remarks.contact, name="contact"),
    path("cases/<uuid:case_id>/place/", remarks.place, name="place"),
    path("cases/<uuid:case_id>/clock/", clock.clock, name="clock"),
    path("cases/<uuid:case_id>/print/", case.printed, name="print"),
    path("cases/<uuid:case_id>/journal/", case.journal, name="journal"),
    path("people/<uuid:person_id>/leave/", leaving.leave, name="leave"),
]
