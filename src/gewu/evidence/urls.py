"""The auditor's pages, under /desk/evidence/."""

from django.urls import path

from gewu.evidence.pages import entries, proofs, states

app_name = "evidence"
urlpatterns = [
    path("", states.every, name="states"),
    path("<int:township>/verify/", states.verify, name="verify"),
    path("<int:township>/runs/", states.runs, name="runs"),
    path("runs/<uuid:run_id>/", states.run, name="run"),
    path("journal/", entries.search, name="journal"),
    path("cases/<uuid:case_id>/", proofs.case, name="case"),
    path("proofs/<uuid:proof_id>/", proofs.proof, name="proof"),
    path("proofs/<uuid:proof_id>/proof.json", proofs.download, name="download"),
    path("proofs/<uuid:proof_id>/print/", proofs.printed, name="print"),
]
