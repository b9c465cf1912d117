"""The pages of what comes after closing, under /desk/."""

from django.urls import path

from gewu.aftercare.pages import archive, calling, papers, rates

app_name = "aftercare"
urlpatterns = [
    path("call-backs/", calling.to_call, name="to_call"),
    path("cases/<uuid:case_id>/call-back/", calling.call, name="call"),
    path("cases/<uuid:case_id>/call-back/phone/", calling.phone, name="phone"),
    path("rates/", rates.rates, name="rates"),
    path("rates/call-backs/", rates.calls, name="calls"),
    path("cases/<uuid:case_id>/file.pdf", papers.one_file, name="file"),
    path("case-files/", papers.bundles, name="bundles"),
    path("case-files/<uuid:bundle_id>/", papers.bundle, name="bundle"),
    path("case-files/<uuid:bundle_id>/files.zip", papers.download, name="download"),
    path("archive/", archive.due, name="due"),
    path("archive/<uuid:disposal_id>/erase/", archive.erase, name="erase"),
    path("archive/<uuid:disposal_id>/keep/", archive.keep, name="keep"),
]
