"""The grid worker's pages, under /field/."""

from django.urls import path

from gewu.field.pages import case, mine, report, today

app_name = "field"
urlpatterns = [
    path("", today.today, name="today"),
    path("lists/<slug:key>/", today.one_list, name="list"),
    path("report/", report.what, name="report"),
    path("report/<slug:code>/", report.report, name="form"),
    path("report/<slug:code>/done/", report.done, name="done"),
    path("cases/<uuid:case_id>/", case.one_case, name="case"),
    path("cases/<uuid:case_id>/moves/<slug:name>/", case.move, name="move"),
    path("cases/<uuid:case_id>/repeat/", case.repeat, name="repeat"),
    path("cases/<uuid:case_id>/notes/", case.comment, name="comment"),
    path("cases/<uuid:case_id>/files/", case.attach, name="attach"),
    path("mine/", mine.mine, name="mine"),
]
